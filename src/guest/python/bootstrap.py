"""Entry point of the Python runtimes. It is compiled at every start, unlike what it imports, so it stays this short."""

from hearth_runtime.event_loop import run

run()
