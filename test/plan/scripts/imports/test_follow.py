import os
import sys
import sysconfig
from importlib.machinery import FrozenImporter

import pytest

import follow
import modules

STANDARD = [sysconfig.get_paths()["stdlib"], sysconfig.get_paths()["platstdlib"]]


@pytest.fixture
def find(tmp_path):
    """Follows `main.py` of a project given as path -> text, and gives (kind, place, text) of what it finds."""

    def run(files, installed=None, start="main.py"):
        project, site = tmp_path / "project", tmp_path / "site"
        for folder, entries in ((project, files), (site, installed or {})):
            for name, text in entries.items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_text(text)
        searched = modules.Modules([str(project)], [str(site), *STANDARD], [FrozenImporter])
        follower = follow.Follower(searched, lambda path: os.path.relpath(path, str(project)))
        if start.endswith(".py"):
            follower.follow_script(str(project / start))
        else:
            assert follower.follow_module(start)
        changed = follower.search_change()
        return [
            ("unsure" if kind == "missing" and changed else kind, "%s:%d" % (follower.shown(file), line), text)
            for kind, file, line, text, _ in follower.findings
        ]

    return run


GOOD = {
    "the standard library": {"main.py": "import os, os.path, xml.etree.ElementTree as E\nfrom json import dumps\n"},
    "built-in and frozen modules": {"main.py": "import sys, _thread, zipimport, _frozen_importlib\n"},
    "a neighbour": {"main.py": "import helper\nfrom helper import anything\n", "helper.py": "anything = 1\n"},
    "a package": {
        "main.py": "from app import routers\nfrom app.routers import users\nimport app.routers.users as u\n",
        "app/__init__.py": "",
        "app/routers/__init__.py": "",
        "app/routers/users.py": "from . import other\nfrom ..config import X\n",
        "app/routers/other.py": "",
        "app/config.py": "X = 1",
    },
    "a namespace package": {"main.py": "import app.sub.users\nfrom app.sub import users\n", "app/sub/users.py": ""},
    "a name of a package": {"main.py": "from app import create\n", "app/__init__.py": "def create(): pass\n"},
    "a name that a package assigns": {"main.py": "from app import a, b\n", "app/__init__.py": "a, (b, *c) = x\n"},
    "a name that a package imports": {
        "main.py": "from app import dumps, tool\n",
        "app/__init__.py": "from json import dumps\nimport os as tool\n",
    },
    "a name that a package has from a star": {
        "main.py": "from app import x\n",
        "app/__init__.py": "from .all import *\n",
        "app/all.py": "",
    },
    "a name that a package makes up": {
        "main.py": "from app import x\n",
        "app/__init__.py": "def __getattr__(name): pass\n",
    },
    "a lazy package": {
        "main.py": "from app import x\n",
        "app/__init__.py": "import l\n__getattr__, __dir__, __all__ = l.attach(__name__)\n",
        "l.py": "",
    },
    "a package that fills its globals": {"main.py": "from app import x\n", "app/__init__.py": "globals()['x'] = 1\n"},
    "a package that extends its path": {
        "main.py": "import app.elsewhere\nfrom app import other\n",
        "app/__init__.py": "__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n",
    },
    "the attributes of every module": {"main.py": "from app import __name__, __file__\n", "app/__init__.py": ""},
    "in try": {"main.py": "try:\n    import absent\nexcept ImportError:\n    absent = None\n"},
    "in the handler of a try": {"main.py": "try:\n    import json\nexcept ImportError:\n    import absent\n"},
    "in if": {
        "main.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import absent\nelse:\n    import os\n"
    },
    "in a function": {
        "main.py": "def f():\n    import absent\nclass C:\n    def g(self):\n        from absent import x\n"
    },
    "in with": {"main.py": "import contextlib\nwith contextlib.suppress(ImportError):\n    import absent\n"},
    "in a module that is imported in try": {
        "main.py": "try:\n    import helper\nexcept Exception: pass\n",
        "helper.py": "import absent\n",
    },
    "in a module that nobody imports": {"main.py": "", "other.py": "import absent\n", "broken.py": "def (\n"},
    "after the end": {"main.py": "import sys\nsys.exit(0)\nimport absent\n"},
    "after a raise": {"main.py": "raise SystemExit\nimport absent\n"},
    "a circle": {"main.py": "import a\n", "a.py": "import b\n", "b.py": "import a\nimport main\n"},
    "a module under another name": {
        "main.py": "from app import b\n",
        "app/__init__.py": "from . import a as b\nfrom . import c\n",
        "app/a.py": "",
        "app/c.py": "from . import b\nfrom app import b\nimport __main__\n",
    },
    "a module under its own name": {
        "main.py": "from app import b, c\n",
        "app/__init__.py": "from app import b\nimport app.c as c\n",
        "app/b.py": "from app import c\n",
        "app/c.py": "",
    },
    "the future": {"main.py": "from __future__ import annotations\n"},
    "byte code without source": {
        "main.py": "import helper\nfrom app import x\n",
        "helper.pyc": "",
        "app/__init__.pyc": "",
    },
    "an extension": {"main.py": "import helper\n", "helper" + modules.SUFFIXES[0]: ""},
    "other encodings": {"main.py": "# -*- coding: latin-1 -*-\nimport os\n"},
    "warnings of the parser": {"main.py": "import os\nx = '\\d'\nassert (os, 'always')\n"},
    "a name of a module": {"main.py": "from helper import name\n", "helper.py": "name = 1\n"},
    "a name that a module mentions": {"main.py": "from helper import name\n", "helper.py": "deprecated(name='x')\n"},
    "a name of an object that takes a module's place": {
        "main.py": "from helper import name\n",
        "helper.py": "import sys\nsys.modules[__name__] = Settings()\n",
    },
    "a name that a module makes up": {"main.py": "from helper import name\n", "helper.py": "globals().update(x)\n"},
    "a submodule that something installed may add": {
        "main.py": "import google.cloud.storage\n",
        "google/own/__init__.py": "",
    },
}
INSTALLED = {"google/auth/__init__.py": "", "plain/__init__.py": "", "single.py": "", "data/readme.txt": ""}


@pytest.mark.parametrize("files", GOOD.values(), ids=GOOD)
def test_passes(find, files):
    assert find(files, INSTALLED) == []


@pytest.mark.parametrize(
    "statement",
    [
        "import plain.made.up",
        "from plain import anything",
        "import single",
        "from google.cloud import x",
        "from google import y",
    ],
)
def test_of_what_is_installed_only_the_first_name_counts(find, statement):
    assert find({"main.py": statement}, INSTALLED) == []


@pytest.mark.parametrize(
    ("files", "place", "text"),
    [
        ({"main.py": "import os\nimport yaml\n"}, "main.py:2", "nothing provides `yaml`: add `PyYAML` to `pip`"),
        ({"main.py": "import cv2"}, "main.py:1", "add `opencv-python-headless` to `pip`"),
        ({"main.py": "from sklearn.svm import SVC"}, "main.py:1", "`from sklearn.svm import SVC` cannot work"),
        ({"main.py": "import jsn\n"}, "main.py:1", "did you mean `json`?"),
        ({"main.py": "import singel\n"}, "main.py:1", "did you mean `single`?"),
        ({"main.py": "import helpers\n", "helper.py": ""}, "main.py:1", "did you mean `helper`?"),
        ({"main.py": "import neighbour\n"}, "main.py:1", "if it is a neighbour of the program in the build context, its path to `project`"),
        ({"main.py": "import os; import absent_1\n"}, "main.py:1", "nothing provides `absent_1`"),
        ({"main.py": "import a\n", "a.py": "\nimport absent_1\n"}, "a.py:2", "nothing provides `absent_1`"),
        ({"main.py": "import a.b\n", "a/__init__.py": "import absent_1\n", "a/b.py": ""}, "a/__init__.py:1", "`absent_1`"),
        ({"main.py": "from a import b\n", "a/__init__.py": "", "a/b.py": "import absent_1"}, "a/b.py:1", "`absent_1`"),
        ({"main.py": "from a import *\n", "a/__init__.py": "import absent_1\n"}, "a/__init__.py:1", "`absent_1`"),
        ({"main.py": "import app.user\n", "app/__init__.py": "", "app/users.py": ""}, "main.py:1", "there is no `app.user` in the project: did you mean `users`?"),
        ({"main.py": "from app import routes\n", "app/__init__.py": ""}, "main.py:1", "there is no `app.routes` in the project: is it left out by"),
        ({"main.py": "from app import routes\n", "app/main.py": ""}, "main.py:1", "there is no `app.routes` in the project"),
        ({"main.py": "import helper.inner\n", "helper.py": ""}, "main.py:1", "there is no `helper.inner` in the project"),
        ({"main.py": "import app\n", "app/__init__.py": "from . import gone\ngone.x()\n"}, "app/__init__.py:1", "there is no `app.gone`"),
        ({"main.py": "import app\n", "app/__init__.py": "from . import a\n", "app/a.py": "import absent_1\n"}, "app/a.py:1", "`absent_1`"),
        ({"main.py": "import app\n", "app/__init__.py": "app = 1\nfrom app import a\n", "app/a.py": "import absent_1\n"}, "app/a.py:1", "`absent_1`"),
        ({"main.py": "import app\n", "app/__init__.py": "from app import gone\n"}, "app/__init__.py:1", "there is no `app.gone`"),
        ({"main.py": "import app\n", "app/__init__.py": "from .gone import x\n"}, "app/__init__.py:1", "there is no `app.gone` in the project"),
    ],
)  # fmt: skip
def test_what_nothing_provides_is_found(find, files, place, text):
    [finding] = find(files, INSTALLED)
    assert finding[0] in ("missing", "error")
    assert finding[1] == place
    assert text in finding[2]


@pytest.mark.parametrize(
    ("files", "text"),
    [
        ({"helper.py": "def create(): pass\n"}, "`helper` has no `creat`: did you mean `create`?"),
        ({"helper.py": "x = other.creat\n"}, "`helper` has no `creat`: define it there, or import it"),
    ],
)
def test_a_name_that_a_module_of_the_project_lacks_is_found(find, files, text):
    [(kind, place, message)] = find({"main.py": "from helper import creat\n", **files})
    assert (kind, place) == ("unbound", "main.py:1")
    assert "`from helper import creat` cannot work: " + text in message


@pytest.mark.parametrize(
    ("files", "place", "text"),
    [
        ({"main.py": "def f(:\n"}, "main.py:1", "(Python %d.%d)" % sys.version_info[:2]),
        ({"main.py": "import helper\n", "helper.py": "x = 1\nif x\n    y\n"}, "helper.py:2", "(Python "),
        ({"main.py": "print 'old'\n"}, "main.py:1", "print"),
        ({"main.py": "x = 1\nreturn x\n"}, "main.py:2", "outside function"),
        ({"main.py": "x = 'a\n"}, "main.py:1", "(Python "),
        ({"main.py": "x = 1\n\ty = 2\n"}, "main.py:2", "indent"),
        ({"main.py": "# coding: no-such-encoding\n"}, "main.py:1", "encoding"),
        ({"main.py": "\0"}, "main.py:1", "null bytes"),
    ],
)
def test_syntax_errors_are_found(find, files, place, text):
    [(kind, found, message)] = find(files)
    assert (kind, found) == ("error", place)
    assert text in message


@pytest.mark.parametrize(
    ("files", "start", "place", "text"),
    [
        ({"app/main.py": "from .routers import users\n"}, "app/main.py", "app/main.py:1", "`command: uvicorn app.main:app`, and `project: [app/]`"),
        ({"main.py": "\nfrom . import users\n"}, "main.py", "main.py:2", "`command: python -m app`"),
        ({"main.py": "from .routers import users\n", "routers/users.py": ""}, "main", "main.py:1", "in no package"),
        ({"a/__init__.py": "", "a/b.py": "from ... import x\n"}, "a.b", "a/b.py:1", "leads out of the package `a`"),
    ],
)  # fmt: skip
def test_relative_imports_without_a_package_are_found(find, files, start, place, text):
    [(kind, found, message)] = find(files, start=start)
    assert (kind, found) == ("error", place)
    assert text in message


@pytest.mark.parametrize(
    "change",
    [
        "import sys; sys.path.insert(0, 'lib')",
        "import sys; sys.path += ['lib']",
        "import sys; sys.meta_path.append(x)",
        "from sys import path",
        "import site; site.addsitedir('lib')",
        "import sys; sys.modules['absent_1'] = sys",
        "import pyximport; pyximport.install()",
        "def later():\n    import sys\n    sys.path.append('x')",
    ],
)
@pytest.mark.parametrize("place", ["main.py", "paths.py", "app/sub/paths.py"])
def test_nothing_is_certain_where_the_search_changes(find, change, place):
    files = {"app/__init__.py": "", "paths.py": "from app.sub import paths\n", "app/sub/paths.py": ""}
    text = "try:\n    import paths\nexcept ImportError:\n    pass\n"
    files["main.py"] = text + "import absent_1\n"
    files[place] = change + "\n" + files[place]
    installed = {"pyximport/__init__.py": ""}
    [finding] = find(files, installed)
    assert finding[0] == "unsure"


@pytest.mark.parametrize("text", ["import sys; sys.modules[__name__] = x", "import sys; print(sys.argv)", "path = []"])
def test_other_statements_change_no_search(find, text):
    [finding] = find({"main.py": text + "\nimport absent_1\n"})
    assert finding[0] == "missing"


def test_every_mistake_is_found_at_once(find):
    files = {"main.py": "import yaml\nimport a\nfrom .b import c\nimport yaml\n", "a.py": "import yaml\nx = (\n"}
    assert [place for _, place, _ in find(files)] == ["main.py:1", "main.py:3", "main.py:4", "a.py:2"]


def test_a_module_that_is_not_there_is_told(tmp_path):
    follower = follow.Follower(modules.Modules([str(tmp_path)], STANDARD, []))
    assert not follower.follow_module("absent_1.main")
    assert follower.findings == []
