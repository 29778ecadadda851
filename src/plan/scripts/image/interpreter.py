"""Collects CPython, its standard library and every shared library that they load in a folder.

Usage: interpreter.py FOLDER. The folder then holds what a base image without a C library needs to
run Python, at the paths at which it lies here.
"""

import glob
import os
import re
import shutil
import subprocess
import sys

from byte_code import compile_folder
from closure import elf_files, library_folder, loaded_libraries, loader
from hook import add_hook
from status import record_owners
from times import set_times
from tree import LIBRARY, PACKAGES, make_home

# Test suites, desktop programs, what installs pip, headers, and `nis`, whose Kerberos alone weighs 2 MB.
LEFT_OUT = (
    "__pycache__",
    "site-packages",
    "ensurepip",
    "idlelib",
    "tkinter",
    "turtledemo",
    "turtle.py",
    "pydoc_data",
    "test",
    "tests",
    "idle_test",
    "config-*",
    "_tkinter.*",
    "_test*.so",
    "_ctypes_test*.so",
    "_xxtestfuzz*.so",
    "xxlimited*.so",
    "nis.*.so",
    "*.a",
)
# Libraries that glibc opens by name at run time, so that no ELF file shows them: pthread_cancel's unwinder always,
# name services before glibc 2.34 built them in.
OPENED_BY_NAME = ("libgcc_s.so.1",)
NAME_SERVICES = ("libnss_files.so.2", "libnss_dns.so.2", "libresolv.so.2")
# Debian's description of the common terminals: `curses` looks for them in folders that the C library has compiled in.
TERMINALS = "/var/lib/dpkg/info/ncurses-base.list"
TERMINAL = re.compile(r"(/usr)?(/lib|/share)/terminfo/[^/]+/[^/]+$")


def main(tree):
    copy_python(tree)
    libraries = copy_libraries(tree)
    copy_loader(tree)
    strip(tree)
    copy_locale(tree)
    copy_terminals(tree)
    copy_release(tree)
    record_owners(tree, [*libraries, *debian_files(tree)])
    make_home(tree)
    add_hook(tree + PACKAGES)
    # Before Python 3.7, byte code holds the time of its source.
    set_times(tree)
    compile_folder(tree + LIBRARY, shown_as=LIBRARY)
    set_times(tree)


def copy_python(tree):
    for path in (
        "/usr/local/bin/python",
        "/usr/local/bin/python3",
        "/usr/local/bin/python%d.%d" % sys.version_info[:2],
    ):
        copy(path, tree + path)
    shutil.copytree(LIBRARY, tree + LIBRARY, symlinks=True, ignore=shutil.ignore_patterns(*LEFT_OUT))


def copy_libraries(tree):
    folder = library_folder()
    found = {}
    for path in elf_files(tree):
        for name, resolved in loaded_libraries(path):
            if resolved is None:
                raise SystemExit("%s needs %s, which this image does not have" % (path[len(tree) :], name))
            found[os.path.basename(name)] = resolved
    here = os.path.dirname(found["libc.so.6"])
    for name in OPENED_BY_NAME + (NAME_SERVICES if glibc() < (2, 34) else ()):
        for candidate in (os.path.join(here, name), os.path.join(folder, name)):
            if os.path.exists(candidate):
                found.setdefault(name, candidate)
    for name, resolved in sorted(found.items()):
        copy(os.path.realpath(resolved), tree + os.path.join(folder, name))
        if not resolved.startswith(("/lib", "/usr/lib")):
            # libpython is also found at its own path, by programs that embed it.
            link(tree + resolved, os.path.join(folder, name))
    return found.values()


def copy_loader(tree):
    path = loader()
    first = path.split("/")[1]
    copy(os.path.realpath(path), tree + "/usr" + path)
    if first != "lib":
        # The base has /lib as a link into /usr on every architecture, /lib64 not.
        link(tree + "/" + first, "usr/" + first)


def strip(tree):
    """The build image can strip, the slim one can't. Wheels are never stripped: some break."""
    program = shutil.which("strip")
    if program:
        names = glob.glob(tree + "/usr/local/bin/python*") + glob.glob(tree + library_folder() + "/libpython*")
        subprocess.check_call([program, "--strip-all"] + [name for name in names if not os.path.islink(name)])


def copy_locale(tree):
    """The files of C.UTF-8, the locale of LANG: its folder has another name in newer releases of glibc."""
    for path in ("/usr/lib/locale/C.UTF-8", "/usr/lib/locale/C.utf8"):
        if os.path.isdir(path):
            shutil.copytree(path, tree + path, symlinks=True)


def copy_terminals(tree):
    """The terminals that `curses` knows in `python:X-slim`, whatever else the build image has."""
    if not os.path.exists(TERMINALS):
        return
    with open(TERMINALS, encoding="utf-8") as file:
        paths = [line.strip() for line in file if TERMINAL.match(line.strip())]
    for path in paths:
        # The base has /lib as a link into /usr.
        target = "/usr" + path if path.startswith("/lib/") else path
        if os.path.lexists(path):
            copy(path, tree + target)


def copy_release(tree):
    """Scanners choose security advisories by the release that the libraries come from."""
    for path in ("/etc/os-release", "/usr/lib/os-release", "/etc/debian_version"):
        if os.path.lexists(path):
            copy(path, tree + path)


def debian_files(tree):
    """Paths of what lies where Debian's packages put it."""
    for folder, folders, names in os.walk(tree):
        folders[:] = [name for name in folders if os.path.join(folder, name) != tree + "/usr/local"]
        for name in names:
            yield os.path.join(folder, name)[len(tree) :]


def glibc():
    return tuple(int(part) for part in os.confstr("CS_GNU_LIBC_VERSION").split()[1].split(".")[:2])


def copy(source, target):
    os.makedirs(os.path.dirname(target), exist_ok=True)
    shutil.copy2(source, target, follow_symlinks=False)


def link(path, target):
    if not os.path.lexists(path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        os.symlink(target, path)


if __name__ == "__main__":
    main(sys.argv[1])
