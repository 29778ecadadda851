"""Compiles installed packages to byte code. Usage: compile.py FOLDER."""

import sys

from tree import compile_folder

if __name__ == "__main__":
    compile_folder(sys.argv[1])
