# frozen_string_literal: true

require 'json'
require 'stringio'

module AwsLambda
  # Between the bytes of the Runtime API and Ruby. Functions may reopen it, so its name and its methods are AWS's.
  class Marshaller
    class << self
      def marshall_request(raw_request)
        raw_request['Content-Type'] == 'application/json' ? JSON.parse(raw_request.body) : raw_request.body
      end

      # An IO is passed on as it is; everything else becomes JSON. Without a type an answer is JSON.
      def marshall_response(method_response)
        case method_response
        when StringIO, IO then [method_response, 'application/unknown']
        else method_response.to_json
        end
      end
    end
  end
end
