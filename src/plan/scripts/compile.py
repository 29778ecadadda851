"""Adds the start-up hook to a virtual environment, and compiles it to byte code. Usage: compile.py ENVIRONMENT."""

import sys

from hook import add_hook
from tree import compile_folder


def main(environment):
    add_hook("%s/lib/python%d.%d/site-packages" % (environment, *sys.version_info[:2]))
    compile_folder(environment)


if __name__ == "__main__":
    main(sys.argv[1])
