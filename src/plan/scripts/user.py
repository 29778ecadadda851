"""Collects in a folder what python:slim lacks to run as a user of its own.

Usage: user.py FOLDER. The folder then holds the user database with `nonroot` added, its home, and
the standard library's byte code.
"""

import compileall
import glob
import os
import shutil
import sys

LIBRARY = "/usr/local/lib/python%d.%d" % sys.version_info[:2]
NONROOT = 65532
ENTRIES = {
    "/etc/passwd": "nonroot:x:%d:%d:nonroot:/home/nonroot:/sbin/nologin\n" % (NONROOT, NONROOT),
    "/etc/group": "nonroot:x:%d:\n" % NONROOT,
}


def main(tree):
    for path, entry in ENTRIES.items():
        add_entry(path, tree + path, entry)
    make_home(tree)
    compile_library(tree)


def add_entry(source, target, entry):
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(source) as file:
        lines = [line for line in file if not line.startswith("nonroot:")]
    with open(target, "w") as file:
        file.write("".join(lines) + entry)


def make_home(tree):
    """Writable for the image's user and, as any other user runs in group 0, for every user.

    /home itself gets the same owner because the project's layer brings it along that way.
    """
    for path in (tree + "/home", tree + "/home/nonroot"):
        os.mkdir(path)
        os.chown(path, NONROOT, 0)
        os.chmod(path, 0o775)


def compile_library(tree):
    """Byte code that does not depend on file times; the image's user could not write it."""
    options = {}
    if sys.version_info >= (3, 7):
        import py_compile

        options["invalidation_mode"] = py_compile.PycInvalidationMode.UNCHECKED_HASH
    compileall.compile_dir(LIBRARY, quiet=2, workers=0, force=True, **options)
    for folder in glob.glob(LIBRARY + "/**/__pycache__", recursive=True):
        if "/site-packages/" not in folder:
            shutil.copytree(folder, tree + folder)


if __name__ == "__main__":
    main(sys.argv[1])
