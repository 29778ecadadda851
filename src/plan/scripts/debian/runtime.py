"""Collects in a folder what a distroless image needs of the Debian packages that are installed here.

Usage: runtime.py TREE PRISTINE LAYERS ENVIRONMENT PACKAGE... PRISTINE is the root of the system before the packages were
installed, LAYERS are the roots of the image's base and of the layers above it, joined by colons; ENVIRONMENT is the
virtual environment, or nothing. Packages are as apt-get takes them.
"""

import os
import re
import sys

from closure import elf_files
from dpkg import Database
from font_caches import FONT_CACHES, make_font_caches
from generated import alternative_links, new_files
from output import say
from selection import Selection
from shell_programs import warnings
from status import is_newer, record, recorded_version
from times import set_times
from transfer import Transfer
from unwanted import is_unwanted_package, is_unwanted_path


def main(tree, pristine, layers, environment, *words):
    database = Database()
    selection = Selection(database)
    selection.add_named(named(database, words))
    if environment:
        selection.add_users(elf_files(environment))
    os.mkdir(tree)
    base, *layers = layers.split(":")
    transfer = Transfer(tree, base, layers)
    add_packages(database, selection, transfer, tree, layers)
    for path in new_files(database, pristine, tree, selection.chosen):
        if not path.startswith(FONT_CACHES):
            transfer.add(path)
    add_alternatives(transfer)
    set_times(tree)
    make_font_caches(tree)
    report(database, selection, transfer, pristine)


def named(database, words):
    """The packages that the words stand for: names with a version or a suite, or names that others provide."""
    for word in words:
        found = database.named(re.split("[=/]", word, maxsplit=1)[0])
        if not found:
            raise SystemExit("error: apt has installed nothing for %s" % word)
        for package in found:
            if is_unwanted_package(package):
                raise SystemExit(
                    "error: %s is a part of Debian's own machinery, which a distroless image has none of: write `base: slim`"
                    % package.name
                )
        yield from found


def add_packages(database, selection, transfer, tree, layers):
    """Adds the files of the chosen packages, and entries for those of which something was needed."""
    recorded = []
    for name in sorted(selection.chosen):
        package = database.packages[name]
        before = recorded_version(layers, name)
        newer = before is not None and is_newer(package.version, before)
        paths = [path for path in sorted(database.files(package)) if os.path.lexists(path)]
        added = [transfer.add(path, newer) for path in paths if not is_unwanted_path(path)]
        if any(added) and (before is None or newer):
            recorded.append(name)
    record(tree, database, recorded)


def add_alternatives(transfer):
    """An alternative comes where its target does."""
    for path, link, target in alternative_links():
        if transfer.has(target):
            transfer.add(link)
            transfer.add(path)


def report(database, selection, transfer, pristine):
    for line in warnings(database, selection, transfer.has):
        say("warning: " + line)
    for path, libraries in sorted(selection.unresolved.items()):
        say("note: %s needs %s, which Debian has elsewhere or leaves to be chosen" % (path, ", ".join(libraries)))
    users = names_of("/etc/passwd") - names_of(pristine + "/etc/passwd")
    if users:
        say("note: the packages have made users, which the image does not get: %s" % ", ".join(sorted(users)))
    before = Database(pristine).packages
    left = [one for name, one in database.packages.items() if name not in before and name not in selection.chosen]
    if left:
        say(left_out(sorted(left, key=lambda package: (-package.size, package.name))))


def left_out(packages):
    """One line: what comes of its own accord, and what never does."""
    machinery = [package for package in packages if is_unwanted_package(package)]
    unused = [package for package in packages if package not in machinery]
    parts = []
    if unused:
        parts.append("nothing loads %s; name one in runtime-deps to have it" % sizes(unused))
    if machinery:
        parts.append("never part of a distroless image: %s" % sizes(machinery))
    return "left out: " + ". ".join(parts)


def sizes(packages):
    return ", ".join("%s (%.1f MB)" % (package.name, package.size * 1024 / 1e6) for package in packages)


def names_of(path):
    with open(path, encoding="utf-8") as file:
        return {line.split(":", 1)[0] for line in file}


if __name__ == "__main__":
    main(*sys.argv[1:])
