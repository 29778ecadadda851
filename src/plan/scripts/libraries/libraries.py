"""Collects the shared libraries that installed packages load and the image below does not have, with their data.

Usage: libraries.py ENVIRONMENT FOUNDATION FOLDER. ENVIRONMENT is the virtual environment, FOUNDATION
the root of what the final image holds already.
"""

import filecmp
import os
import shutil
import sys

from closure import elf_files, library_folder, loaded_libraries
from dpkg import Database
from selection import Selection
from status import owners, record
from times import set_times
from transfer import Transfer
from unwanted import is_unwanted_package, is_unwanted_path


def main(environment, foundation, tree):
    folder = library_folder()
    os.makedirs(tree + folder)
    carried = []
    for name, path in sorted(needed(environment).items()):
        other = counterpart(foundation, path, os.path.join(folder, name))
        # A library that apt replaced since is carried too: the packages were built against it.
        if other is None or not filecmp.cmp(path, foundation + other, shallow=False):
            target = tree + (other or os.path.join(folder, name))
            os.makedirs(os.path.dirname(target), exist_ok=True)
            shutil.copy2(os.path.realpath(path), target)
            carried.append(path)
            print("carried over: %s" % path)
    if carried:
        database = Database()
        packages = {name for path in carried for name in owners(database, path)}
        record(tree, database, packages | add_data(database, packages, Transfer(tree, foundation)))
    set_times(tree)


def needed(environment):
    """Name and path of what the environment's ELF files load from outside of it."""
    found = {}
    for path in elf_files(environment):
        for name, resolved in loaded_libraries(path):
            if resolved and not os.path.realpath(resolved).startswith(environment + "/"):
                found[os.path.basename(name)] = resolved
    return found


def counterpart(foundation, path, own):
    """Path below `foundation` of the same library: where it lies here, with or without /usr, or where mopy puts it."""
    other = path[4:] if path.startswith("/usr/") else "/usr" + path
    for candidate in (path, other, own):
        if os.path.isfile(foundation + candidate):
            return candidate
    return None


def add_data(database, names, transfer):
    """Adds what libraries read: the packages without any ELF file that theirs depend on. Answers which these are."""
    selection = Selection(database)
    found = [other for name in names for other in database.dependencies(database.packages[name])]
    data = {other.name: other for other in found if not is_unwanted_package(other) and not selection.elf_files(other)}
    added = set()
    for name, package in sorted(data.items()):
        for path in sorted(database.files(package)):
            if os.path.lexists(path) and not is_unwanted_path(path) and transfer.add(path):
                added.add(name)
    return added


if __name__ == "__main__":
    main(*sys.argv[1:])
