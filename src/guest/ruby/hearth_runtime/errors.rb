# frozen_string_literal: true

module HearthRuntime
  # An error in the forms in which it leaves the runtime: payload for the caller, type for the header, cause for X-Ray.
  class Failure
    OWN_FOLDER = __dir__
    FRAMES_MAX = 100
    XRAY_FRAMES_MAX = 15
    XRAY_CAUSE_BYTES_MAX = 1024 * 1024
    # Others are the function's own, whose names say nothing to the platform.
    KNOWN_TYPES = %w[
      ArgumentError NoMethodError Exception StandardError NameError LoadError SystemExit SystemStackError
    ].freeze

    # +origin+: `Function`, `Init` or `Runtime`.
    def initialize(error, origin)
      @error = error
      @type = "#{origin}<#{error.class}>"
      locations = (error.backtrace_locations || []).first(FRAMES_MAX)
      @frames = locations.take_while { |frame| !own?(frame) }
    end

    def header_type
      KNOWN_TYPES.include?(@error.class.to_s) ? @type : 'Function<UserException>'
    end

    def payload
      { errorMessage: readable(@error.message), errorType: @type, stackTrace: @frames.map { |frame| readable(frame.to_s) } }
    end

    # JSON text; nil when it is too long for a header.
    def xray_cause
      stack = @frames.first(XRAY_FRAMES_MAX).map { |frame| { path: frame.path, line: frame.lineno, label: frame.label } }
      exceptions = [{ message: readable(@error.message), type: @type, stack: stack }]
      text = JSON.generate({ working_directory: Dir.pwd, paths: Gem.paths.path, exceptions: exceptions })
      text if text.bytesize < XRAY_CAUSE_BYTES_MAX
    end

    private

    def own?(frame)
      (frame.absolute_path || frame.path || '').start_with?(OWN_FOLDER)
    end

    # What is no text could not be sent as JSON.
    def readable(text)
      text.encode(Encoding::UTF_8, invalid: :replace, undef: :replace).scrub
    end
  end
end
