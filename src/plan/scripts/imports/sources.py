"""Tells what a Python file imports without running it. Runs on every Python from 3.6 on."""

import ast
import re
import warnings

# Packages that bring modules from where nobody can see them.
HOOKS = {"clr", "cppimport", "hy", "import_ipynb", "ipynb", "jpype", "macropy", "nbimporter", "pyximport", "pythonnet"}
SEARCH = {"path", "meta_path", "path_hooks", "path_importer_cache"}
DYNAMIC = {
    "__dict__",
    "__getattr__",
    "__path__",
    "eval",
    "exec",
    "globals",
    "import_module",
    "locals",
    "setattr",
    "vars",
}
# A line that begins with an import, with the lines that it goes on in.
STATEMENT = re.compile(
    rb"^(?:from\b[\w. \t]+\bimport[ \t]*\((?:[^)#]|#[^\n]*)*\)|(?:import|from)[ \t](?:\\\r?\n|[^\n])*)", re.MULTILINE
)
ENDS = {"_exit", "execl", "execv", "execve", "execvp", "exit", "quit"}
TRIES = tuple(getattr(ast, name) for name in ("Try", "TryStar") if hasattr(ast, name))


class Import:
    """An import statement for one module: `names` is None for `import module`, else what `from` takes from it."""

    def __init__(self, module, names, level, line):
        self.module = module
        self.names = names
        self.level = level
        self.line = line

    def absolute(self, package):
        """The module's dotted name in a file of that package, None for a script; None where it leads out of the package."""
        if not self.level:
            return self.module
        above = package.split(".") if package else []
        if self.level > len(above):
            return None
        return ".".join(above[: len(above) - self.level + 1] + ([self.module] if self.module else []))

    def __str__(self):
        dotted = "." * self.level + self.module
        return "import " + dotted if self.names is None else "from %s import %s" % (dotted, ", ".join(self.names))


def read(path):
    """The tree of a file. Raises SyntaxError as the running Python has it, and OSError."""
    tree = parse(path)
    # Some errors are found by what comes after the parser, such as `return` outside of a function.
    compiled(content_of(path), path, 0)
    return tree


def parse(path):
    """The tree of a file that is known to work."""
    return compiled(content_of(path), path, ast.PyCF_ONLY_AST)


def content_of(path):
    with open(path, "rb") as file:
        return file.read()


def compiled(content, path, flags):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return compile(content, path, "exec", flags, dont_inherit=True)
        except ValueError as error:
            raise SyntaxError(str(error)) from error


def in_text(path):
    """The imports that lines of a file look like, without parsing it: all of its top level, and a little more."""
    try:
        content = content_of(path)
    except OSError:
        return
    for match in STATEMENT.finditer(content):
        try:
            tree = compiled(match.group(), path, ast.PyCF_ONLY_AST)
        except SyntaxError:
            # A line of prose.
            continue
        for node in tree.body:
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                for statement in imports_of(node):
                    statement.line += content.count(b"\n", 0, match.start())
                    yield statement


def top_level(tree):
    """Imports that run whenever the file runs, up to where it certainly ends."""
    for node in tree.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from imports_of(node)
        elif isinstance(node, ast.Raise) or ends(node):
            return


def ends(node):
    if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)):
        return False
    called = node.value.func
    return getattr(called, "attr", getattr(called, "id", None)) in ENDS


def everywhere(tree):
    """All imports, those that only might run included."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from imports_of(node)


def outside_try(tree):
    """All imports but those that the file is prepared to do without."""
    waiting = [tree]
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            yield from imports_of(node)
        elif not isinstance(node, (ast.If, ast.With, *TRIES)):
            waiting.extend(ast.iter_child_nodes(node))


def imports_of(node):
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield Import(alias.name, None, 0, node.lineno)
    elif node.module != "__future__":
        yield Import(node.module or "", tuple(alias.name for alias in node.names), node.level or 0, node.lineno)


def search_change(tree):
    """Line at which a file may change where modules are looked for, or None."""
    for node in ast.walk(tree):
        if changes_search(node):
            return node.lineno
    return None


def changes_search(node):
    if isinstance(node, ast.Attribute):
        return node.attr == "addsitedir" or (node.attr in SEARCH and is_name(node.value, "sys"))
    if isinstance(node, ast.Subscript):
        # A module may put itself in its own place.
        stored = isinstance(node.ctx, ast.Store) and is_modules(node.value)
        return stored and "__name__" not in {getattr(part, "id", None) for part in ast.walk(node.slice)}
    if isinstance(node, ast.ImportFrom):
        names = {alias.name for alias in node.names}
        return (node.module or "").partition(".")[0] in HOOKS or (node.module == "sys" and bool(names & SEARCH))
    return isinstance(node, ast.Import) and any(alias.name.partition(".")[0] in HOOKS for alias in node.names)


def is_modules(node):
    return getattr(node, "attr", None) == "modules"


def is_name(node, name):
    return isinstance(node, ast.Name) and node.id == name


def bound_names(tree, package=None):
    """Names that a module has beside its submodules, or None when they cannot be told.

    `package` is its own dotted name where it is a package, else None.
    """
    bound, used = set(), set()
    passed = of_objects(tree)
    answers = literal_answers(tree)
    for node in ast.walk(tree):
        if node in passed or (answers and node is answers[0]):
            continue
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) and is_modules(node.value):
            # A module that takes another's place, or its own, may have any name.
            return None
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            bound.update(imported_names(node, package))
        elif isinstance(node, (ast.Name, ast.Attribute)):
            name = node.id if isinstance(node, ast.Name) else node.attr
            (used if isinstance(node.ctx, ast.Load) else bound).add(name)
        elif not isinstance(node, ast.alias):
            bound.update((getattr(node, "name", None), getattr(node, "rest", None)))
    bound.update(answers[1] if answers else ())
    return None if (bound | used) & DYNAMIC or "*" in bound else bound


def imported_names(node, package):
    """Names that an import binds, without those of the package's own modules, which have to be there themselves."""
    for alias in node.names:
        bound = alias.asname or alias.name.partition(".")[0]
        if isinstance(node, ast.Import):
            dotted = alias.name if alias.asname else bound
        else:
            origin = Import(node.module or "", None, node.level or 0, node.lineno).absolute(package)
            dotted = "%s.%s" % (origin, alias.name)
        if package is None or dotted != package + "." + bound:
            yield bound


def of_objects(tree):
    """Nodes with names that are about objects, and not about the module: methods, and what `self` and `cls` have."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            found.update(inner for inner in node.body if isinstance(inner, ast.FunctionDef))
        elif isinstance(node, ast.Attribute) and is_object(node.value):
            found.add(node)
        elif isinstance(node, ast.Call) and is_name(node.func, "setattr") and node.args and is_object(node.args[0]):
            found.add(node.func)
    return found


def is_object(node):
    return is_name(node, "self") or is_name(node, "cls")


def literal_answers(tree):
    """The module's `__getattr__` with the names that it has an answer for, where it compares with literals alone, or None."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == "__getattr__" and node.args.args:
            name = node.args.args[0].arg
            *tests, last = node.body
            tests = [test for test in tests if not (isinstance(test, ast.Expr) and is_literal(test.value))]
            if isinstance(last, ast.Raise) and all(isinstance(test, ast.If) and not test.orelse for test in tests):
                compared = [compared_with(test.test, name) for test in tests]
                return None if None in compared else (node, compared)
    return None


def compared_with(test, name):
    """The literal that a comparison for equality compares a name with, or None."""
    if not (isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.ops[0], ast.Eq)):
        return None
    literal = test.comparators[0]
    return literal_of(literal) if is_name(test.left, name) else None


def is_literal(node):
    return literal_of(node) is not None


def literal_of(node):
    """The text of a literal: a class of its own before Python 3.8."""
    value = getattr(node, "value", None) if type(node).__name__ == "Constant" else getattr(node, "s", None)
    return value if isinstance(value, str) else None
