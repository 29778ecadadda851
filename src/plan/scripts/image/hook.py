"""Puts the start-up hook for SIGTERM into a folder of packages."""

import os
import shutil
import sys

MODULE = "mopy_sigterm"


def add_hook(packages):
    """The interpreter loads the module by its `.pth` file, from Python 3.15 on by its `.start` file (PEP 829)."""
    os.makedirs(packages, exist_ok=True)
    here = os.path.dirname(os.path.abspath(__file__))
    shutil.copyfile(os.path.join(here, MODULE + ".py"), os.path.join(packages, MODULE + ".py"))
    write(packages, ".pth", "import {0}; {0}.install()\n")
    if sys.version_info >= (3, 15):
        write(packages, ".start", "{0}:install\n")


def write(packages, suffix, text):
    with open(os.path.join(packages, MODULE + suffix), "w") as file:
        file.write(text.format(MODULE))
