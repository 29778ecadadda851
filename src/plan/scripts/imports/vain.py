"""Says what the installed packages that a program reaches import in vain."""

import os
import re

import advice
from modules import SUFFIXES
from reach import Reach
from records import owner, site_of

# What a file does that has modules found elsewhere.
CHANGES = re.compile(rb"sys\.modules|meta_path")
SEARCHES = b"sys.path"
# Packages of others inside of a distribution, which it puts on the search path by itself.
VENDORED = re.compile("vendor|extern|third|bundle")


def vain_imports(follower, roots, standard):
    """(line, missing module) of each import that nothing provides, those left out that something may provide after all."""
    reach = Reach(follower.modules, roots, follower.names_of, standard)
    for found in reach.vain_imports():
        if not may_be_provided(found.name, follower, reach):
            yield text(found, follower), found.name


def text(found, follower):
    path = found.place.file
    name, version = owner(path) or (tail_of(path).split(os.sep)[0], "")
    root = found.root
    return "%s`%s` cannot work: %s imports `%s` (%s:%d), which nothing provides: %s" % (
        "%s:%d: " % (follower.shown(root.file), root.statement.line) if root.file else "",
        root.statement,
        (name + " " + version).rstrip(),
        found.name,
        tail_of(path),
        found.place.statement.line,
        advice.in_package(found.name, name),
    )


def may_be_provided(name, follower, reach):
    """True when a file that is reached may make the module up, or search a folder that holds it."""
    quoted = re.compile(rb"[\"']%s[\"']" % re.escape(name).encode())
    contents = [read(file) for file in [*follower.trees, *reach.importers]]
    if any(CHANGES.search(content) and quoted.search(content) for content in contents):
        return True
    reached = {os.path.join(site_of(file), tail_of(file).split(os.sep)[0]) for file in reach.importers}
    searching = b"\n".join(content for content in contents if SEARCHES in content)
    sites = {site_of(file) for file in reach.importers}
    named = {os.path.join(site, top) for site in sites for top in os.listdir(site) if is_quoted(top, searching)}
    folders = [*follower.modules.project, *sorted(reached | named)]
    return any(holds(name, folder) for folder in folders if os.path.isdir(folder))


def is_quoted(name, content):
    return b'"%s"' % os.fsencode(name) in content or b"'%s'" % os.fsencode(name) in content


def holds(name, folder):
    """Whether a folder that is no package, or has packages of others, holds a module of that name."""
    entries = {name, *(name + suffix for suffix in SUFFIXES)}
    for parent, folders, names in os.walk(folder):
        is_package = "__init__.py" in names and not VENDORED.search(os.path.basename(parent))
        if not is_package and not entries.isdisjoint([*folders, *names]):
            return True
    return False


def tail_of(path):
    return os.path.relpath(path, site_of(path))


def read(file):
    try:
        with open(file, "rb") as opened:
            return opened.read()
    except OSError:
        return b""
