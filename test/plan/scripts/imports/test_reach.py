import os
import sysconfig
from importlib.machinery import FrozenImporter

import pytest

import follow
import modules
import reach
import sources
import vain

PATHS = sysconfig.get_paths()
STANDARD = [PATHS["stdlib"], PATHS["platstdlib"]]
DESCRIPTION = {"old-1.2.dist-info/RECORD": "old/__init__.py,,\nold/web.py,,\nold/parts/__init__.py,,\n"}


def write(folder, files):
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


@pytest.fixture
def look(tmp_path):
    """What the packages given as path -> text import in vain when the program does `import old.web`, or what it is given."""

    def run(installed, program="import old.web\n", project=()):
        site = tmp_path / "lib/site-packages"
        write(
            tmp_path, {"project/main.py": program, **{"project/" + name: text for name, text in dict(project).items()}}
        )
        write(site, {"old/__init__.py": "", **installed})
        searched = modules.Modules([str(tmp_path / "project")], [str(site), *STANDARD], [FrozenImporter])
        follower = follow.Follower(searched, lambda path: os.path.relpath(path, str(tmp_path / "project")))
        follower.follow_script(str(tmp_path / "project/main.py"))
        roots = [
            reach.Place(file, follower.packages[file], statement)
            for file, tree in follower.trees.items()
            for statement in sources.top_level(tree)
        ]
        return list(vain.vain_imports(follower, roots, PATHS["stdlib"]))

    return run


FOUND = {
    "the module itself": {"old/web.py": "import absent\n"},
    "the package on the way": {"old/__init__.py": "import absent\n", "old/web.py": ""},
    "something from it": {"old/web.py": "from absent.inner import name\n"},
    "several in a line": {"old/web.py": "import os, absent, sys\n"},
    "behind another statement": {"old/web.py": "import os; import absent\n"},
    "a module beside it": {"old/web.py": "from . import other\n", "old/other.py": "import absent\n"},
    "a module above it": {
        "old/web.py": "from .parts.inner import x\n",
        "old/parts/__init__.py": "",
        "old/parts/inner.py": "from ..other import x\n",
        "old/other.py": "import absent\n",
    },
    "in lines of parentheses": {
        "old/web.py": "from .other import (  # all (of) them\n    a,\n    b,\n)\n",
        "old/other.py": "import absent\n",
    },
    "in continued lines": {"old/web.py": "import os, \\\n    absent\n"},
    "another distribution": {"old/web.py": "import second\n", "second.py": "import absent\n"},
    "a namespace package": {"old/web.py": "import space.part\n", "space/part.py": "import absent\n"},
    "a circle": {
        "old/web.py": "from old import other\n",
        "old/other.py": "from old import web\nimport absent\n",
    },
    "one that a package imports by its own name": {
        "old/web.py": "",
        "old/__init__.py": "from .other import absent_name\n",
        "old/other.py": "import absent\n",
    },
}


@pytest.mark.parametrize("files", FOUND.values(), ids=FOUND.keys())
def test_what_certainly_fails_is_found(look, files):
    [(line, name)] = look(files)
    assert name == "absent"
    assert line.startswith("main.py:1: `import old.web` cannot work: ")


PASSED = {
    "in try": {"old/web.py": "try:\n    import absent\nexcept ImportError:\n    absent = None\n"},
    "in if": {"old/web.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import absent\n"},
    "in a function": {"old/web.py": "def run():\n    import absent\n"},
    "in a text": {"old/web.py": '"""\nimport absent\nfrom absent import name\nfrom here on all is well\n"""\n'},
    "after the end": {"old/web.py": "raise ImportError('x')\nimport absent\n"},
    "in a module that nobody imports": {"old/web.py": "", "old/other.py": "import absent\n"},
    "in a module that is imported in try": {
        "old/web.py": "try:\n    from . import other\nexcept ImportError:\n    other = None\n",
        "old/other.py": "import absent\n",
    },
    "in a module that is imported in a text": {
        "old/web.py": '"""\nfrom old import other\n"""\n',
        "old/other.py": "import absent\n",
    },
    "in a module whose name is that of a function": {
        "old/web.py": "from old.parts import other\n",
        "old/parts/__init__.py": "def other(): pass\n",
        "old/parts/other.py": "import absent\n",
    },
    "in a module that may be loaded lazily": {
        "old/web.py": "from old.parts import other\n",
        "old/parts/__init__.py": "def __getattr__(name): pass\n",
        "old/parts/other.py": "import absent\n",
    },
    "what the project has": {"old/web.py": "import settings\n"},
    "what a package makes up": {"old/web.py": "import old.made_up\nfrom old.other import absent\n"},
    "in a file that is no Python": {"old/web.py": "import absent\nprint 'x'\n"},
    "the standard library": {"old/web.py": "import os.path, xml.etree.ElementTree, collections.abc, sys, _thread\n"},
}


@pytest.mark.parametrize("files", PASSED.values(), ids=PASSED.keys())
def test_what_may_work_is_passed_over(look, files):
    assert look(files, project={"settings.py": ""}) == []


PROVIDED = {
    "a module that takes its place": {"old/web.py": "import sys\nsys.modules['absent'] = sys\nimport absent\n"},
    "packages of others in a distribution": {
        "old/web.py": "import absent\n",
        "old/_vendor/__init__.py": "",
        "old/_vendor/absent/__init__.py": "",
    },
    "packages of others in another one": {
        "old/web.py": "import sys\nsys.path.append(join(__file__, '..', 'second', 'vendor'))\nimport absent\n",
        "second/__init__.py": "",
        "second/vendor/absent.py": "",
    },
    "a folder that is no package": {"old/web.py": "import absent\n", "old/more/absent.py": ""},
}


@pytest.mark.parametrize("files", PROVIDED.values(), ids=PROVIDED.keys())
def test_what_may_be_provided_after_all_is_passed_over(look, files):
    assert look(files) == []


def test_a_program_may_make_up_a_module(look):
    program = "import sys, types\nsys.modules['absent'] = types.ModuleType('absent')\nimport old.web\n"
    assert look({"old/web.py": "import absent\n"}, program) == []


@pytest.mark.parametrize("path", ["old/absent.py", "second/vendor/absent.py"])
def test_a_module_elsewhere_provides_nothing_by_itself(look, path):
    assert len(look({"old/web.py": "import absent\n", path: ""})) == 1


def test_what_the_standard_library_lacks_inside_of_a_package_is_found(look):
    [(line, name)] = look({"old/web.py": "import xml.etree.absentTree\n"})
    assert name == "xml.etree.absentTree"
    assert "the standard library of this Python has none" in line


def test_each_module_is_said_once_with_the_distribution_that_imports_it(look):
    files = {"old/web.py": "import absent\nfrom absent import x\nfrom . import parts\n", "old/parts/__init__.py": "import absent\n"}  # fmt: skip
    [(line, _)] = look({**files, **DESCRIPTION})
    assert line == (
        "main.py:1: `import old.web` cannot work: old 1.2 imports `absent` (old/web.py:1), which nothing provides: add the "
        "distribution that brings `absent` to `pip`, or the extra of old that does"
    )


def test_the_program_is_not_judged_here(look):
    assert look({"old/web.py": ""}, "import absent\nimport old.web\n") == []
