"""From the start of the process to its end: set the stage, load the handler, take one event after another."""

import os
import sys

from . import current_invocation, json_codec
from .context import LambdaContext
from .errors import Fault, describe, fail_init, log_error
from .handler import load_handler
from .log_sink import Unbuffered, take_log_sink
from .module_search import add_site_builtins, arrange_module_search
from .runtime_api import RuntimeApi
from .stem import become_function


def run():
    api = RuntimeApi(os.environ["AWS_LAMBDA_RUNTIME_API"])
    if "_HEARTH_STEM" in os.environ:
        become_function(api)
    sys.stdout = Unbuffered(sys.stdout)
    sys.stderr = Unbuffered(sys.stderr)
    log_sink = take_log_sink()

    def on_logging():
        from .logging_setup import configure_logging

        configure_logging(log_sink)

    try:
        add_site_builtins()
        arrange_module_search(on_logging)
        handler = load_handler(os.environ["_HANDLER"])
    except Exception as error:
        fail_init(api, error, log_sink)
    while True:
        _serve(api, handler, api.next(), log_sink)


def _serve(api, handler, invocation, log_sink):
    headers = invocation.headers
    request_id = headers.get("lambda-runtime-aws-request-id", "")
    current_invocation.request_id = request_id
    current_invocation.tenant_id = headers.get("lambda-runtime-aws-tenant-id")
    _expose_trace_id(headers.get("lambda-runtime-trace-id"))
    try:
        context = LambdaContext(
            headers,
            _parsed(headers.get("lambda-runtime-client-context"), "Client Context"),
            _parsed(headers.get("lambda-runtime-cognito-identity"), "Cognito Identity"),
            log_sink,
        )
        result = handler(_event(invocation), context)
        content, content_type = _marshalled(result)
    except Exception as error:
        result, cause = describe(error, request_id)
        log_error(result, log_sink)
        api.fail(request_id, json_codec.encode(result), result["errorType"], cause)
    else:
        api.respond(request_id, content, content_type)


def _expose_trace_id(trace_id):
    """The X-Ray header is in the environment during the invocation it belongs to, and only then."""
    if trace_id:
        os.environ["_X_AMZN_TRACE_ID"] = trace_id
    else:
        os.environ.pop("_X_AMZN_TRACE_ID", None)


def _parsed(text, name):
    if not text:
        return None
    try:
        return json_codec.decode(text.encode("utf-8"))
    except Exception as error:
        raise Fault("Runtime.LambdaContextUnmarshalError", f"Unable to parse {name} JSON: {error}") from None


def _event(invocation):
    if invocation.headers.get("content-type") != "application/json":
        return invocation.body
    try:
        return json_codec.decode(invocation.body)
    except Exception as error:
        raise Fault("Runtime.UnmarshalError", f"Unable to unmarshal input: {error}") from None


def _marshalled(result):
    if isinstance(result, bytes):
        return result, "application/unknown"
    try:
        return json_codec.encode(result), "application/json"
    except Exception as error:
        raise Fault("Runtime.MarshalError", f"Unable to marshal response: {error}") from None
