"""Copies files of a Debian system into a folder that becomes a layer of an image."""

import filecmp
import os
import shutil
import stat

from dpkg import merged

# Where libraries lie, and the size from which on it matters that one is not there twice.
LIBRARIES = "/usr/lib"
LARGE = 4096


class Transfer:
    """Copies below `tree` what an image does not have yet: `base` is the root of its base, `layers` those above, the uppermost last."""

    def __init__(self, tree, base, layers=()):
        self._tree = tree
        self._base = base
        self._layers = layers
        self._copies = {}
        self._twins = {}
        for layer in layers:
            for folder, _, names in os.walk(layer + LIBRARIES):
                for path in (os.path.join(folder, name) for name in names):
                    if not os.path.islink(path):
                        self._twins.setdefault(os.path.getsize(path), []).append((layer, path[len(layer) :]))

    def add(self, source, newer=False):
        """Copies a file, a link or an empty folder to its place in the image, and answers whether it was needed.

        `newer` says that a file takes the place of the one that the layers have.
        """
        target = merged(source)
        mode = os.lstat(source).st_mode
        if os.path.lexists(self._tree + target):
            return not stat.S_ISDIR(mode)
        if self._is_there(source, target, mode, newer):
            return False
        if stat.S_ISDIR(mode):
            self._add_folder(source, target)
            return False
        self._add_folder(os.path.dirname(source), os.path.dirname(target))
        if stat.S_ISLNK(mode):
            os.symlink(link_target(source), self._tree + target)
        elif stat.S_ISREG(mode):
            self._add_file(source, target)
        return True

    def has(self, path):
        """True when the image, with this layer, has a path: links are followed within it."""
        seen = set()
        path = merged(os.path.normpath(path))
        while path not in seen:
            seen.add(path)
            place = self._place(path)
            if place is None:
                return False
            if not os.path.islink(place):
                return True
            path = merged(os.path.normpath(os.path.join(os.path.dirname(path), os.readlink(place))))
        return False

    def _place(self, path):
        roots = (self._tree, *reversed(self._layers), self._base)
        return next((root + path for root in roots if os.path.lexists(root + path)), None)

    def _is_there(self, source, target, mode, newer):
        place = self._place(target)
        if place is None or stat.S_ISDIR(mode) or place == self._base + target:
            return place is not None
        return not newer or (os.path.isfile(source) and os.path.isfile(place) and filecmp.cmp(source, place, False))

    def _add_folder(self, source, target):
        place = self._tree + target
        if os.path.isdir(place) or target == "/":
            return
        self._add_folder(os.path.dirname(source), os.path.dirname(target))
        os.mkdir(place)
        os.chmod(place, os.stat(source).st_mode & 0o1777)

    def _add_file(self, source, target):
        """Neither owners nor set-user-ID bits come along: the image has no users of Debian's packages."""
        place = self._tree + target
        state = os.stat(source)
        twin = self._twin(source, state.st_size)
        first = self._copies.setdefault((state.st_dev, state.st_ino), place)
        if twin:
            os.symlink(twin, place)
        elif first != place:
            os.link(first, place)
        else:
            shutil.copyfile(source, place)
            os.chmod(place, state.st_mode & 0o1777)

    def _twin(self, source, size):
        """Path of the same library in the layers, which have it by the name that it is loaded by."""
        for layer, path in self._twins.get(size, []) if size >= LARGE else []:
            if filecmp.cmp(source, layer + path, shallow=False):
                return path
        return None


def link_target(path):
    """Where a link leads, such that it leads there from its place in the image too."""
    target = os.readlink(path)
    if target.startswith("/") or merged(path) == path:
        return target
    return os.path.normpath(os.path.join(os.path.dirname(path), target))
