"""Adds the start-up hook to a virtual environment, and compiles it to byte code. Usage: compile.py ENVIRONMENT CACHE.

CACHE is a folder that stays from build to build: what was compiled once is taken from there.
"""

import sys

import kept
from byte_code import compile_units, python_files, units_of
from hook import add_hook
from records import information_folders, recorded_files
from times import set_times


def main(environment, cache):
    add_hook("%s/lib/python%d.%d/site-packages" % (environment, *sys.version_info[:2]))
    # Before Python 3.7, byte code holds the time of its source.
    set_times(environment)
    units = {kept.key_of(unit): unit for files in by_distribution(environment) for unit in units_of(files)}
    missing = {key: unit for key, unit in units.items() if not kept.restore(cache, key)}
    compile_units([[(path, path) for path in unit] for unit in missing.values()])
    for key, unit in missing.items():
        kept.keep(cache, key, unit)
    kept.forget(cache)


def by_distribution(environment):
    """The Python files of each distribution, and those of none. One does not depend on what else is installed."""
    rest = list(python_files(environment))
    for information in information_folders(environment):
        recorded = set(recorded_files(information))
        yield [path for path in rest if path in recorded]
        rest = [path for path in rest if path not in recorded]
    yield rest


if __name__ == "__main__":
    main(*sys.argv[1:])
