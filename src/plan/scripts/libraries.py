"""Collects the shared libraries that installed packages load and the image below does not have.

Usage: libraries.py ENVIRONMENT FOUNDATION FOLDER. ENVIRONMENT is the virtual environment, FOUNDATION
the root of what the final image holds already.
"""

import filecmp
import os
import shutil
import sys

from closure import elf_files, library_folder, loaded_libraries


def main(environment, foundation, tree):
    folder = library_folder()
    os.makedirs(tree + folder)
    for name, path in sorted(needed(environment).items()):
        carried = counterpart(foundation, path, os.path.join(folder, name))
        # A library that apt replaced since is carried too: the packages were built against it.
        if carried is None or not filecmp.cmp(path, foundation + carried, shallow=False):
            target = tree + (carried or os.path.join(folder, name))
            os.makedirs(os.path.dirname(target), exist_ok=True)
            shutil.copy2(os.path.realpath(path), target)
            print("carried over: %s" % path)


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


if __name__ == "__main__":
    main(*sys.argv[1:])
