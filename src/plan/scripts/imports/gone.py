"""Finds what an import takes from a module that certainly has no such name: two packages that do not go together.

Parsing takes milliseconds for a file, so its text comes first: most names stand there, and those that do are passed over.
"""

import importlib
import re
import sys
from collections import namedtuple

import sources

# A name that an import takes in vain, and the Module that lacks it.
Gone = namedtuple("Gone", "module name")
# Names that were removed from modules of the standard library, by the first version without them. The texts of these
# modules may still speak of them.
REMOVED = {
    "asyncio": {(3, 11): "coroutine"},
    "collections": {
        (3, 10): "Awaitable Coroutine AsyncIterable AsyncIterator AsyncGenerator Hashable Iterable Iterator Generator "
        "Reversible Sized Container Callable Collection Set MutableSet Mapping MutableMapping MappingView KeysView "
        "ItemsView ValuesView Sequence MutableSequence ByteString"
    },
    "fractions": {(3, 9): "gcd"},
    "inspect": {(3, 11): "formatargspec getargspec"},
    "typing": {(3, 13): "io re"},
    "unittest": {(3, 13): "findTestCases makeSuite getTestCaseNames"},
}
# Statements that hand a package modules or names from a distance.
DISTANT = re.compile(
    rb"modules\[[^\]\n]*\]\s*=(?!=)|sys\.modules\.(?:update|setdefault)|meta_path|__path__\s*(?:=(?!=)|\+=|\.[aei])"
    rb"|f_(?:globals|locals)(?!\.get\(|\[[^\]\n]*\](?!\s*=[^=]))"
)
# Characters beside a name that make it a part of something else: an attribute, another name, a word of a documentation.
BEFORE = re.compile(rb"[\w.`]")
AFTER = re.compile(rb"[\w`]")


def removed_in(module, name):
    """The first version of Python whose standard library has no such name in a module, or None."""
    versions = REMOVED.get(module, {})
    return next((version for version, names in versions.items() if name in names.split()), None)


class Names:
    """Tells what modules lack. `names_of` gives the names that a module binds, or None where they cannot be told."""

    def __init__(self, modules, names_of, is_standard):
        self.modules = modules
        self.names_of = names_of
        self.is_standard = is_standard
        self.contents = {}

    def gone(self, found, parts, statement):
        """A Gone for each name that an import takes in vain. `found` are the modules of `parts` that are there."""
        if found and len(found) < len(parts):
            if found[-1].folders and not self.is_library(found[-1]) and self.lacks(found[-1], parts[len(found)]):
                yield Gone(found[-1], parts[len(found)])
        elif found:
            for name in statement.names or ():
                if name != "*" and self.lacks(found[-1], name):
                    yield Gone(found[-1], name)

    def is_library(self, module):
        return module.name in sys.builtin_module_names or bool(module.file and self.is_standard(module.file))

    def lacks(self, module, name):
        if module.of_project or self.modules.submodule(module, name):
            return False
        if self.is_library(module):
            return (removed_in(module.name, name) or not self.mentions(module, name)) and not has(module.name, name)
        if module.file is None or self.mentions(module, name):
            return False
        names = self.names_of(module)
        return names is not None and name not in names

    def mentions(self, module, name):
        if module.file not in self.contents:
            self.contents[module.file] = content_of(module.file)
        return stands_in(self.contents[module.file], name.encode())


def content_of(file):
    try:
        return sources.content_of(file) if file else b""
    except OSError:
        return b""


def stands_in(content, name):
    """Whether a name stands in a text as what a statement may bind, or in quotes."""
    start = content.find(name)
    while start >= 0:
        end = start + len(name)
        if not BEFORE.match(content[start - 1 : start]) and not AFTER.match(content[end : end + 1]):
            return True
        start = content.find(name, end)
    return False


def has(module, name):
    """Whether a module of the standard library has a name: it is imported, as the program would."""
    try:
        return hasattr(importlib.import_module(module), name)
    except Exception:  # noqa: BLE001 - what breaks cannot be judged by
        return True


def is_given(name, contents):
    """Whether one of the texts, those of all files that may run, may give a module a name from outside."""
    quoted = re.compile(rb"[\"']%s[\"']" % name.encode())
    stored = re.compile(rb"\.%s\s*=(?!=)" % name.encode())
    gives = re.compile(rb"setattr|__dict__|sys\.modules|meta_path")
    return any(stored.search(content) or (quoted.search(content) and gives.search(content)) for content in contents)
