# frozen_string_literal: true

module HearthRuntime
  # The function that a handler string names: `file.method`, or `file.Module::Class.method`.
  class Handler
    attr_reader :file

    def initialize(text)
      parts = text.split('.')
      @file, @class_name, @method_name = parts.size == 2 ? [parts[0], nil, parts[1]] : parts
      return if [2, 3].include?(parts.size)

      raise ArgumentError, "Invalid handler #{parts}, must be of form FILENAME.METHOD or FILENAME.CLASS.METHOD where " \
                           'FILENAME corresponds with an existing Ruby source file FILENAME.rb, CLASS is an optional ' \
                           'module/class namespace and METHOD is a callable method. If using CLASS, METHOD must be a ' \
                           'class-level method.'
    end

    # A method outside of any class belongs to every object, so it is called on this one.
    def call(event, context)
      target = @class_name.nil? ? self : Kernel.const_get(@class_name)
      target.__send__(@method_name, event: event, context: context)
    end
  end
end
