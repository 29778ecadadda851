"""Follows the imports that run as soon as a program starts, and finds those that cannot work.

Files are parsed, never run. Only what certainly fails counts: imports at the top level, outside of `try`, `if`, `with`
and functions, in the file that starts and in the project's modules that it so imports.
"""

import os
import sys
from collections import namedtuple

import advice
import gone
import sources
from modules import Module

# The packages of setuptools, which environments had before Python 3.12 without asking for it.
SETUPTOOLS = ("pkg_resources", "setuptools")
# A package has these without a line of its own.
ATTRIBUTES = {"__doc__", "__file__", "__loader__", "__name__", "__package__", "__path__", "__spec__"}
UNREADABLE = (SyntaxError, OSError, RecursionError, MemoryError)
WAY_OUT = (
    "`%s` cannot work: this file is in no package when it starts. Start the package: `command: python -m %s`, or with a "
    "server `command: uvicorn %s:app`, and `project: [%s/]`"
)

# `kind` is error or warning, or missing: an error unless something changes where modules are looked for; or unbound: the
# same, unless something gives a module the name that it lacks. `module` is the name of what is missing, else None.
Finding = namedtuple("Finding", "kind file line text module")


class Follower:
    """Checks files one after the other; each is read once. What it finds is in `findings`.

    `shown` gives the path by which people know a file.
    """

    def __init__(self, modules, shown=str):
        self.modules = modules
        self.shown = shown
        self.findings = []
        # File -> its tree, None where it has none.
        self.trees = {}
        # File -> the package that it is in, None for a script.
        self.packages = {}
        # File -> the names that it binds, None where they cannot be told.
        self.names = {}
        self.waiting = []

    def follow_script(self, file):
        """Checks a file that is run by its path, and what it imports."""
        self.enqueue(file, None)
        self.work()

    def follow_module(self, dotted):
        """Checks a module that something else imports, and what it imports. False when it is not there."""
        module = self.find(dotted)
        self.work()
        return module is not None

    def find(self, dotted):
        """The module of a dotted name, every package on the way followed; None when it is not there."""
        module, rest = self.walk(dotted)
        return None if rest else module

    def enqueue(self, file, package):
        if file not in self.trees:
            self.trees[file] = None
            self.packages[file] = package
            self.waiting.append((file, package))

    def enter(self, module):
        if module.of_project and module.file:
            package = module.name if module.folders else module.name.rpartition(".")[0]
            self.enqueue(module.file, package)

    def work(self):
        while self.waiting:
            self.check_file(*self.waiting.pop(0))

    def check_file(self, file, package):
        try:
            tree = self.trees[file] = sources.read(file)
        except SyntaxError as error:
            self.report("error", file, error.lineno or 1, "%s (Python %d.%d)" % (error.msg, *sys.version_info[:2]))
            return
        except UNREADABLE as error:
            self.report("warning", file, 1, "cannot be read: %s" % error)
            return
        for statement in sources.top_level(tree):
            self.check_import(file, package, statement)

    def check_import(self, file, package, statement):
        dotted = statement.absolute(package)
        if dotted is None:
            self.report_outside(file, package, statement)
            return
        module, rest = self.walk(dotted)
        if rest:
            self.report_missing(file, statement, module, rest[0])
        elif module.of_project and statement.names is not None:
            for name in statement.names:
                self.check_name(file, statement, module, name)

    def report_outside(self, file, package, statement):
        """Reports a relative import that leads out of its package, or stands in a file that is in none."""
        if package:
            text = "`%s` cannot work: it leads out of the package `%s`" % (statement, package.partition(".")[0])
        else:
            above, name = os.path.split(self.shown(file))
            folder = os.path.basename(above) or "app"
            stem = name.rpartition(".")[0]
            text = WAY_OUT % (statement, folder, folder + "." + stem, folder)
        self.report("error", file, statement.line, text)

    def walk(self, dotted):
        """The last module on the way to a dotted name that is there, and the parts of the name that are missing.

        Submodules of installed packages count as there: a package may extend where they are looked for.
        """
        first, *rest = dotted.split(".")
        module = self.modules.top(first)
        if module is None:
            return None, [first, *rest]
        self.enter(module)
        while rest and module.of_project:
            inner = self.modules.submodule(module, rest[0])
            if inner is None:
                return module, [] if self.names_of(module) is None else rest
            module = inner
            self.enter(module)
            rest = rest[1:]
        return module, []

    def check_name(self, file, statement, module, name):
        """`from package import name`: a name that the package has, or one of its modules."""
        names = self.names_of(module)
        if names is not None and name in names:
            return
        inner = self.modules.submodule(module, name)
        if inner:
            self.enter(inner)
        elif names is None or name == "*":
            return
        elif module.folders:
            self.report_missing(file, statement, module, name)
        elif not gone.stands_in(gone.content_of(module.file), name.encode()):
            self.report_unbound(file, statement, module, name, names)

    def names_of(self, module):
        """Names that a module has beside its submodules; None where they cannot be told."""
        if module.is_namespace:
            return ATTRIBUTES
        if module.file is not None and module.file not in self.names:
            self.names[module.file] = self.read_names(module)
        return self.names.get(module.file)

    def read_names(self, module):
        package = module.name if module.folders else None
        try:
            names = sources.bound_names(self.trees.get(module.file) or sources.read(module.file), package)
        except UNREADABLE:
            return None
        return None if names is None else names | ATTRIBUTES

    def report_missing(self, file, statement, parent, name):
        text = "`%s` cannot work: " % statement
        if parent is None:
            reason = "nothing provides `%s`: %s" % (name, advice.missing(name, self.modules.top_names()))
            self.report("missing", file, statement.line, text + reason, name)
            return
        dotted = parent.name + "." + name
        reason = "there is no `%s` in the project: %s" % (
            dotted,
            advice.submodule(name, self.modules.names(parent.folders)),
        )
        self.report("error" if statement.level else "missing", file, statement.line, text + reason, dotted)

    def report_unbound(self, file, statement, module, name, names):
        reason = "`%s` has no `%s`: %s" % (module.name, name, advice.unbound(name, names))
        text = "`%s` cannot work: %s" % (statement, reason)
        self.report("unbound", file, statement.line, text, module.name + "." + name)

    def report(self, kind, file, line, text, module=None):
        finding = Finding(kind, file, line, text, module)
        if finding not in self.findings:
            self.findings.append(finding)

    def search_change(self):
        """(file, line) that may change where modules are looked for, in any file that the program may import."""
        known = list(self.trees)
        seen = set(known)
        for file in known:
            try:
                tree = self.trees.get(file) or sources.read(file)
            except UNREADABLE:
                continue
            line = sources.search_change(tree)
            if line:
                return file, line
            for reached in self.reached(file, tree):
                if reached not in seen:
                    seen.add(reached)
                    known.append(reached)
        return None

    def reached(self, file, tree):
        """Files of the project that a file may import, wherever it does."""
        for statement in sources.everywhere(tree):
            module = None
            if statement.level:
                folder = os.path.abspath(file)
                for _ in range(statement.level):
                    folder = os.path.dirname(folder)
                module = Module("", None, [folder], True)
            parts = statement.module.split(".") if statement.module else []
            found = [module]
            for part in parts:
                module = self.modules.submodule(module, part) if module else self.modules.top(part)
                if module is None or not module.of_project:
                    break
                found.append(module)
            else:
                found.extend(self.modules.submodule(module, name) for name in statement.names or ())
            yield from (part.file for part in found if part and part.file)
