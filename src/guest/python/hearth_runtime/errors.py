"""Errors in the forms in which they leave the runtime: payload for the caller, lines for the log, cause for X-Ray."""

import os
import sys

from . import json_codec

_OWN_FOLDER = os.path.dirname(__file__)
_NO_BREAK_SPACE = "\u00a0"
_XRAY_CAUSE_LENGTH_MAX = 32768


class Fault(Exception):
    """An error that the runtime itself finds; `kind` is the error type, e.g. `Runtime.ImportModuleError`."""

    def __init__(self, kind, message, trace=None):
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.trace = trace


def payload(message, kind, trace, request_id):
    return {"errorMessage": message or "", "errorType": kind or "", "requestId": request_id, "stackTrace": trace or []}


def describe(error, request_id):
    """The payload of an exception and its cause for X-Ray, as JSON text, empty when it is too long for a header."""
    if isinstance(error, Fault):
        result = payload(error.message, error.kind, error.trace, request_id)
        return result, _xray_cause("LambdaValidationError", error.message, [])
    import traceback

    kind = type(error).__name__
    frames = [
        (frame.filename, frame.lineno, frame.name, frame.line) for frame in traceback.extract_tb(error.__traceback__)
    ]
    first_foreign = next((n for n, frame in enumerate(frames) if not frame[0].startswith(_OWN_FOLDER)), 0)
    del frames[:first_foreign]
    result = payload(str(error), kind, traceback.format_list(frames), request_id)
    return result, _xray_cause(kind, str(error), frames)


def _xray_cause(kind, message, frames):
    stack = [{"label": name, "path": path, "line": line} for path, line, name, _text in frames]
    cause = {
        "working_directory": os.getcwd(),
        "exceptions": [{"message": message, "type": kind, "stack": stack}],
        "paths": list({entry["path"] for entry in stack}),
    }
    text = json_codec.encode_for_header(cause)
    return text if len(text) <= _XRAY_CAUSE_LENGTH_MAX else ""


def _with_no_break_spaces(line):
    """A log viewer would swallow ordinary spaces at the start of a line."""
    text = line.lstrip(" ")
    return _NO_BREAK_SPACE * (len(line) - len(text)) + text


def _text_lines(result):
    title = "[ERROR]"
    if result["errorType"]:
        title += " " + result["errorType"]
    if result["errorMessage"]:
        title += (":" if result["errorType"] else "") + " " + result["errorMessage"]
    lines = [title, "Traceback (most recent call last):"]
    for entry in result["stackTrace"]:
        lines += [_with_no_break_spaces(line) for line in entry.splitlines()] or [""]
    return lines


def log_error(result, log_sink):
    """Writes one record in the log format of the function."""
    if os.environ.get("AWS_LAMBDA_LOG_FORMAT", "").upper() != "JSON":
        log_sink.log_error(_text_lines(result), False)
        return
    import time

    line = {"timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "level": "ERROR", **result}
    log_sink.log_error([json_codec.encode(line).decode("utf-8")], True)


UNHANDLED_EXCEPTION_WARNING = (
    "LAMBDA_WARNING: Unhandled exception. The most likely cause is an issue in the function code. However, in rare "
    "cases, a Lambda runtime update can cause unexpected function behavior. For functions using managed runtimes, "
    "runtime updates can be triggered by a function change, or can be applied automatically. To determine if the "
    "runtime has been updated, check the runtime version in the INIT_START log entry. If this error correlates with a "
    "change in the runtime version, you may be able to mitigate this error by temporarily rolling back to the previous "
    "runtime version. For more information, see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-update.html\r"
)


def fail_init(api, error, log_sink):
    """Reports that the function cannot start, and ends the process."""
    import logging

    result, _cause = describe(error, "")
    logging.warning(UNHANDLED_EXCEPTION_WARNING)
    log_error(result, log_sink)
    api.fail_init(json_codec.encode(result), result["errorType"])
    sys.exit(1)
