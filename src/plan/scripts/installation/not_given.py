"""Tells which files local projects mention that the build was not given, after an installation that failed.

Usage: not_given.py FOLDER, which has the layout of the build context. Build back ends speak of a file that is not there
by a path of their own, or not at all. Runs on every Python from 3.4 on, so that TOML is read by its lines.
"""

import ast
import os
import re
import sys

from output import say

PROJECT_FILES = ("pyproject.toml", "setup.cfg", "setup.py")
# Tables that matter when a project is installed, but for groups of poetry, which pip does not install.
TABLES = re.compile(
    r"(project|tool\.(poetry(\.dependencies(\..*)?)?|uv\.sources(\..*)?|hatch\.version|setuptools\.dynamic(\..*)?))$"
)
KEYS = re.compile(r"(?<![\w-])(?:readme|license-files|file|path)\s*=\s*(\[[^\]]*\]|\"[^\"]*\"|'[^']*')")
QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")
# Of a configuration of setuptools: `long_description = file: README.md, CHANGES.md`.
FILES = re.compile(r"=\s*file:\s*(.+)")
# Calls in setup.py that take the path of a file.
READERS = re.compile(r"(open|read\w*|path|join|load\w*|parse_requirements)$", re.IGNORECASE)
FILE_NAME = re.compile(
    r"(README|LICEN[CS]E|VERSION|CHANGE\w*|HISTORY|AUTHORS|NOTICE)|.+\.(md|rst|txt|json|ya?ml|toml|cfg|in)$"
)


def main(folder):
    for project in projects(folder):
        for name in PROJECT_FILES:
            for path in sorted(set(mentioned(os.path.join(project, name), name))):
                tell(folder, project, name, path)


def projects(folder):
    """The uppermost folders that pip takes for projects: what lies in them may be anything."""
    for tree, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if "pyproject.toml" in files or "setup.py" in files:
            folders[:] = []
            yield tree


def mentioned(file, name):
    try:
        with open(file, encoding="utf-8") as opened:
            text = opened.read()
    except (OSError, ValueError):
        return []
    found = {"pyproject.toml": in_toml, "setup.cfg": in_configuration, "setup.py": in_program}[name](text)
    return [path for path in found if re.match(r"[\w./ +-]+$", path) and not path.startswith("/")]


def in_toml(text):
    table = ""
    for line in re.sub(r"(^|\s)#.*", r"\1", text, flags=re.MULTILINE).splitlines():
        header = re.match(r"\s*\[+([^\[\]]+)\]+\s*$", line)
        if header:
            table = header.group(1).replace(" ", "")
        elif TABLES.match(table):
            for value in KEYS.findall(line):
                for double, single in QUOTED.findall(value):
                    yield double or single


def in_configuration(text):
    for line in text.splitlines():
        found = FILES.search(line)
        if found:
            for path in found.group(1).split(","):
                yield path.strip()


def in_program(text):
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and READERS.match(name_of(call.func)):
            words = [constant(argument) for argument in call.args]
            if words and words[0] is None and name_of(call.func) == "join":
                words = words[1:]
            elif name_of(call.func) != "join":
                words = words[:1]
            if words and None not in words and FILE_NAME.match(os.path.basename(words[-1])):
                yield "/".join(words)


def name_of(function):
    return getattr(function, "attr", getattr(function, "id", ""))


def constant(node):
    """The text of a literal, whose class has changed with the versions of Python."""
    value = getattr(node, "value", None) if type(node).__name__ == "Constant" else getattr(node, "s", None)
    return value if isinstance(value, str) else None


def tell(folder, project, name, path):
    wanted = os.path.normpath(os.path.join(project, path))
    if os.path.lexists(wanted):
        return
    inside = wanted.startswith(project + os.sep)
    why = (
        "it is not there, or the ignore rules leave it out"
        if inside
        else "`pip` gives it the folders that it lists alone"
    )
    file = os.path.relpath(os.path.join(project, name), folder)
    say("note: %s mentions %s, which the build was not given: %s" % (file, path, why))


if __name__ == "__main__":
    main(sys.argv[1])
