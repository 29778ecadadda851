"""Chooses which Debian packages come into an image."""

import os

from closure import is_elf, loaded_libraries
from unwanted import is_unwanted_package, is_unwanted_path


class Selection:
    """Packages that come along, and what was noticed on the way.

    `named` and `chosen` are names of packages, the former part of the latter; `unresolved` maps the path of a file to
    names of libraries that it lacks.
    """

    def __init__(self, database):
        self._database = database
        self._waiting = []
        self._elf_files = {}
        self.named = []
        self.chosen = []
        self.unresolved = {}

    def add_named(self, packages):
        """Named packages come whole. One without any program or library passes that on to what it depends on."""
        waiting = list(packages)
        while waiting:
            package = waiting.pop()
            if package.name not in self.named and not is_unwanted_package(package):
                self.named.append(package.name)
                self._choose(package)
                if not self.elf_files(package):
                    waiting.extend(self._database.dependencies(package))
        self._follow()

    def add_users(self, paths):
        """ELF files that are in the image anyway: of the packages that named ones depend on, they bring what they load."""
        within = self.closure()
        for path in paths:
            for _, resolved in loaded_libraries(path):
                for name in self._owners(resolved) if resolved else []:
                    if name in within:
                        self._choose(self._database.packages[name])
        self._follow()

    def closure(self):
        """Names of all packages that are named, or depended on over any number of steps."""
        found, waiting = set(), [self._database.packages[name] for name in self.named]
        while waiting:
            package = waiting.pop()
            if package.name not in found and not is_unwanted_package(package):
                found.add(package.name)
                waiting.extend(self._database.dependencies(package))
        return found

    def elf_files(self, package):
        """Paths of a package's programs and libraries."""
        if package.name not in self._elf_files:
            self._elf_files[package.name] = [
                path
                for path in self._database.files(package)
                if not is_unwanted_path(path) and os.path.isfile(path) and not os.path.islink(path) and is_elf(path)
            ]
        return self._elf_files[package.name]

    def _choose(self, package):
        if package.name not in self.chosen and not is_unwanted_package(package):
            self.chosen.append(package.name)
            self._waiting.append(package)

    def _follow(self):
        """A package that a chosen one depends on comes along if it holds data alone, or a library that is loaded."""
        while self._waiting:
            package = self._waiting.pop()
            for other in self._database.dependencies(package):
                if not self.elf_files(other):
                    self._choose(other)
            for path in self.elf_files(package):
                self._follow_libraries(path)

    def _follow_libraries(self, path):
        for library, resolved in loaded_libraries(path):
            if resolved is None:
                self.unresolved.setdefault(path, []).append(library)
            for name in self._owners(resolved) if resolved else []:
                self._choose(self._database.packages[name])

    def _owners(self, path):
        return self._database.owners(path) or self._database.owners(os.path.realpath(path))
