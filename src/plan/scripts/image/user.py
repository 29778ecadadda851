"""Collects in a folder what python:slim lacks to run as a user of its own.

Usage: user.py FOLDER. The folder then holds the user database with `nonroot` added, its home, the
start-up hook, and the standard library's byte code.
"""

import os
import shutil
import sys

from byte_code import compile_folder
from hook import add_hook
from times import set_times
from tree import LIBRARY, NONROOT, PACKAGES, make_home

ENTRIES = {
    "/etc/passwd": "nonroot:x:%d:%d:nonroot:/home/nonroot:/sbin/nologin\n" % (NONROOT, NONROOT),
    "/etc/group": "nonroot:x:%d:\n" % NONROOT,
}


def main(tree):
    for path, entry in ENTRIES.items():
        add_entry(path, tree + path, entry)
    make_home(tree)
    add_hook(tree + PACKAGES)
    set_times(tree)
    compile_folder(tree + PACKAGES, shown_as=PACKAGES)
    compile_folder(LIBRARY)
    copy_byte_code(tree)
    set_times(tree)


def add_entry(source, target, entry):
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(source) as file:
        lines = [line for line in file if not line.startswith("nonroot:")]
    with open(target, "w") as file:
        file.write("".join(lines) + entry)


def copy_byte_code(tree):
    for folder, _, _ in os.walk(LIBRARY):
        if os.path.basename(folder) == "__pycache__" and "/site-packages/" not in folder:
            shutil.copytree(folder, tree + folder)


if __name__ == "__main__":
    main(sys.argv[1])
