"""Gathers what the commands of `prepare` have written.

Usage: gather.py BEFORE TREE [VOLUME...], as root, after the commands. BEFORE is the file system as it was; TREE then
holds what is new or changed below the home folder, for the image's user and group 0. What was written elsewhere or to a
volume, and what was deleted, cannot become part of the image, and is said.
"""

import filecmp
import os
import shutil
import stat
import sys

from output import say
from tree import HOME, NONROOT

# Kernel interfaces, what a container runtime mounts, and what programs leave without a thought.
IGNORED = ("/proc", "/sys", "/dev", "/tmp", "/mopy", "/etc/resolv.conf", "/etc/hosts", "/etc/hostname", "/run/secrets")


def main(before, tree, *volumes):
    os.mkdir(tree)
    for path in filter(is_kept, changed(HOME, before, volumes)):
        add(path, tree)
    for volume in volumes:
        path = next(changed(volume, before), None)
        if path:
            say("warning: %s was written, which does not become part of the image: %s is a volume" % (path, volume))
    elsewhere = next(changed("/", before, (*IGNORED, *volumes, HOME, tree)), None)
    if elsewhere:
        say("warning: %s was written, which does not become part of the image: only %s does" % (elsewhere, HOME))
    for path in removed(HOME, before):
        say("note: %s was deleted, which an image cannot express: the file stays" % path)


def is_kept(path):
    """Devices, sockets and pipes are of no use in an image."""
    mode = os.lstat(path).st_mode
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode) or stat.S_ISLNK(mode)


def changed(top, before, ignored=()):
    """Paths below a folder that are new, or not what they were, parents before what is in them."""
    for folder, folders, files in os.walk(top):
        folders[:] = sorted(name for name in folders if os.path.join(folder, name) not in ignored)
        for name in sorted(folders + files):
            path = os.path.join(folder, name)
            if path not in ignored and differs(path, before + path):
                yield path


def differs(path, old):
    now = os.lstat(path)
    try:
        then = os.lstat(old)
    except OSError:
        return True
    if stat.S_IFMT(now.st_mode) != stat.S_IFMT(then.st_mode):
        return True
    if stat.S_ISLNK(now.st_mode):
        return os.readlink(path) != os.readlink(old)
    if stat.S_ISREG(now.st_mode):
        same = (now.st_size, now.st_mtime_ns, now.st_mode) == (then.st_size, then.st_mtime_ns, then.st_mode)
        return not same and (now.st_mode != then.st_mode or not filecmp.cmp(path, old, shallow=False))
    return False


def removed(top, before):
    for folder, folders, files in os.walk(before + top):
        path = folder[len(before) :]
        gone = [name for name in folders + files if not os.path.lexists(os.path.join(path, name))]
        for name in sorted(gone):
            yield os.path.join(path, name)
        folders[:] = sorted(name for name in folders if name not in gone)


def add(path, tree):
    """Copies a file, link or empty folder, with the folders above it as they are."""
    add_parents(path, tree)
    target = tree + path
    if os.path.isdir(path) and not os.path.islink(path):
        if not os.path.isdir(target):
            os.mkdir(target)
            shutil.copystat(path, target)
    else:
        shutil.copy2(path, target, follow_symlinks=False)
    hand_over(target)


def add_parents(path, tree):
    parent = os.path.dirname(path)
    if parent == "/" or os.path.isdir(tree + parent):
        return
    add_parents(parent, tree)
    os.mkdir(tree + parent)
    shutil.copystat(parent, tree + parent)
    hand_over(tree + parent)


def hand_over(path):
    """Owner and group of every file of the project; the group may do what the owner may."""
    os.chown(path, NONROOT, 0, follow_symlinks=False)
    if not os.path.islink(path):
        mode = os.stat(path).st_mode
        os.chmod(path, (mode & 0o1707) | ((mode & 0o700) >> 3))


if __name__ == "__main__":
    main(*sys.argv[1:])
