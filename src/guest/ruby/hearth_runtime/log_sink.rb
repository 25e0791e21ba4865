# frozen_string_literal: true

require 'logger'

# AWS's runtime keeps it here, and its log lines show it.
$_global_aws_request_id = nil

module HearthRuntime
  # Log records to the telemetry descriptor, one frame each, so that a message of many lines stays one event. Frame: type
  # (4 bytes), length (4), time in microseconds (8), message; all big-endian.
  class LogSink < Logger::LogDevice
    TEXT_FRAME = 0xa55a0003

    def initialize(file)
      @file = file
      @file.sync = true
    end

    def write(message)
      text = message.to_s.encode(Encoding::UTF_8, invalid: :replace, undef: :replace).scrub
      micros = Process.clock_gettime(Process::CLOCK_REALTIME, :microsecond)
      @file.write([TEXT_FRAME, text.bytesize, micros].pack('L>L>Q>') << text.b)
    end

    # There is one descriptor for all loggers, so none of them may close it.
    def reopen(*); end

    def close; end
  end

  # One line of a logger, with the request it belongs to.
  class LogFormatter < Logger::Formatter
    def call(severity, time, progname, message)
      format("%s, [%s #%d] %5s %s -- %s: %s\n", severity[0], format_datetime(time), Process.pid, severity,
             $_global_aws_request_id, progname, msg2str(message))
    end
  end

  # Sends what loggers and `puts` say to the sink; without a descriptor everything stays on standard output.
  module Logs
    class << self
      attr_reader :sink

      # The descriptor is the platform's: the function does not see its name, nor do programs that it starts get it.
      def take_descriptor
        number = ENV.delete('_LAMBDA_TELEMETRY_LOG_FD')
        return if number.nil?

        @sink = LogSink.new(IO.for_fd(Integer(number), 'wb').tap { |file| file.close_on_exec = true })
        Logger.prepend(LoggerPatch)
        Kernel.module_eval do
          def puts(*words)
            HearthRuntime::Logs.sink.write(words.flatten.join("\n"))
          end
        end
      end
    end
  end

  # A logger for standard output or standard error becomes one for the sink.
  module LoggerPatch
    def initialize(device, *words, **options)
      return super unless device.nil? || device == $stdout || device == $stderr

      super(Logs.sink, *words, **options)
      @default_formatter = LogFormatter.new
    end
  end
end
