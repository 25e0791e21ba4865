"""A runtime that was started ahead, before anybody knew for which function, and waits to be given one."""

import os

from . import json_codec


def become_function(api):
    """Waits for the function. Its code is mounted by then, over the folder in which the process was started."""
    _replace_environment(json_codec.decode(api.assignment()))
    os.chdir(os.environ["LAMBDA_TASK_ROOT"])


def _replace_environment(variables):
    """What is right already is not touched, so that the order is as if the process had been started with it."""
    address = os.environ["AWS_LAMBDA_RUNTIME_API"]
    for name in list(os.environ):
        if os.environ[name] != variables.get(name):
            del os.environ[name]
    for name, value in variables.items():
        if name not in os.environ:
            os.environ[name] = value
    os.environ["AWS_LAMBDA_RUNTIME_API"] = address
