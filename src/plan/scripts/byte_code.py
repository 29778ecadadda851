"""Compiles Python files to byte code that is the same whenever and wherever it is made.

Run as a program, it compiles the files of one unit, pairs of a path and the path to show in tracebacks, from standard input.
"""

import json
import os
import py_compile
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

# Folders of test suites: what is in them is compiled when it is imported, if ever.
TESTS = {"test", "tests"}
# Files in one process: more would leave processors idle, fewer would start many interpreters.
UNIT_SIZE = 200
# Before this version, byte code depends on the seed of hashes and on what its process has compiled before.
INDEPENDENT = (3, 11)
MODES = getattr(py_compile, "PycInvalidationMode", None)
# The image's user could not write any byte code: none is compared with its source.
OPTIONS = {"invalidation_mode": MODES.UNCHECKED_HASH} if MODES else {}


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
    """Compiles lists of pairs of a file and the path to show, each in a process of its own where that matters."""
    if sys.version_info >= INDEPENDENT:
        units = units_of([pair for unit in units for pair in unit])
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(compile_unit, sorted(units, key=len, reverse=True)))


def compile_unit(unit):
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    subprocess.run(
        [sys.executable, "-S", "-W", "ignore", os.path.abspath(__file__)],
        input=json.dumps(unit).encode(),
        env=dict(environment, PYTHONHASHSEED="0"),
        check=True,
    )


def main():
    """What this Python cannot compile, templates for example, is skipped."""
    for path, shown in json.loads(sys.stdin.read()):
        try:
            py_compile.compile(path, dfile=shown, doraise=True, **OPTIONS)
        except (py_compile.PyCompileError, SyntaxError, ValueError, RecursionError, OSError):
            continue


if __name__ == "__main__":
    main()
