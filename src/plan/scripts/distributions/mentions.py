"""Finds Python files by words in their text."""

import os

# Folders of a distribution that no program imports.
ASIDE = {"test", "tests", "testing", "docs", "examples"}


def python_files(folder):
    """Paths of the Python files below a folder that a program may import, in a stable order."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in ASIDE and not name.endswith("-info"))
        for name in sorted(names):
            if name.endswith(".py"):
                yield os.path.join(parent, name)


def mentions(path, words):
    """True when the file's text matches `words`, a pattern for bytes. False for what cannot be read."""
    try:
        with open(path, "rb") as file:
            return words.search(file.read()) is not None
    except OSError:
        return False
