# frozen_string_literal: true

require 'socket'

module HearthRuntime
  # A reply to `next`. Headers are found whatever their case, as functions that override the marshaller expect.
  class RawRequest
    attr_reader :body

    def initialize(headers, body)
      @headers = headers
      @body = body
    end

    def [](name)
      @headers[name.downcase]
    end
  end

  # A client of the Runtime API (2018-06-01) over one keep-alive connection; `net/http` alone takes longer to load than
  # all the rest. Without its Runtime API a runtime has nothing left to do, so a broken connection ends the process.
  class RuntimeApi
    PREFIX = '/2018-06-01/runtime/'

    def initialize(address)
      @address = address
      host, _, port = address.rpartition(':')
      @socket = TCPSocket.new(host, Integer(port))
      @socket.setsockopt(Socket::IPPROTO_TCP, Socket::TCP_NODELAY, 1)
      @invocation_id = nil
    end

    def next
      request = exchange('GET', 'invocation/next', {}, +'')
      @invocation_id = request['lambda-runtime-invocation-id']
      request
    end

    def respond(request_id, body, content_type)
      exchange('POST', "invocation/#{request_id}/response", { 'Content-Type' => content_type, **echo }, body)
    end

    def fail(request_id, body, error_type, xray_cause)
      headers = { 'Content-Type' => 'application/json', 'Lambda-Runtime-Function-Error-Type' => error_type, **echo }
      headers['Lambda-Runtime-Function-XRay-Error-Cause'] = xray_cause unless xray_cause.nil?
      exchange('POST', "invocation/#{request_id}/error", headers, body)
    end

    def fail_init(body, error_type)
      headers = { 'Content-Type' => 'application/json', 'Lambda-Runtime-Function-Error-Type' => error_type }
      exchange('POST', 'init/error', headers, body)
    end

    private

    # Tells one attempt at an event from the next, which has the same request id.
    def echo
      @invocation_id.nil? ? {} : { 'Lambda-Runtime-Invocation-Id' => @invocation_id }
    end

    def exchange(method, path, headers, body)
      head = +"#{method} #{PREFIX}#{path} HTTP/1.1\r\nHost: #{@address}\r\n"
      headers = headers.merge('Content-Length' => body.bytesize.to_s) if method == 'POST'
      headers.each { |name, value| head << "#{name}: #{value.tr("\r\n", ' ')}\r\n" }
      @socket.write((head << "\r\n").b << body.b)
      receive
    rescue SystemCallError, IOError => e
      warn("The Runtime API is gone: #{e.message}")
      exit!(1)
    end

    def receive
      raise EOFError, 'the connection was closed' if @socket.gets("\r\n").nil?

      headers = {}
      while (line = @socket.gets("\r\n")) && line != "\r\n"
        name, _, value = line.partition(':')
        headers[name.downcase] = value.strip
      end
      body = @socket.read(headers.fetch('content-length', '0').to_i)
      RawRequest.new(headers, body.force_encoding(Encoding::UTF_8))
    end
  end
end
