"""Where modules are found, in the order of AWS: the function, its layers, the runtime, the standard library."""

import os
import sys

# AWS's own runtime has imported these before the function starts, so a file of the same name in the function's folder
# never takes their place. Here they are imported when needed, from the standard library all the same.
_LOADED_ON_AWS = frozenset(
    "__future__ _collections_abc _weakrefset abc base64 bisect codecs collections contextlib copyreg decimal dis enum "
    "functools genericpath heapq importlib inspect io json keyword linecache locale logging numbers opcode operator os "
    "posixpath random re reprlib site stat string struct textwrap threading token tokenize traceback types typing "
    "warnings weakref".split()
)


class StandardLibraryFirst:
    """Finds those modules in the standard library, and configures `logging` when it is first imported."""

    def __init__(self, folders, on_logging):
        self._folders = folders
        self._on_logging = on_logging
        self._path_finder = sys.meta_path[-1]

    def find_spec(self, name, path=None, target=None):
        if path is not None or name not in _LOADED_ON_AWS:
            return None
        spec = self._path_finder.find_spec(name, self._folders, target)
        if name == "logging" and spec is not None:
            self._configure_after(spec.loader)
        return spec

    def _configure_after(self, loader):
        execute = loader.exec_module

        def exec_module(module):
            execute(module)
            self._on_logging()

        loader.exec_module = exec_module


def _existing_path_files(folder):
    try:
        return any(name.endswith(".pth") for name in os.listdir(folder))
    except OSError:
        return False


def arrange_module_search(on_logging):
    """Sets `sys.path`; `PYTHONPATH` of the function replaces the layers' folders, as on AWS."""
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    layers = os.environ.pop("_HEARTH_LAYERS_FOLDER", "/opt")
    task_root = os.environ["LAMBDA_TASK_ROOT"]
    own_folder = sys.path[0]
    standard = [folder for folder in sys.path[1:] if folder.startswith((sys.prefix, sys.base_exec_prefix))]
    sys.meta_path.insert(0, StandardLibraryFirst(standard, on_logging))
    folders = [task_root]
    if "PYTHONPATH" not in os.environ:
        folders += [f"{layers}/python/lib/{version}/site-packages", f"{layers}/python"]
        os.environ["PYTHONPATH"] = os.environ.get("LAMBDA_RUNTIME_DIR", own_folder)
    sys.path[:0] = folders
    for folder in folders:
        if _existing_path_files(folder):
            import site

            site.addsitedir(folder)


def add_site_builtins():
    """`exit` and `quit`, which the interpreter lacks when it is started without `site`."""
    import builtins

    import _sitebuiltins

    builtins.exit = _sitebuiltins.Quitter("exit", "Ctrl-D (i.e. EOF)")
    builtins.quit = _sitebuiltins.Quitter("quit", "Ctrl-D (i.e. EOF)")
    builtins.help = _sitebuiltins._Helper()
