import os
import subprocess
import sys

import pytest

import legacy

FINE = {"main.py": "import app.server\n", "app/server.py": "import os\n", "app/__main__.py": "import app.server\n"}


@pytest.mark.parametrize(
    "words", [("script", "main.py"), ("run", "main"), ("run", "app"), ("module", "app.server"), ("module", "json")]
)
def test_what_can_start_passes(run, tmp_path, words):
    assert run(FINE, *words) == (0, [])
    assert os.listdir(str(tmp_path / "carried")) == []


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("script", "wsgi.py"), "`wsgi.py` is not in the image: add it to `project`"),
        (("script", "lib"), "`lib/__main__.py` is not in the image: add it to `project`"),
        (("module", "server"), "there is no module `server` in the image: add it to `project`, or what brings it to `pip`"),
        (("run", "lib"), "`python -m lib` cannot work: the package has no `__main__.py`"),
    ],
)  # fmt: skip
def test_what_cannot_start_is_an_error(run, words, line):
    assert run({"main.py": "", "lib/__init__.py": ""}, *words) == (1, ["error: " + line])


@pytest.mark.parametrize(("prefix", "place"), [("src/app", "src/app/in/main.py:2"), (".", "in/main.py:2")])
def test_files_are_named_as_in_the_build_context(run, prefix, place):
    code, [line] = run({"in/main.py": "\nimport absent_1\n"}, "script", "in/main.py", prefix=prefix)
    assert code == 1
    assert line.startswith("error: %s: `import absent_1` cannot work" % place)


def test_a_script_finds_what_lies_beside_it_and_a_module_what_lies_in_the_working_directory(run):
    files = {"in/main.py": "import beside\n", "in/beside.py": ""}
    assert run(files, "script", "in/main.py") == (0, [])
    assert run(files, "script", "in") == (1, ["error: `in/__main__.py` is not in the image: add it to `project`"])
    assert run(files, "module", "in.main")[0] == 1


def test_the_search_path_of_the_environment_counts(run):
    files = {"main.py": "import inner\n", "lib/inner.py": "import absent_1\n"}
    code, [line] = run(files, "script", "main.py", PYTHONPATH="lib")
    assert code == 1
    assert line.startswith("error: app/lib/inner.py:1: ")


def test_a_search_path_above_the_project_leaves_it_the_projects(run, tmp_path):
    assert run({"main.py": "import absent_1\n"}, "script", "main.py", PYTHONPATH=str(tmp_path))[0] == 1


def test_what_is_uncertain_is_a_warning(run):
    code, [line] = run({"main.py": "import sys\nimport absent_1\nsys.path.append('x')\n"}, "script", "main.py")
    assert code == 0
    assert line.startswith("warning: app/main.py:2: ")
    assert "app/main.py:3 may change where modules are looked for" in line


@pytest.mark.parametrize(
    ("first", "code"), [("#!/usr/bin/env python3", 1), ("#!/bin/sh", 0), ("\x7fELF", 0), ("import absent_1", 0)]
)
def test_a_program_without_an_ending_is_read_when_python_runs_it(run, first, code):
    assert run({"tool": first + "\nimport absent_1\n"}, "script", "tool")[0] == code


@pytest.fixture
def environment(tmp_path):
    """The Python of a virtual environment with these files in its site-packages."""

    def make(files):
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "venv")], check=True)
        [site] = (tmp_path / "venv/lib").glob("python*/site-packages")
        write(site, files)
        tool = tmp_path / "venv/bin/tool"
        tool.write_text("#!%s/bin/python\nfrom old.web import main\nmain()\n" % (tmp_path / "venv"))
        tool.chmod(0o755)
        return {"python": str(tmp_path / "venv/bin/python"), "PATH": str(tmp_path / "venv/bin")}

    return make


REMEDY = "add the distribution that brings `absent_1` to `pip`, or the extra of old that does"


@pytest.mark.parametrize(
    ("words", "place"),
    [
        (("script", "main.py"), "app/main.py:2: `import old.web`"),
        (("module", "main"), "app/main.py:2: `import old.web`"),
        (("module", "old.web"), "`import old.web`"),
        (("run", "old.web"), "`import old.web`"),
        (("run", "old"), "`import old.__main__`"),
        (("program", "tool"), "%s:2: `from old.web import main`"),
        (("program", "tool", "script", "main.py"), "%s:2: `from old.web import main`"),
    ],
)
def test_what_an_installed_package_imports_in_vain_is_an_error(run, environment, tmp_path, words, place):
    found = environment(
        {"old/__init__.py": "", "old/web.py": "\nimport absent_1\nmain = 1\n", "old/__main__.py": "import old.web\n"}
    )
    code, [line] = run({"main.py": "import os\nimport old.web\n"}, *words, **found)
    place = place.replace("%s", str(tmp_path / "venv/bin/tool"))
    assert code == 1
    assert line == "error: %s cannot work: old imports `absent_1` (old/web.py:2), which nothing provides: %s" % (
        place,
        REMEDY,
    )


@pytest.mark.parametrize("words", [("program", "absent"), ("program", "/bin/sh"), ("program", "other.py")])
def test_a_program_that_is_no_console_script_is_passed_over(run, environment, words):
    found = environment({"old/web.py": "import absent_1\n"})
    assert run({"other.py": "#!/usr/bin/env python\nimport absent_1\n"}, *words, **found) == (0, [])


def test_a_setuptools_without_pkg_resources_is_no_reason_to_bring_another(run, environment, tmp_path):
    found = environment({"setuptools/__init__.py": "", "old/web.py": "import pkg_resources\n"})
    code, [line] = run({"main.py": "import old.web\n"}, "script", "main.py", **found)
    assert code == 1
    assert "setuptools has it up to release 81: add `setuptools<82` to `pip`" in line
    assert os.listdir(str(tmp_path / "carried")) == []


@pytest.fixture
def libraries(tmp_path):
    site = tmp_path / "libraries" / legacy.VERSION / "site-packages"
    for name in ("setuptools/__init__.py", "setuptools/tests/test.py", "pkg_resources/__init__.py", "pip/__init__.py"):
        (site / name).parent.mkdir(parents=True)
        (site / name).write_text("")
    (site / "setuptools-1.0.dist-info").mkdir()
    (site / "distutils-precedence.pth").write_text("")
    return str(tmp_path / "libraries")


CARRIED = ["distutils-precedence.pth", "pkg_resources", "setuptools", "setuptools-1.0.dist-info"]


def write(folder, files):
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


@pytest.mark.parametrize(
    ("files", "needing"),
    [
        ({"old/__init__.py": "import pkg_resources\n"}, [("old/__init__.py", "pkg_resources")]),
        (
            {"old/__init__.py": "from . import a\n", "old/a.py": "from setuptools import find_packages\n"},
            [("old/a.py", "setuptools")],
        ),
        ({"old/__init__.py": "try:\n    import pkg_resources\nexcept ImportError:\n    pass\n"}, []),
        ({"old/__init__.py": "", "old/build.py": "import setuptools\n"}, []),
        (
            {
                "old/__init__.py": "from new import a\n# setuptools\n",
                "new/__init__.py": "",
                "new/a.py": "import setuptools\n",
            },
            [("new/a.py", "setuptools")],
        ),
        ({"old/__init__.py": "def build():\n    import setuptools\n"}, []),
        ({"old/__init__.py": "", "old/tests/test_a.py": "import pkg_resources\n"}, []),
        ({"old/__init__.py": "# pkg_resources\n"}, []),
    ],
)
def test_installed_packages_that_count_on_setuptools_are_found(tmp_path, files, needing):
    write(tmp_path, files)
    assert sorted(set(legacy.needing_setuptools(str(tmp_path)))) == needing


def test_nothing_is_followed_where_no_line_imports_setuptools(tmp_path, monkeypatch):
    write(tmp_path, {"old/__init__.py": "import new\nNAME = 'setuptools'\n", "new/__init__.py": "import os\n"})
    monkeypatch.setattr(legacy, "Follower", None)
    assert list(legacy.needing_setuptools(str(tmp_path))) == []


def test_a_copy_has_all_that_belongs_to_setuptools(tmp_path, libraries):
    target = tmp_path / "target"
    target.mkdir()
    assert legacy.carry(libraries, str(target))
    assert sorted(os.listdir(str(target))) == CARRIED
    assert os.listdir(str(target / "setuptools")) == ["__init__.py"]


def test_there_may_be_nothing_to_copy(tmp_path):
    assert not legacy.carry(str(tmp_path), str(tmp_path))


def test_several_starts(run):
    words = ("run", "json", "module", "app.server", "module", "other")
    code, lines = run(FINE, *words)
    assert (code, len(lines)) == (1, 1)
    assert lines[0].startswith("error: there is no module `other` in the image")


def test_what_prepare_may_write_is_no_error(run):
    files = {"main.py": "import generated\n"}
    assert run(files, "script", "main.py")[0] == 1
    code, lines = run(files, "script", "main.py", state="prepared")
    assert code == 0
    assert lines[0].startswith("warning: ")
    assert "`prepare` may write it" in lines[0]
    assert run({}, "script", "made.py", state="prepared")[0] == 0


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("from helper import absent_1\n", ["error"]),
        ("import sys\nsys.path.insert(0, 'x')\nfrom helper import absent_1\n", ["warning"]),
        ("import helper\nhelper.absent_1 = 1\nfrom helper import absent_1\n", []),
        ("import helper\nsetattr(helper, 'absent_1', 1)\nfrom helper import absent_1\n", []),
    ],
)
def test_a_name_that_a_module_of_the_project_lacks(run, text, kinds):
    code, lines = run({"main.py": text, "helper.py": "x = 1\n"}, "script", "main.py")
    assert code == ("error" in kinds)
    assert [line.partition(":")[0] for line in lines] == kinds
