"""Fails the build when an import that runs as soon as the program starts cannot work, in it or in what it has installed.

Usage: imports.py CARRIED LIBRARIES PREFIX STATE START WORD [START WORD...], in the layout, with the environment and in
the working directory of the final image. START and WORD say what starts:
  program NAME  a program on PATH or its path: of interest where it is a script of an installed package
  script PATH   a file that Python runs, or a folder with a `__main__.py`
  run NAME      a module that `python -m` runs
  module NAME   a module that a server imports from the working directory
STATE is `complete`, or `prepared` where modules may yet be written: a missing one is a warning then. PREFIX is the
path in the build context of what lies in the working directory. CARRIED is a folder to make: where the program imports
setuptools and the image has none, Pythons before 3.12 get the one below LIBRARIES, at its place in the image. See
follow.py and reach.py for what is certain and what is not.
"""

import os
import shutil
import sys
import sysconfig

import sources
from django_settings import follow_settings
from follow import SETUPTOOLS, Follower
from gone import content_of, is_given
from legacy import WITHOUT, carry
from modules import Modules, is_below
from reach import Place
from times import set_times
from vain import vain_imports

SCRIPTS = os.path.dirname(os.path.abspath(__file__))


def main(carried, libraries, prefix, state, *words):
    os.makedirs(carried)
    starts = list(zip(words[::2], words[1::2]))
    scripts = [os.path.dirname(script_file(word)) for start, word in starts if start == "script"]
    follower = Follower(Modules(*search_path([*scripts, os.getcwd()][0])), lambda path: shown_path(path, prefix))
    problems = [problem for start, word in starts for problem in [follow(follower, start, word)] if problem]
    settings = [Place(file, None, statement) for file, statement in follow_settings(follower)]
    lacks = lacks_setuptools(follower)
    vain = list(vain_imports(follower, [*roots(follower), *named(starts), *settings], sysconfig.get_paths()["stdlib"]))
    findings = list(report(follower, lacks, state))
    findings += ["error: " + line for line, name in vain if not (lacks and name in SETUPTOOLS)]
    if lacks and (uses_setuptools(follower) or any(name in SETUPTOOLS for _, name in vain)):
        site = carried + sysconfig.get_paths()["purelib"]
        os.makedirs(site)
        carry(libraries, site)
        set_times(carried)
        findings.append(
            "note: setuptools comes along: the program imports it, and nothing that is installed asks for it"
        )
    findings[:0] = [("error: " if state == "complete" else "warning: ") + problem for problem in problems]
    for line in findings:
        sys.stdout.write(line + "\n")
    return 1 if any(line.startswith("error: ") for line in findings) else 0


def follow(follower, start, word):
    """Follows what starts. A line that says why it cannot, or None."""
    if start == "program":
        file = shutil.which(word)
        if file and is_below(file, sys.prefix) and is_python(file):
            follower.follow_script(file)
        return None
    if start == "script":
        file = script_file(word)
        if not os.path.isfile(file):
            return "`%s` is not in the image: add it to `project`" % os.path.relpath(file)
        # Console scripts may be programs of any kind.
        if file.endswith(".py") or is_python(file):
            follower.follow_script(file)
        return None
    if not follower.follow_module(word):
        return "there is no module `%s` in the image: add it to `project`, or what brings it to `pip`" % word
    module = follower.find(word)
    if start == "run" and module.of_project and module.folders and not follower.follow_module(word + ".__main__"):
        return "`python -m %s` cannot work: the package has no `__main__.py`" % word
    return None


def script_file(word):
    path = os.path.abspath(word)
    return os.path.join(path, "__main__.py") if os.path.isdir(path) else path


def is_python(file):
    with open(file, "rb") as opened:
        first = opened.readline(200)
    return first.startswith(b"#!") and b"python" in first


def search_path(root):
    """The folders of the project, which are all that belong to no Python, and the rest of where modules are looked for."""
    given = os.environ.get("PYTHONPATH", "").split(os.pathsep) + sys.path
    rest = [os.path.abspath(path) for path in given if path and os.path.abspath(path) != SCRIPTS]
    installed = [path for path in rest if is_below(path, sys.prefix) or is_below(path, sys.base_prefix)]
    return [root] + [path for path in rest if path not in installed and path != root], installed


def report(follower, carries, state):
    """Lines about all findings. A missing module is no error in a program that changes where modules are looked for."""
    uncertain = ("missing", "unbound")
    change = follower.search_change() if any(finding.kind in uncertain for finding in follower.findings) else None
    for kind, file, line, text, module in follower.findings:
        if (module in SETUPTOOLS and carries) or (kind == "unbound" and is_given_name(follower, module)):
            continue
        shown = "%s:%d: %s" % (follower.shown(file), line, text)
        if kind in uncertain and state == "prepared":
            yield "warning: %s (not certain, since `prepare` may write it)" % shown
        elif kind in uncertain and change:
            where = "%s:%d" % (follower.shown(change[0]), change[1])
            yield "warning: %s (not certain, since %s may change where modules are looked for)" % (shown, where)
        else:
            yield "%s: %s" % ("error" if kind in uncertain else kind, shown)


def is_given_name(follower, dotted):
    """Whether a file of the program may give a module the name that it lacks."""
    return is_given(dotted.rpartition(".")[2], [content_of(file) for file in follower.trees])


def roots(follower):
    """The imports of the program that certainly run."""
    for file, tree in follower.trees.items():
        for statement in sources.top_level(tree) if tree else ():
            yield Place(file, follower.packages[file], statement)


def named(starts):
    """Modules that start by their name, as if they were imported."""
    for start, word in starts:
        if start in ("run", "module"):
            yield Place(None, None, sources.Import(word, None, 0, 0))
        if start == "run":
            yield Place(None, None, sources.Import(word + ".__main__", None, 0, 0))


def shown_path(path, prefix):
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else os.path.normpath(os.path.join(prefix, relative))


def lacks_setuptools(follower):
    return sys.version_info[:2] < WITHOUT and not any(follower.modules.top(name) for name in SETUPTOOLS)


def uses_setuptools(follower):
    trees = [tree for tree in follower.trees.values() if tree]
    statements = (statement for tree in trees for statement in sources.outside_try(tree))
    return any(statement.module.partition(".")[0] in SETUPTOOLS for statement in statements)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
