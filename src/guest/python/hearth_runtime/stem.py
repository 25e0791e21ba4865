"""A runtime that was started ahead, before anybody knew for which function, and waits to be given one."""

import os

from . import json_codec

_ADDRESS = "AWS_LAMBDA_RUNTIME_API"


def become_function(api):
    """Waits for the function. Its code is mounted by then, over the folder in which the process was started."""
    _replace_environment(json_codec.decode(api.assignment()))
    os.chdir(os.environ["LAMBDA_TASK_ROOT"])


def _replace_environment(variables):
    """The order is that of a process that is started with them: the variables, the address, and what the interpreter
    itself has added, such as a locale that exists."""
    before = dict(os.environ)
    wanted = {**variables, _ADDRESS: before[_ADDRESS]}
    added = {name: value for name, value in before.items() if name not in wanted and name != "_HEARTH_STEM"}
    os.environ.clear()
    os.environ.update({**wanted, **added})
