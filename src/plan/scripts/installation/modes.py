"""Copies files with the modes that git knows: 0755 for folders and for what its owner may run, 0644 for the rest.

Usage: modes.py FROM TO. Others of the same file depend on the machine: on its umask, or on an archive that it came in.
Owners, times and links stay. Python 3.4 and newer.
"""

import os
import shutil
import stat
import sys


def main(source, target):
    shutil.copytree(source, target, symlinks=True)
    set_mode(target)
    for tree, folders, files in os.walk(target):
        for name in folders + files:
            set_mode(os.path.join(tree, name))


def set_mode(path):
    mode = os.lstat(path).st_mode
    if not stat.S_ISLNK(mode):
        is_open = stat.S_ISDIR(mode) or mode & stat.S_IXUSR
        os.chmod(path, 0o755 if is_open else 0o644)


if __name__ == "__main__":
    main(*sys.argv[1:])
