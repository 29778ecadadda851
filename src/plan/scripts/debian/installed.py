"""Collects in a folder what the installation of Debian packages has changed, for an image on python:slim.

Usage: installed.py PRISTINE TREE. PRISTINE is the root of the system as it was.
"""

import os
import re
import shutil
import sys

from dpkg import Database
from font_caches import FONT_CACHES, make_font_caches
from gather import changed, is_kept
from identities import is_identity
from output import say
from times import TIME, set_times
from user import ENTRIES, add_entry

# Kernel interfaces, what a container runtime mounts, what the build has made, caches and logs.
IGNORED = (
    *("/proc", "/sys", "/dev", "/tmp", "/run", "/mopy", "/root", "/usr/local"),
    *("/etc/resolv.conf", "/etc/hosts", "/etc/hostname", "/etc/apt", "/etc/ssl/certs/ca-certificates.crt"),
    # The list of libraries, which is made when all of them are there.
    "/etc/ld.so.cache",
    *("/var/cache/apt", "/var/cache/debconf", "/var/cache/ldconfig", "/var/lib/apt", "/var/log", FONT_CACHES),
)
# States before, which programs keep, and locks.
LEFT_OUT = re.compile(r".*-old$|/etc/(passwd|group|shadow|gshadow|subuid|subgid)-$|.*/(\.pwd\.)?lock(-frontend)?$")
PASSWORDS = "/etc/shadow"
DAY = 24 * 3600


def main(pristine, tree):
    os.mkdir(tree)
    paths = [path for path in changed("/", pristine, (*IGNORED, tree)) if is_kept(path) and not LEFT_OUT.match(path)]
    identities = identities_of(paths)
    if identities:
        say(
            "note: the packages have made keys and identities, which the image does not get, since all of its "
            "containers would have the same: %s" % ", ".join(identities)
        )
        paths = [path for path in paths if path not in identities]
    copies = {}
    for path in paths:
        add(path, tree, copies)
    for path, entry in ENTRIES.items():
        if path in paths:
            # The image's user is in the layer below; this file takes the place of the one there.
            add_entry(path, tree + path, entry)
    if PASSWORDS in paths:
        set_days(PASSWORDS, pristine + PASSWORDS, tree + PASSWORDS)
    set_times(tree)
    make_font_caches(tree)


def identities_of(paths):
    database = Database()
    files = [path for path in paths if not os.path.isdir(path)]
    return [path for path in files if not database.owners(path) and is_identity(path)]


def set_days(source, before, target):
    """A user's line has the day on which it was made, in the third field."""
    with open(before) as file:
        old = set(file)
    with open(source) as file:
        lines = [line if line in old else set_day(line) for line in file]
    with open(target, "w") as file:
        file.writelines(lines)


def set_day(line):
    fields = line.split(":")
    return ":".join([*fields[:2], str(TIME // DAY), *fields[3:]])


def add(path, tree, copies):
    """Copies a file, link or folder with its owner, mode and capabilities, and the folders above it."""
    if os.path.lexists(tree + path) or path == "/":
        return
    add(os.path.dirname(path), tree, copies)
    state = os.lstat(path)
    first = copies.setdefault((state.st_dev, state.st_ino), tree + path)
    if os.path.isdir(path) and not os.path.islink(path):
        os.mkdir(tree + path)
    elif first != tree + path:
        os.link(first, tree + path, follow_symlinks=False)
        return
    else:
        shutil.copyfile(path, tree + path, follow_symlinks=False)
    os.chown(tree + path, state.st_uid, state.st_gid, follow_symlinks=False)
    # After the owner, whose change takes set-user-ID bits away.
    shutil.copystat(path, tree + path, follow_symlinks=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
