import os
import sys
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
    """Imports in vain of packages given as path -> text, when the program does `import old.web`, or what it is given."""

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
        "old/other.py": "import absent\nx = 1\n",
    },
    "a module that its package imports": {
        "old/__init__.py": "from . import other\n",
        "old/web.py": "from old import other\n",
        "old/other.py": "import absent\n",
    },
    "a module that its package imports by its whole name": {
        "old/__init__.py": "from old import other\n",
        "old/web.py": "",
        "old/other.py": "import absent\n",
    },
    "a module that its package imports by its whole name and gives that name": {
        "old/parts/__init__.py": "import old.parts.other as other\n",
        "old/web.py": "from old.parts import other\n",
        "old/parts/other.py": "import absent\n",
    },
    "a module that its package imports from above": {
        "old/parts/__init__.py": "from ..parts import other\n",
        "old/web.py": "import old.parts\n",
        "old/parts/other.py": "import absent\n",
    },
    "in lines of parentheses": {
        "old/web.py": "from .other import (  # all (of) them\n    a,\n    b,\n)\n",
        "old/other.py": "import absent\na = b = 1\n",
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
        "old/other.py": "import absent\nabsent_name = 1\n",
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
    "in a module whose name its package takes for another": {
        "old/web.py": "from old.parts import other\n",
        "old/parts/__init__.py": "from old.second import other\n",
        "old/parts/other.py": "import absent\n",
        "old/second.py": "other = 1\n",
    },
    "in a module whose name its package takes for a renamed one": {
        "old/web.py": "from old.parts import other\n",
        "old/parts/__init__.py": "from old.parts import third as other\nimport old.parts.third as fourth\n",
        "old/parts/third.py": "",
        "old/parts/other.py": "import absent\n",
    },
    "in a module that may be loaded lazily": {
        "old/web.py": "from old.parts import other\n",
        "old/parts/__init__.py": "def __getattr__(name): pass\n",
        "old/parts/other.py": "import absent\n",
    },
    "what the project has": {"old/web.py": "import settings\n"},
    "what a package makes up": {
        "old/__init__.py": "import sys\nfor name in 'made_up', 'other':\n    sys.modules['old.' + name] = sys\n",
        "old/web.py": "import old.made_up\nfrom old.other import absent\n",
    },
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


GONE = {
    "a function that is not there": ("from old.web import gone\n", {"old/web.py": "def here(): pass\n"}),
    "one of several": ("from old.web import here, gone\n", {"old/web.py": "def here(): pass\n"}),
    "a name that the text speaks of as a part": (
        "from old.web import gone\n",
        {"old/web.py": '"""Without `gone`, see other.gone."""\nhandler = "old.gone"\nundergone = gone_by = 1\n'},
    ),
    "a name that only methods have": (
        "from old.web import gone_1\n",
        {"old/web.py": "class A:\n    def __getattr__(self, name): return self.__dict__[name]\n"},
    ),
    "a name beside a __getattr__ that compares with literals": (
        "from old.web import gone\n",
        {
            "old/web.py": 'def __getattr__(name):\n    """Some."""\n    if name == "__version__":\n        return 1\n'
            "    raise AttributeError(name)\n"
        },
    ),
    "a module of a package": ("import old.gone\n", {}),
    "something of a module of a package": ("from old.gone.inner import name\n", {}),
    "what an installed package takes": (
        "import old.web\n",
        {"old/web.py": "from second import gone\n", "second/__init__.py": "here = 1\n"},
    ),
    "what it takes from itself": ("import old.web\n", {"old/web.py": "from .other import gone\n", "old/other.py": ""}),
    "a name of a built-in module": ("import old.web\n", {"old/web.py": "from time import gone\n"}),
    "a name of the standard library": ("import old.web\n", {"old/web.py": "from json.decoder import gone\n"}),
}


@pytest.mark.parametrize(("program", "files"), GONE.values(), ids=GONE.keys())
def test_a_name_that_a_module_certainly_lacks_is_found(look, program, files):
    [(line, name)] = look(files, program)
    assert "gone" in name
    assert line.startswith("main.py:1: `%s` cannot work: " % program.strip())


KEPT = {
    "a constant": ("from old.web import kept\n", {"old/web.py": "kept = 1\n"}),
    "an import": ("from old.web import kept\n", {"old/web.py": "from json import loads as kept\n"}),
    "a module beside it": ("from old.web import kept\n", {"old/web.py": "from . import kept\n", "old/kept.py": ""}),
    "a module beside it by its whole name": (
        "from old.web import kept\n",
        {"old/web.py": "from old import kept\n", "old/kept.py": ""},
    ),
    "a module": ("from old import kept\n", {"old/kept.py": ""}),
    "an extension module": ("from old import kept\n", {"old/kept.abi3.so": ""}),
    "a star": ("from old.web import kept\n", {"old/web.py": "from .other import *\n", "old/other.py": "kept = 1\n"}),
    "a __getattr__": ("from old.web import kept\n", {"old/web.py": "def __getattr__(name): return 1\n"}),
    "a __getattr__ that calls": (
        "from old.web import kept\n",
        {
            "old/web.py": "def __getattr__(name):\n    if make(name):\n        return 1\n    raise AttributeError(name)\n"
        },
    ),
    "a __getattr__ that knows it": (
        "from old.web import kept\n",
        {
            "old/web.py": "def __getattr__(name):\n    if name == 'kept':\n        return 1\n    raise AttributeError(name)\n"
        },
    ),
    "an assignment in globals": (
        "from old.web import kept\n",
        {"old/web.py": "for name in names():\n    globals()[name] = 1\n"},
    ),
    "an argument of a call": ("from old.web import kept\n", {"old/web.py": "deprecated('x', kept='old.other:kept')\n"}),
    "a name in quotes": ("from old.web import kept\n", {"old/web.py": "lazy('kept')\n"}),
    "an assignment from elsewhere": (
        "from old.web import kept\n",
        {"old/__init__.py": "from . import web\nweb.kept = 1\n", "old/web.py": ""},
    ),
    "setattr elsewhere": (
        "from old.web import kept\n",
        {"old/__init__.py": "from . import web\nsetattr(web, 'kept', 1)\n", "old/web.py": ""},
    ),
    "modules that a package makes up": (
        "import old.web.kept\n",
        {"old/web/__init__.py": "from . import making\n", "old/web/making.py": "sys.modules['old.web.' + x] = 1\n"},
    ),
    "a path that a package extends": ("import old.kept\n", {"old/__init__.py": "__path__ = extend_path(__path__)\n"}),
    "a namespace package": ("from space import kept\n", {"space/part.py": ""}),
    "the names of packages": ("from old import __path__, __file__, __doc__\n", {}),
    "the standard library": (
        "from collections import OrderedDict, abc\nfrom os import path, getcwd\nfrom xml import etree\nfrom time import sleep\n",
        {},
    ),
}


@pytest.mark.parametrize(("program", "files"), KEPT.values(), ids=KEPT.keys())
def test_a_name_that_a_module_may_have_is_passed_over(look, program, files):
    assert look(files, program) == []


def test_the_program_may_give_a_module_a_name(look):
    program = "import collections, collections.abc\ncollections.gone = 1\nfrom collections import gone\n"
    assert look({}, program) == []


def test_a_name_that_is_misspelt_is_told(look):
    [(line, _)] = look({"old/web.py": "def create(): pass\n"}, "from old.web import creat\n")
    assert line.endswith("take another release of old in `pip`, or did you mean `create`?")


def test_both_distributions_are_named(look):
    files = {
        "old/web.py": "from second.parts import gone\n",
        **DESCRIPTION,
        "second/parts.py": "here = 1\n",
        "second/__init__.py": "",
        "Second-3.1.dist-info/RECORD": "second/__init__.py,,\nsecond/parts.py,,\n",
    }
    [(line, name)] = look(files)
    assert name == "second.parts.gone"
    assert line == (
        "main.py:1: `import old.web` cannot work: old 1.2 imports `second.parts.gone` (old/web.py:1), Second 3.1 has no "
        "`second.parts.gone`: take another release of Second or of old in `pip`, an older one such as `Second<3`, or a newer one"
    )


@pytest.mark.skipif(sys.version_info < (3, 10), reason="it is there")
def test_a_name_that_the_standard_library_lost_is_told_of_with_the_python_that_has_it(look):
    [(line, name)] = look({}, "from collections import Mapping, OrderedDict\n")
    assert name == "collections.Mapping"
    assert "Python 3.10 removed it from there, this is 3." in line
    assert line.endswith("write `python: 3.9`, or import it from `collections.abc`")
