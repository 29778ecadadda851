"""Runs pip without what stands beside it, which to pip would be installed. Usage: install.py PACKAGES WORD..."""

import importlib
import runpy
import sys


def main(packages):
    sys.path[0] = packages
    importlib.import_module("pip")
    # The modules of pip are found by way of pip itself from here on.
    sys.path[:] = [path for path in sys.path if path != packages]
    runpy.run_module("pip", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(sys.argv.pop(1))
