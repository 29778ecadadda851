"""Finds what the settings of a Django project name in texts: Django imports it when the program starts, or when it answers first.

Only literals count, and only where nothing else in the settings changes them.
"""

import ast
import os

import sources
from follow import UNREADABLE, Follower

VARIABLE = "DJANGO_SETTINGS_MODULE"
# Calls that load the settings and all that they name.
STARTS = {"get_wsgi_application", "get_asgi_application", "execute_from_command_line", "setup"}
LISTS = ("INSTALLED_APPS", "MIDDLEWARE")
# A request needs the first; the others are for Django's own server.
TEXTS = ("ROOT_URLCONF", "WSGI_APPLICATION", "ASGI_APPLICATION")
# Modules of an application that Django imports where they are there.
PARTS = ("apps", "models")
REMOVALS = {"remove", "pop", "clear"}


class Named(sources.Import):
    """A module or attribute that a setting names, as if it were imported. `is_needed`: the program is of no use without it."""

    def __init__(self, setting, dotted, line):
        parent, _, last = dotted.rpartition(".")
        super().__init__(parent or dotted, (last,) if parent else None, 0, line)
        self.setting = setting
        self.dotted = dotted
        self.is_needed = not setting.endswith("_APPLICATION")

    def __str__(self):
        return "%s: %s" % (self.setting, self.dotted)


def follow_settings(follower):
    """Follows what the settings of a program name whose files have been followed. (file, Named) of what certainly is imported."""
    module, is_certain = settings_of(follower) or (None, False)
    if is_certain:
        follower.follow_module(module.name)
    certain = []
    for file, named in statements_of(follower.modules, chain(follower.modules, module)) if module else ():
        if is_certain and named.is_needed:
            follower.check_import(file, None, named)
            certain.append((file, named))
        else:
            aside = Follower(follower.modules, follower.shown)
            aside.check_import(file, None, named)
            for finding in aside.findings:
                follower.report("warning", *finding[1:])
    follower.work()
    return certain


def settings_of(follower):
    """The module of the settings, and whether no others can be meant; None where the program does not start Django or has none."""
    trees = [tree for tree in follower.trees.values() if tree]
    if not any(starts_django(tree) for tree in trees):
        return None
    given = os.environ.get(VARIABLE)
    names = {given} if given else {name for tree in trees for name in defaults(tree)}
    module = find(follower.modules, names.pop()) if len(names) == 1 else None
    if module is None or not module.of_project or not module.file:
        return None
    # Where there are several, another one may be named when the container starts.
    folder = os.path.dirname(module.file)
    siblings = [name for name in follower.modules.listing(folder) if "settings" in name]
    return module, bool(given) or (os.path.basename(folder) != "settings" and len(siblings) < 2)


def find(modules, dotted):
    """The module of a dotted name, or None."""
    parts = dotted.split(".")
    on_the_way = modules.on_the_way(parts)
    return on_the_way[-1] if len(on_the_way) == len(parts) else None


def starts_django(tree):
    imports = {statement.module.partition(".")[0] for statement in sources.everywhere(tree)}
    calls = {called(node) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return "django" in imports and bool(calls & STARTS)


def called(call):
    return getattr(call.func, "attr", getattr(call.func, "id", None))


def defaults(tree):
    """Values that a file gives the variable: `os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site.settings")`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) == "setdefault" and len(node.args) == 2:
            name, value = map(sources.literal_of, node.args)
            if name == VARIABLE and value:
                yield value


def chain(modules, module):
    """(file, tree) of the settings, and of modules of the project whose names they take all; none where that is not certain."""
    files, waiting = {}, [module]
    for taken in waiting:
        try:
            tree = files[taken.file] = sources.parse(taken.file)
        except UNREADABLE:
            return []
        top = [str(statement) for statement in sources.top_level(tree)]
        package = taken.name if taken.folders else taken.name.rpartition(".")[0]
        for statement in sources.everywhere(tree):
            dotted = statement.absolute(package) if statement.names == ("*",) else None
            inner = find(modules, dotted) if dotted else None
            if inner and inner.of_project and inner.file and inner.file not in files:
                if str(statement) not in top:
                    return []
                waiting.append(inner)
    return list(files.items())


def statements_of(modules, files):
    """(file, Named) of each text in a setting, and of the modules that Django imports with an application."""
    for setting in (*LISTS, *TEXTS):
        file, value = value_of(files, setting) or (None, None)
        for node in getattr(value, "elts", [value]) if value else ():
            text = sources.literal_of(node)
            if text and all(part.isidentifier() for part in text.split(".")):
                parts = parts_of_application(modules, text) if setting == "INSTALLED_APPS" else []
                for dotted in [text, *parts]:
                    yield file, Named(setting, dotted, node.lineno)


def value_of(files, setting):
    """(file, node) of what is assigned to a setting; None unless that is done once, always, and nothing takes entries away."""
    for file, tree in files:
        values = assigned(tree, setting)
        if values:
            is_final = len(values) == 1 and not any(is_reduced(other, setting) for _, other in files)
            return (file, values[0]) if is_final else None
    return None


def parts_of_application(modules, dotted):
    """Modules of an application that are there: it is named itself, or by a class of its module `apps`."""
    parent, _, last = dotted.rpartition(".")
    application = parent.rpartition(".")[0] if parent.endswith(".apps") and last[0].isupper() else dotted
    return [application + "." + part for part in PARTS if find(modules, application + "." + part)]


def assigned(tree, setting):
    """Values that a file assigns to a setting, with None for what is no assignment of its top level."""
    nodes = [
        node for node in ast.walk(tree) if isinstance(node, ast.Assign) and sources.is_name(node.targets[0], setting)
    ]
    return [node.value if node in tree.body else None for node in nodes]


def is_reduced(tree, setting):
    """Whether something takes entries out of a list."""
    return any(
        isinstance(node, ast.Attribute) and node.attr in REMOVALS and sources.is_name(node.value, setting)
        for node in ast.walk(tree)
    )
