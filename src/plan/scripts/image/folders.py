"""Makes empty folders, as they are to be in the image, in a folder.

Usage: folders.py FOLDER PATH... Runs on an image of the same Debian release as the final one. All folders have the same
date, so that the layer is the same on every machine.
"""

import os
import shutil
import sys

from tree import HOME, make_writable


def main(tree, paths):
    os.mkdir(tree)
    for path in paths:
        for parent in parents(path):
            if not os.path.isdir(tree + parent):
                make_parent(tree, parent)
        make_writable(tree + path)
    for folder, _, _ in os.walk(tree, topdown=False):
        os.utime(folder, (0, 0))


def parents(path):
    """The folders above, the highest first, without the root."""
    names = path.split("/")
    return ["/".join(names[:count]) for count in range(2, len(names))]


def make_parent(tree, path):
    """The layer decides about these folders too: they have to be as the image has them."""
    if path == os.path.dirname(HOME) or (path + "/").startswith(HOME + "/"):
        make_writable(tree + path)
        return
    os.mkdir(tree + path)
    os.chmod(tree + path, 0o755)
    if os.path.isdir(path):
        status = os.stat(path)
        shutil.copymode(path, tree + path)
        os.chown(tree + path, status.st_uid, status.st_gid)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
