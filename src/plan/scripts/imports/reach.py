"""Follows imports from a program through the installed packages, and finds those that nothing provides, whole modules or names.

Packages hold many modules that cannot be imported and that nobody imports, so only what certainly runs counts: imports
at the top level of files that are themselves so imported, beginning with those of the program. Most programs reach
hundreds of files, and most files would take milliseconds to parse: a first pass looks at the text alone, and only the
way to an import that then looks wrong is parsed.
"""

import importlib
from collections import namedtuple

import sources
from gone import Names
from modules import is_below

# Files that a program may reach; what comes after them is not looked at. Over a hundred popular distributions together
# are 6,000 files.
LIMIT = 10000
UNREADABLE = (SyntaxError, OSError, RecursionError, MemoryError)

# A place that imports something: `file` is None for what the command names, `package` None for what is in none.
Place = namedtuple("Place", "file package statement")
# An import that nothing provides: `name` is the module's, or what a module lacks with the name of that module before it,
# which `gone` has in parts, else None. `root` is the place of the program that begins the way to it, or the import itself.
Vain = namedtuple("Vain", "place name root gone")


class Reach:
    """Files that the places `roots` reach. `standard` is the folder of the standard library."""

    def __init__(self, modules, roots, standard):
        self.modules = modules
        self.roots = roots
        self.standard = standard
        # File -> the files that import it, as their text looks.
        self.importers = {}

    def vain_imports(self, names_of):
        """A Vain for each name, in the order in which a file comes first. `names_of` is as in Names."""
        known = {}
        for place, name, gone in list(self.doubtful(Names(self.modules, names_of, self.is_standard))):
            root = name not in known and self.certain_root(place, names_of)
            if root:
                known[name] = Vain(place, name, root, gone)
        return list(known.values())

    def certain_root(self, place, names_of):
        """The place of the program that certainly runs an import, or None."""
        if place.file not in self.importers:
            return place
        return self.way(place, names_of) if is_certain(place) else None

    def doubtful(self, given):
        """(place, name, Gone or None) of what the text of all files that are reached imports in vain."""
        for place in self.reached():
            name = self.missing(place)
            if name and place.file in self.importers:
                yield place, name, None
            parts = parts_of(place)
            for gone in given.gone(self.modules.on_the_way(parts), parts, place.statement):
                yield place, gone.module.name + "." + gone.name, gone

    def reached(self):
        """The imports of all files that are reached, as their text looks; it fills `importers`."""
        waiting = list(self.roots)
        for place in waiting:
            for module in self.targets(place):
                is_new = module.file not in self.importers
                self.importers.setdefault(module.file, set()).add(place.file)
                if is_new and len(self.importers) <= LIMIT:
                    waiting.extend(places(module, sources.in_text(module.file)))
            yield place

    def way(self, place, names_of):
        """The root that certainly reaches the file of a place, or None."""
        within = self.ancestors(place.file)
        waiting = [(root, root) for root in self.roots if root.file in within]
        seen = set()
        for root, reached in waiting:
            for module in self.targets(reached, names_of):
                if module.file == place.file:
                    return root
                if module.file in within and module.file not in seen:
                    seen.add(module.file)
                    waiting.extend((root, inner) for inner in certain(module))
        return None

    def ancestors(self, file):
        found, waiting = set(), [file]
        while waiting:
            for importer in self.importers.get(waiting.pop(), ()):
                if importer not in found:
                    found.add(importer)
                    waiting.append(importer)
        return found

    def targets(self, place, names_of=None):
        """The installed modules that an import runs, those whose file is no source left out.

        A name that `from` takes may be a module: with `names_of` it counts only where the package certainly has no such
        name of its own.
        """
        modules = self.modules.on_the_way(parts_of(place))
        found = list(modules)
        if modules and len(modules) == modules[0].name.count(".") + len(parts_of(place)):
            names = names_of(modules[-1]) if names_of and modules[-1].folders else ()
            taken = place.statement.names or () if names is not None else ()
            found.extend(self.modules.submodule(modules[-1], name) for name in taken if name not in names)
        return [module for module in found if module and module.file and self.is_installed(module)]

    def is_installed(self, module):
        return not module.of_project and not self.is_standard(module.file)

    def is_standard(self, path):
        return is_below(path, self.standard) and "site-packages" not in path

    def missing(self, place):
        """The name that certainly cannot be found: a first one, or a module of a package of the standard library."""
        parts = parts_of(place)
        if place.statement.level or not parts:
            return None
        found = self.modules.on_the_way(parts)
        if not found:
            return parts[0]
        last = found[-1]
        if len(found) < len(parts) and last.folders and all(map(self.is_standard, last.folders)):
            inner = last.name + "." + parts[len(found)]
            return None if works(inner) else inner
        return None


def works(module):
    """Whether a module of the standard library can be imported: some have no file, such as `collections.abc`."""
    try:
        importlib.import_module(module)
    except ImportError:
        return False
    return True


def certain(module):
    """The places of a file whose imports run whenever it does; none where it cannot be read."""
    try:
        return places(module, sources.top_level(sources.parse(module.file)))
    except UNREADABLE:
        return []


def is_certain(place):
    """Whether what looks like an import in a file's text is one that always runs."""
    try:
        statements = list(sources.top_level(sources.parse(place.file)))
    except UNREADABLE:
        return False
    return str(place.statement) in map(str, statements)


def places(module, statements):
    package = module.name if module.folders else module.name.rpartition(".")[0]
    return [Place(module.file, package, statement) for statement in statements]


def parts_of(place):
    """The parts of the absolute name of the module that a statement names; none where it leads out of its package."""
    dotted = place.statement.absolute(place.package)
    return [] if dotted is None else dotted.split(".")
