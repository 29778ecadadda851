"""Compiles installed packages to byte code that does not depend on file times.

Usage: compile.py FOLDER. Files that this Python cannot compile, templates for example, are skipped.
"""

import compileall
import sys


def main(folder):
    options = {}
    if sys.version_info >= (3, 7):
        import py_compile

        options["invalidation_mode"] = py_compile.PycInvalidationMode.UNCHECKED_HASH
    compileall.compile_dir(folder, quiet=2, workers=0, force=True, **options)


if __name__ == "__main__":
    main(sys.argv[1])
