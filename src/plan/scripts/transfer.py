"""Copies files of a Debian system into a folder that becomes a layer of an image."""

import filecmp
import os
import shutil
import stat

from dpkg import merged

# What is in the layer has one time, so that the same content is the same layer: the first day of 1980 is the oldest
# that zip files can hold, and a day later it is that year everywhere.
TIME = 315619200


class Transfer:
    """Copies below `tree` what the image below `layers`, the uppermost last, does not have yet."""

    def __init__(self, tree, layers=()):
        self._tree = tree
        self._layers = layers
        self._copies = {}

    def existing(self, path):
        """Where the image has the path already, or None."""
        found = [layer + path for layer in self._layers if os.path.lexists(layer + path)]
        return found[-1] if found else None

    def add(self, source):
        """Copies a file, a link or an empty folder to its place in the image, and answers whether it was needed."""
        target = merged(source)
        mode = os.lstat(source).st_mode
        if os.path.lexists(self._tree + target):
            return True
        if stat.S_ISDIR(mode):
            if self.existing(target) is None:
                self._add_folder(source, target)
            return False
        if self._is_there(source, target, mode):
            return False
        self._add_folder(os.path.dirname(source), os.path.dirname(target))
        if stat.S_ISLNK(mode):
            os.symlink(link_target(source), self._tree + target)
        elif stat.S_ISREG(mode):
            self._copy(source, self._tree + target)
        return True

    def add_link(self, path, target):
        """Makes a link that may not be in the image yet."""
        if not os.path.lexists(self._tree + path):
            self._add_folder(os.path.dirname(path), os.path.dirname(path))
            os.symlink(target, self._tree + path)

    def has(self, path):
        """True when the image, with this layer, has a path: links are followed within it."""
        seen = set()
        path = merged(os.path.normpath(path))
        while path not in seen:
            seen.add(path)
            place = self._tree + path if os.path.lexists(self._tree + path) else self.existing(path)
            if place is None:
                return False
            if not os.path.islink(place):
                return True
            path = merged(os.path.normpath(os.path.join(os.path.dirname(path), os.readlink(place))))
        return False

    def _is_there(self, source, target, mode):
        place = self.existing(target)
        if place is None:
            return False
        if stat.S_ISLNK(mode):
            # The image may have the library itself where Debian has a link to it.
            return not os.path.islink(place) or os.readlink(place) == link_target(source)
        return not os.path.islink(place) and filecmp.cmp(source, place, shallow=False)

    def _add_folder(self, source, target):
        place = self._tree + target
        if os.path.isdir(place) or target == "/":
            return
        self._add_folder(os.path.dirname(source), os.path.dirname(target))
        os.mkdir(place)
        os.chmod(place, os.stat(source).st_mode & 0o1777)

    def _copy(self, source, place):
        """Neither owners nor set-user-ID bits come along: the image has no users of Debian's packages."""
        state = os.stat(source)
        first = self._copies.setdefault((state.st_dev, state.st_ino), place)
        if first != place:
            os.link(first, place)
            return
        shutil.copyfile(source, place)
        os.chmod(place, state.st_mode & 0o1777)


def set_times(tree):
    """Gives everything the same time, folders last."""
    for folder, folders, names in os.walk(tree, topdown=False):
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
        for path in [*(os.path.join(folder, name) for name in names + links), folder]:
            os.utime(path, (TIME, TIME), follow_symlinks=False)


def link_target(path):
    """Where a link leads, such that it leads there from its place in the image too."""
    target = os.readlink(path)
    if target.startswith("/") or merged(path) == path:
        return target
    return os.path.normpath(os.path.join(os.path.dirname(path), target))
