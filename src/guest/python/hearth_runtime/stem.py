"""A runtime that was started ahead, before anybody knew for which function, and waits to be given one."""

import os
import sys

from . import json_codec
from .handler import load_handler

_ADDRESS = "AWS_LAMBDA_RUNTIME_API"


def become_function(api):
    """Waits for the function, whose code is mounted over the folder in which the process was started."""
    _rehearse()
    _replace_environment(json_codec.decode(api.assignment()))
    api.code()
    os.chdir(os.environ["LAMBDA_TASK_ROOT"])


def _rehearse():
    """Does for nobody what the first event would otherwise wait for: the first import of a file costs more than half a
    millisecond."""
    import _sitebuiltins  # noqa: F401

    sys.path.insert(0, os.path.join(os.path.dirname(__file__), "rehearsal"))
    load_handler("rehearsed.handler")
    del sys.path_importer_cache[sys.path.pop(0)], sys.modules["rehearsed"]


def _replace_environment(variables):
    """The order is that of a process that is started with them: the variables, the address, and what the interpreter
    itself has added, such as a locale that exists."""
    before = dict(os.environ)
    wanted = {**variables, _ADDRESS: before[_ADDRESS]}
    added = {name: value for name, value in before.items() if name not in wanted and name != "_HEARTH_STEM"}
    os.environ.clear()
    os.environ.update({**wanted, **added})
