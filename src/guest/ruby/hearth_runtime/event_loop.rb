# frozen_string_literal: true

$stdout.sync = true
$stderr.sync = true

require_relative 'runtime_api'
require_relative 'marshaller'
require_relative 'context'
require_relative 'errors'
require_relative 'handler'
require_relative 'log_sink'

module HearthRuntime
  # From the start of the process to its end: load the handler, take one event after another.
  class EventLoop
    # Exit statuses of AWS's runtime, which a parent sees modulo 256.
    INIT_FAILED = -4
    HANDLER_UNUSABLE = -1

    def initialize(address)
      Logs.take_descriptor
      @api = RuntimeApi.new(address)
    end

    def run(handler_text)
      handler = load_handler(handler_text)
      loop { serve(handler, @api.next) }
    end

    private

    def load_handler(text)
      root = ENV.fetch('LAMBDA_TASK_ROOT')
      $LOAD_PATH.unshift(root) unless $LOAD_PATH.include?(root)
      handler = Handler.new(text)
      require handler.file
      handler
    rescue Exception => e # rubocop:disable Lint/RescueException -- whatever ends loading is reported
      failure = Failure.new(e, 'Init')
      log('Init error when loading handler ' + text, failure)
      @api.fail_init(JSON.generate(failure.payload), failure.header_type)
      exit!(INIT_FAILED % 256)
    end

    def serve(handler, request)
      request_id = $_global_aws_request_id = request['Lambda-Runtime-Aws-Request-Id']
      ENV['_X_AMZN_TRACE_ID'] = request['Lambda-Runtime-Trace-Id']
      body, type = answer(handler, request)
      @api.respond(request_id, type == 'application/unknown' ? body.read : body, type || 'application/json')
    rescue StandardError => e
      # A handler that calls what is not there will do so again: AWS starts it anew.
      is_final = e.is_a?(NameError)
      report(request_id, e, is_final ? 'Critical exception from handler' : 'Error raised from handler method')
      exit!(HANDLER_UNUSABLE % 256) if is_final
    rescue Exception => e # rubocop:disable Lint/RescueException -- exit, interrupts, exhausted stacks
      report(request_id, e, 'Critical exception from handler')
      exit!(HANDLER_UNUSABLE % 256)
    end

    def answer(handler, request)
      event = AwsLambda::Marshaller.marshall_request(request)
      AwsLambda::Marshaller.marshall_response(handler.call(event, LambdaContext.new(request)))
    end

    def report(request_id, error, message)
      failure = Failure.new(error, 'Function')
      log(message, failure)
      @api.fail(request_id, JSON.generate(failure.payload), failure.header_type, failure.xray_cause)
    end

    def log(message, failure)
      puts(message)
      puts(JSON.pretty_generate(failure.payload))
    end
  end
end
