"""Says what the installed packages that a program reaches import in vain."""

import os
import re

import advice
from gone import DISTANT, is_given, removed_in
from modules import SUFFIXES
from reach import Reach
from records import owner, site_of

# Names in files that have modules found elsewhere.
CHANGES = re.compile(rb"sys\.modules|meta_path")
SEARCHES = b"sys.path"
# Packages of others inside of a distribution, which it puts on the search path by itself.
VENDORED = re.compile("vendor|extern|third|bundle")


def vain_imports(follower, roots, standard):
    """(line, missing module) of each import that nothing provides, those left out that something may provide after all."""
    reach = Reach(follower.modules, roots, standard)
    for found in reach.vain_imports(follower.names_of):
        may_be = may_be_given if found.gone else may_be_provided
        if not may_be(found.gone or found.name, follower, reach):
            yield text(found, follower), found.name


def text(found, follower):
    root = found.root
    start = "%s`%s` cannot work: " % (
        "%s:%d: " % (follower.shown(root.file), root.statement.line) if root.file else "",
        root.statement,
    )
    if found.place is root:
        close = advice.closest(found.gone.name, follower.names_of(found.gone.module) or set())
        return start + lack(found.gone) + (", or did you mean `%s`?" % close if close else "")
    path = found.place.file
    name, version = distribution(path)
    importing = "%s imports `%s` (%s:%d), " % (
        (name + " " + version).rstrip(),
        found.name,
        tail_of(path),
        found.place.statement.line,
    )
    if found.gone:
        return start + importing + lack(found.gone, name)
    return start + importing + "which nothing provides: " + advice.in_package(found.name, name)


def lack(gone, importer=None):
    """Says that a module has no such name, and what to do; `importer` is the distribution that asks for it, if one does."""
    removed = removed_in(gone.module.name, gone.name)
    if removed:
        without = ", or take a release of %s that does without it" % importer if importer else ""
        return "`%s` has no `%s`: %s%s" % (gone.module.name, gone.name, advice.removed_name(gone, removed), without)
    file = gone.module.file
    if file is None or not is_installed(file):
        return "`%s` of this Python has no `%s`" % (gone.module.name, gone.name)
    name, version = distribution(file)
    return "%s has no `%s`: %s" % (
        (name + " " + version).rstrip(),
        gone.module.name + "." + gone.name,
        advice.other_release(name, version, importer),
    )


def distribution(path):
    """(name, version) of what has brought a file."""
    return owner(path) or (tail_of(path).split(os.sep)[0], "")


def may_be_given(gone, follower, reach):
    """True when a file that is reached may give a module the name that it lacks."""
    contents = {file: read(file) for file in [*follower.trees, *reach.importers]}
    top = gone.module.name.partition(".")[0]
    own = [content for file, content in contents.items() if tail_of(file).split(os.sep)[0] in (top, top + ".py")]
    return is_given(gone.name, contents.values()) or any(DISTANT.search(content) for content in own)


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


def is_installed(path):
    return "site-packages" + os.sep in path


def tail_of(path):
    return os.path.relpath(path, site_of(path))


def read(file):
    try:
        with open(file, "rb") as opened:
            return opened.read()
    except OSError:
        return b""
