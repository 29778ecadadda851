"""Gives an image the list of its shared libraries, in which `ctypes.util.find_library` looks for a name.

Usage: ldconfig.py TREE SOURCE WHEN FOLDER..., in the layout of the image, as root. What the image lacks is added to it,
and to the folder TREE. SOURCE/sbin has Debian's `ldconfig`, which is linked statically, and SOURCE/etc its settings. WHEN
is `always`, or `mentioned`: then there has to be a Python file below one of the FOLDERs that asks for a library by name.
"""

import filecmp
import glob
import os
import re
import shutil
import subprocess
import sys

from mentions import mentions, python_files
from times import set_times

FIND = re.compile(rb"\bfind_library\b")
# Wheels of NVIDIA: the container toolkit adds the driver's libraries to the list when a container starts.
NVIDIA = "lib/python3*/site-packages/nvidia_*.dist-info"
PROGRAM = "/usr/sbin/ldconfig"
# Where a base has it that is not merged into /usr; Python looks here.
BASE_PROGRAM = "/sbin/ldconfig"
CACHE = "/etc/ld.so.cache"
SETTINGS = "/etc/ld.so.conf"
SETTINGS_FOLDER = "/etc/ld.so.conf.d"


def main(tree, source, when, *folders):
    os.makedirs(tree, exist_ok=True)
    if when == "always" or any(needs_list(folder) for folder in folders):
        add_program(tree, source)
        if program():
            add_cache(tree)
    set_times(tree)


def needs_list(folder):
    return bool(glob.glob(os.path.join(folder, NVIDIA))) or any(mentions(path, FIND) for path in python_files(folder))


def program():
    return next((path for path in (PROGRAM, BASE_PROGRAM) if os.path.exists(path)), None)


def add_program(tree, source):
    """A base with a C library has all of this; the other one has /sbin as a link, which Python's `ctypes` goes by."""
    if program() or not os.path.exists(os.path.join(source, "sbin/ldconfig")):
        return
    add(os.path.join(source, "sbin/ldconfig"), PROGRAM, tree)
    for path in sorted(glob.glob(os.path.join(source, "etc/ld.so.conf.d/*.conf"))):
        if not os.path.exists(os.path.join(SETTINGS_FOLDER, os.path.basename(path))):
            add(path, os.path.join(SETTINGS_FOLDER, os.path.basename(path)), tree)
    if not os.path.exists(SETTINGS):
        with open(SETTINGS, "w") as file:
            file.write("include %s/*.conf\n" % SETTINGS_FOLDER)
        add(SETTINGS, SETTINGS, tree)


def add(source, path, tree):
    for target in (path, tree + path):
        if target != source:
            os.makedirs(os.path.dirname(target), exist_ok=True)
            shutil.copy2(source, target)


def add_cache(tree):
    """Links of libraries are left as they are: the image has them under the names that they are loaded by."""
    fresh = CACHE + ".mopy"
    subprocess.check_call([program(), "-X", "-f", SETTINGS, "-C", fresh])
    if not (os.path.exists(CACHE) and filecmp.cmp(fresh, CACHE, shallow=False)):
        add(fresh, CACHE, tree)
    os.remove(fresh)


if __name__ == "__main__":
    main(*sys.argv[1:])
