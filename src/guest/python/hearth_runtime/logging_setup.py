"""Configures the `logging` module the way the official client does. It is imported when the function first imports
`logging`, which takes as long as the rest of the start and which many functions never do."""

import json
import logging
import os
import time

from . import current_invocation
from .log_sink import JSON_FRAMES, TEXT_FRAMES

_TEXT_FORMAT = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n"
_TEXT_DATE_FORMAT = "%Y-%m-%dT%H:%M:%S"
_JSON_DATE_FORMAT = "%Y-%m-%dT%H:%M:%SZ"
_RECORD_ATTRIBUTES = frozenset(
    "name msg args levelname levelno pathname filename module exc_info exc_text stack_info lineno funcName created "
    "msecs relativeCreated thread threadName processName process aws_request_id tenant_id _frame_type".split()
)
_encode_json = json.JSONEncoder(ensure_ascii=False, default=str).encode


def _level_in_tens(record):
    return min(50, max(0, record.levelno)) // 10


class JsonFormatter(logging.Formatter):
    def __init__(self):
        super().__init__(datefmt=_JSON_DATE_FORMAT)

    def format(self, record):
        level = _level_in_tens(record)
        record.levelno = level * 10
        record.levelname = logging.getLevelName(record.levelno)
        record._frame_type = JSON_FRAMES[level]
        line = {
            "timestamp": self.formatTime(record, self.datefmt),
            "level": record.levelname,
            "message": record.msg if isinstance(record.msg, dict) and not record.args else record.getMessage(),
            "logger": record.name,
            **_exception_fields(record),
            "requestId": getattr(record, "aws_request_id", None),
            "location": f"{record.pathname}:{record.funcName}:{record.lineno}" if record.exc_info else None,
        }
        if getattr(record, "tenant_id", None) is not None:
            line["tenantId"] = record.tenant_id
        for key, value in record.__dict__.items():
            if key not in _RECORD_ATTRIBUTES and key not in line:
                line[key] = value
        return _encode_json({key: value for key, value in line.items() if value is not None}) + "\n"


def _exception_fields(record):
    if not record.exc_info:
        return {}
    import traceback

    kind, value, trace = record.exc_info
    return {"stackTrace": traceback.format_tb(trace), "errorType": kind.__name__, "errorMessage": str(value)}


class LambdaLoggerHandler(logging.Handler):
    """In plain text without a level the frames carry none, either; the platform then looks at the text."""

    def __init__(self, log_sink, has_levels):
        super().__init__()
        self.log_sink = log_sink
        self._has_levels = has_levels

    def emit(self, record):
        message = self.format(record)
        frame_type = getattr(record, "_frame_type", None)
        if frame_type is None and self._has_levels:
            frame_type = TEXT_FRAMES[_level_in_tens(record)]
        self.log_sink.log(message, frame_type)


class LambdaLoggerFilter(logging.Filter):
    def filter(self, record):
        record.aws_request_id = current_invocation.request_id
        record.tenant_id = current_invocation.tenant_id
        return True


def configure_logging(log_sink):
    """Gives the root logger its handler."""
    is_json = os.environ.get("AWS_LAMBDA_LOG_FORMAT", "").upper() == "JSON"
    level = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "").upper()
    level = "DEBUG" if level == "TRACE" else level
    logging.Formatter.converter = time.gmtime
    handler = LambdaLoggerHandler(log_sink, is_json or level != "")
    handler.setFormatter(JsonFormatter() if is_json else logging.Formatter(_TEXT_FORMAT, _TEXT_DATE_FORMAT))
    handler.addFilter(LambdaLoggerFilter())
    logger = logging.getLogger()
    if level in logging._nameToLevel:
        logger.setLevel(level)
    logger.addHandler(handler)
