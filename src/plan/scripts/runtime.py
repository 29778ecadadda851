"""Collects in a folder what a distroless image needs of the Debian packages that are installed here.

Usage: runtime.py TREE PRISTINE LAYERS ENVIRONMENT PACKAGE... PRISTINE is the root of the system before the packages were
installed, LAYERS are the roots of what the image has already, the uppermost last, joined by colons; ENVIRONMENT is the
virtual environment, or nothing. Packages are as apt-get takes them.
"""

import os
import re
import sys

from closure import elf_files
from dpkg import Database
from generated import alternative_links, new_files
from selection import Selection
from transfer import Transfer, set_times
from unwanted import is_unwanted_path


def main(tree, pristine, layers, environment, *words):
    database = Database()
    before = Database(pristine)
    selection = Selection(database)
    selection.add_named(named(database, words))
    if environment:
        selection.add_users(elf_files(environment))
    os.mkdir(tree)
    transfer = Transfer(tree, layers.split(":"))
    for name in sorted(selection.chosen):
        for path in sorted(database.files(database.packages[name])):
            if os.path.lexists(path) and not is_unwanted_path(path):
                transfer.add(path)
    for path in new_files(database, pristine, tree, selection.chosen):
        transfer.add(path)
    add_alternatives(transfer)
    set_times(tree)
    report(database, before, selection)


def named(database, words):
    """The packages that the words stand for: names with a version or a suite, or names that others provide."""
    for word in words:
        found = database.named(re.split("[=/]", word, maxsplit=1)[0])
        if not found:
            raise SystemExit("error: apt has installed nothing for %s" % word)
        yield from found


def add_alternatives(transfer):
    """An alternative comes where its target does."""
    for path, link, target in alternative_links():
        if transfer.has(target):
            transfer.add_link(link, target)
            transfer.add(path)


def report(database, before, selection):
    left = [
        package
        for package in database.packages.values()
        if package.name not in before.packages and package.name not in selection.chosen
    ]
    if left:
        left.sort(key=lambda package: (-package.size, package.name))
        sizes = ["%s (%s)" % (package.name, size(package.size)) for package in left]
        say("left out, since nothing loads them: %s. Name a package in runtime-deps to have it" % ", ".join(sizes))


def size(kilobytes):
    return "%.1f MB" % (kilobytes * 1024 / 1e6)


def say(line):
    """In one piece: what comes in parts is not repeated when BuildKit shows how a step ended."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
