# frozen_string_literal: true

# Entry point of the Ruby runtimes.
require_relative 'hearth_runtime/event_loop'

HearthRuntime::EventLoop.new(ENV.fetch('AWS_LAMBDA_RUNTIME_API')).run(ENV.fetch('_HANDLER'))
