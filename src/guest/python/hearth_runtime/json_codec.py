"""JSON as the official client reads and writes it, straight from the C part of the standard library: importing `json`
itself, which brings regular expressions, would double the time to the first event."""

import sys

import _json

# Of the runtimes up to python3.11. The variable that names the runtime is not there yet in one that was started ahead.
_ASCII_ONLY = sys.version_info < (3, 12)
_BLANKS = " \t\n\r"


def _refuse_constant(name):
    raise ValueError(name)


class _ScannerSettings:
    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = staticmethod(_refuse_constant)
    memo = {}


_scan = _json.make_scanner(_ScannerSettings)


def decode(content):
    """The value of JSON bytes. Raises `json.JSONDecodeError`."""
    text = content.decode("utf-8")
    start = len(text) - len(text.lstrip(_BLANKS))
    try:
        value, end = _scan(text, start)
        if not text[end:].strip(_BLANKS):
            return value
    except (StopIteration, ValueError):
        pass
    # Something is wrong; the full decoder says what.
    import json

    return json.loads(text)


class _DecimalFound(Exception):
    pass


class _Raw(str):
    """Text that goes into the output as it is."""


def _is_decimal(value):
    decimal = sys.modules.get("decimal")
    return decimal is not None and isinstance(value, decimal.Decimal)


def _default(value):
    if isinstance(value, bytes):
        return value.decode("utf-8")
    if _is_decimal(value):
        raise _DecimalFound
    raise TypeError(f"Object of type {value.__class__.__name__} is not JSON serializable")


def _default_with_decimals(value):
    if _is_decimal(value):
        return _Raw("NaN" if value.is_nan() else str(value))
    return _default(value)


_encode_text = _json.encode_basestring_ascii if _ASCII_ONLY else _json.encode_basestring


def _encode_text_or_raw(text):
    return str(text) if type(text) is _Raw else _encode_text(text)


def _has_named_tuples():
    """Whether the function defines any: only then is its result worth searching for them."""
    standard = getattr(sys, "stdlib_module_names", ())
    return any(
        hasattr(kind, "_asdict") and kind.__module__.partition(".")[0] not in standard for kind in tuple.__subclasses__()
    )


_SCALARS = (str, int, float, bool, type(None))


def _is_plain(value, depth_max):
    """Sees at a glance that most results, which are small, hold no tuple at all: every class that derives from `tuple`
    takes longer to be asked. False of what is not small."""
    kind = type(value)
    if kind in _SCALARS:
        return True
    if kind is dict:
        value = value.values()
    elif kind is not list:
        return False
    if depth_max == 0 or len(value) > 8:
        return False
    for item in value:
        if not _is_plain(item, depth_max - 1):
            return False
    return True


def _with_dicts_for_named_tuples(value, path=()):
    if isinstance(value, (dict, list, tuple)):
        if id(value) in path:
            raise ValueError("Circular reference detected")
        path = (*path, id(value))
        if isinstance(value, tuple) and hasattr(value, "_asdict"):
            value = value._asdict()
        if isinstance(value, dict):
            return {key: _with_dicts_for_named_tuples(item, path) for key, item in value.items()}
        return [_with_dicts_for_named_tuples(item, path) for item in value]
    return value


def _encode(value, default, encode_text):
    encoder = _json.make_encoder({}, default, encode_text, None, ": ", ", ", False, False, True)
    return "".join(encoder(value, 0))


def encode(value):
    """JSON bytes. Raises what the encoder raises: `TypeError`, `ValueError`, `RecursionError`."""
    if not _is_plain(value, 2) and _has_named_tuples():
        value = _with_dicts_for_named_tuples(value)
    try:
        text = _encode(value, _default, _encode_text)
    except _DecimalFound:
        text = _encode(value, _default_with_decimals, _encode_text_or_raw)
    return text.encode("utf-8")


def encode_for_header(value):
    """JSON text of ASCII characters only."""
    return _encode(value, str, _json.encode_basestring_ascii)
