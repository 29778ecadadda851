"""Compiles Python files to byte code that is the same whenever and wherever it is made."""

import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from importlib.util import cache_from_source

# Folders of test suites: what is in them is compiled when it is imported, if ever.
TESTS = {"test", "tests"}
# Files in one process: more would leave processors idle, fewer would start many interpreters.
UNIT_SIZE = 200
# Before this version, byte code depends on the seed of hashes and on what its process has compiled before.
INDEPENDENT = (3, 11)
PROGRAM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "compile_unit.py")


def python_files(folder):
    """Paths of the Python files to compile below a folder, in a stable order."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in TESTS)
        for name in sorted(names):
            path = os.path.join(parent, name)
            if name.endswith(".py") and not os.path.islink(path):
                yield path


def units_of(files):
    """Parts of a list that do not depend on the machine."""
    return [files[start : start + UNIT_SIZE] for start in range(0, len(files), UNIT_SIZE)]


def compile_folder(folder, shown_as=None):
    """Writes byte code for the Python files below a folder. `shown_as` is where the folder will lie."""
    shown = folder if shown_as is None else shown_as
    pairs = [(path, shown + path[len(folder) :]) for path in python_files(folder)]
    compile_units(units_of(pairs))


def compile_units(units):
    """Compiles lists of pairs of a file and the path to show, each in a process of its own where that matters.

    Byte code of a module that its process has imported (`functools`) depends on whether that import took byte code: a
    string that is known already is shared. So no process finds byte code of another one; all of it is put into its places
    at the end.
    """
    if sys.version_info >= INDEPENDENT:
        units = units_of([pair for unit in units for pair in unit])
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        files = [pair for unit in units for pair in unit]
        fresh = {path: os.path.join(folder, "%d.pyc" % index) for index, (path, _) in enumerate(files)}
        largest_first = sorted(units, key=len, reverse=True)
        list(pool.map(lambda unit: compile_unit(unit, fresh), largest_first))
        for path, target in fresh.items():
            if os.path.exists(target):
                place(target, cache_from_source(path))


def compile_unit(unit, targets):
    texts = [text for path, shown in unit for text in (path, shown, targets[path])]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    subprocess.run(
        [sys.executable, "-B", "-S", "-W", "ignore", PROGRAM],
        input=b"".join(os.fsencode(text) + b"\0" for text in texts),
        env=dict(environment, PYTHONHASHSEED="0"),
        check=True,
    )


def place(source, target):
    os.makedirs(os.path.dirname(target), exist_ok=True)
    shutil.move(source, target)
