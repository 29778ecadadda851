"""Finds modules as the interpreter does, without importing anything: what a package brings is only looked at.

Runs on every Python from 3.6 on.
"""

import importlib.machinery
import os
import sys
import zipfile

SUFFIXES = (
    importlib.machinery.EXTENSION_SUFFIXES + importlib.machinery.SOURCE_SUFFIXES + importlib.machinery.BYTECODE_SUFFIXES
)
STANDARD_FINDERS = ("BuiltinImporter", "FrozenImporter", "PathFinder", "WindowsRegistryFinder")


class Module:
    """`file` is its source, if there is one; `folders` hold its submodules, and are None for what is no package.

    A package whose initial file is no source counts as a module alone: nobody sees what it does.
    """

    def __init__(self, name, file, folders, of_project):
        self.name = name
        self.file = file
        self.folders = folders
        self.of_project = of_project

    @property
    def is_namespace(self):
        return self.file is None and self.folders is not None


class Modules:
    """The modules that can be imported: from the folders of the project, in this order, then from the rest of the search path.

    `finders` are asked for what lies in no folder.
    """

    def __init__(self, project, installed, finders=None):
        self.project = project
        self.installed = installed
        self.finders = sys.meta_path if finders is None else finders
        self.listings = {}

    def top(self, name):
        """The module of a name without dots, or None."""
        if name == "__main__" or name in sys.builtin_module_names:
            return Module(name, None, None, False)
        found = self.search(name, self.project + self.installed)
        if found is None and (in_archives(name, self.installed) or self.found_by_hook(name)):
            return Module(name, None, None, False)
        return found

    def found_by_hook(self, name):
        """Editable installations and setuptools find modules by means of their own; frozen modules have no files."""
        for finder in self.finders:
            kind = finder if isinstance(finder, type) else type(finder)
            if kind.__name__ == "PathFinder" or not hasattr(finder, "find_spec"):
                continue
            try:
                if finder.find_spec(name, None) is not None:
                    return True
            except Exception:  # noqa: BLE001 - a hook that breaks cannot be judged by
                return kind.__name__ not in STANDARD_FINDERS
        return False

    def submodule(self, parent, name):
        return self.search(name, parent.folders or [], parent.name + ".")

    def on_the_way(self, parts):
        """The module of each part of a dotted name, up to the first that no folder has."""
        found = [self.top(parts[0])] if parts else []
        for name in parts[1:]:
            if found[-1] is None:
                break
            found.append(self.submodule(found[-1], name))
        return [module for module in found if module]

    def search(self, name, folders, prefix=""):
        portions = []
        for folder in folders:
            listing = self.listing(folder)
            of_project = self.is_project(folder)
            if name in listing:
                inner = os.path.join(folder, name)
                initial = self.file_of("__init__", inner)
                if initial:
                    file = source(initial)
                    return Module(prefix + name, file, [inner] if file else None, of_project)
            file = self.file_of(name, folder)
            if file:
                return Module(prefix + name, source(file), None, of_project)
            if name in listing and os.path.isdir(os.path.join(folder, name)):
                portions.append(os.path.join(folder, name))
        if not portions:
            return None
        # A namespace package is the project's as far as nothing installed may add to it.
        return Module(prefix + name, None, portions, all(self.is_project(folder) for folder in portions))

    def file_of(self, name, folder):
        listing = self.listing(folder)
        for suffix in SUFFIXES:
            if name + suffix in listing:
                return os.path.join(folder, name + suffix)
        return None

    def is_project(self, folder):
        """Whether the innermost entry of the search path that a folder lies in is the project's."""
        entries = [entry for entry in self.project + self.installed if is_below(folder, entry)]
        return max(entries, key=len, default=None) in self.project

    def listing(self, folder):
        if folder not in self.listings:
            try:
                self.listings[folder] = set(os.listdir(folder))
            except OSError:
                self.listings[folder] = set()
        return self.listings[folder]

    def names(self, folders):
        """Names of all modules in the folders, which are None for what is no package."""
        found = set()
        for folder in folders or ():
            for name in self.listing(folder):
                stem = name.partition(".")[0]
                is_module = "." not in name or any(name == stem + suffix for suffix in SUFFIXES)
                if is_module and stem.isidentifier() and stem != "__pycache__":
                    found.add(stem)
        return found

    def top_names(self):
        return self.names(self.project + self.installed) | set(sys.builtin_module_names)


def source(file):
    return file if file.endswith(".py") else None


def in_archives(name, paths):
    """The search path may have zip files, which old packages come as."""
    for path in paths:
        if os.path.isfile(path) and zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                if any(entry.partition("/")[0].partition(".")[0] == name for entry in archive.namelist()):
                    return True
    return False


def is_below(path, folder):
    return os.path.join(path, "").startswith(os.path.join(folder, ""))
