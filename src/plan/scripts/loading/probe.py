"""Imports a module, and tells which libraries it opened by name in vain where that fails.

Usage: probe.py DESCRIPTOR MODULE NAME... The file of the descriptor gets a JSON object: `failed` has the names of libraries
that were not found, `chain` what was raised, the last first, as `kinds` (the names of the class and those above it),
`text` and `number` (of the operating system's error). Libraries with the NAMEs seem to be there: what the module needs
after them shows up.
"""

import importlib
import json
import os
import sys
import traceback

# The module must not find the programs of the build in place of its own.
sys.path[:] = [path for path in sys.path if path != os.path.dirname(os.path.abspath(__file__))]


def main(descriptor, module, *present):
    failed = []
    watch(failed, present)
    try:
        importlib.import_module(module)
    except BaseException as exception:  # noqa: BLE001 - whatever a module raises, its import has failed
        traceback.print_exc()
        with os.fdopen(int(descriptor), "w") as file:
            json.dump({"failed": failed, "chain": [describe(link) for link in chain(exception)]}, file)
        end(1)
    # Threads and exit handlers of a module are cut off: they are no part of importing it.
    end(0)


def end(code):
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def watch(failed, present):
    """Has whoever opens a library by name leave the name in `failed` where there is none."""
    try:
        ctypes = importlib.import_module("ctypes")
        importlib.import_module("ctypes.util")
    except ImportError:
        return
    opened, found = ctypes._dlopen, ctypes.util.find_library

    def dlopen(name, *rest):
        try:
            return opened(name, *rest)
        except OSError:
            failed.append(name if isinstance(name, str) else os.fsdecode(name))
            if failed[-1] in present:
                return opened(None, *rest)
            raise

    def find_library(name):
        path = found(name)
        if path is None:
            failed.append(name)
        return name if path is None and name in present else path

    ctypes._dlopen, ctypes.util.find_library = dlopen, find_library
    if present:
        pretend_to_cffi(present)


def pretend_to_cffi(present):
    """cffi opens libraries itself, and is loaded here only where a first import has shown that something is missing."""
    try:
        api = importlib.import_module("cffi.api")
    except ImportError:
        return
    load = api._load_backend_lib

    def load_library(backend, name, flags):
        return load(backend, None if name in present else name, flags)

    api._load_backend_lib = load_library


def chain(exception):
    seen = []
    while exception is not None and exception not in seen:
        seen.append(exception)
        exception = exception.__cause__ or exception.__context__
    return seen


def describe(exception):
    kinds = [kind.__name__ for kind in type(exception).__mro__]
    number = getattr(exception, "errno", None)
    return {"kinds": kinds, "text": str(exception), "number": number if isinstance(number, int) else None}


if __name__ == "__main__":
    main(*sys.argv[1:])
