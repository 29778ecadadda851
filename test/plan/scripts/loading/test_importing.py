import pytest

import importing
from distributions import Package


@pytest.fixture
def module(tmp_path, monkeypatch):
    """Writes a module that can be imported."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    def write(source, name="subject"):
        (tmp_path / (name + ".py")).write_text(source)
        return name

    return write


@pytest.mark.parametrize("source", ["", "import os; os.abort()", "import sys, os; os._exit(0)"])
def test_some_imports_fail_for_nothing(module, source):
    assert importing.run_import(module(source)) is None


def test_an_import_says_why_it_fails(module):
    failure = importing.run_import(module("raise ImportError('absent')"))
    assert "ImportError: absent" in failure.output
    assert [link["text"] for link in failure.chain] == ["absent"]
    assert failure.chain[0]["kinds"][0] == "ImportError"


@pytest.mark.parametrize(
    ("source", "failed"),
    [
        ("import ctypes; ctypes.CDLL('libabsent.so.3')", ["libabsent.so.3"]),
        ("from ctypes import cdll; cdll.LoadLibrary('libabsent.so.3')", ["libabsent.so.3"]),
        ("from ctypes.util import find_library; assert find_library('absent-library')", ["absent-library"]),
    ],
)
def test_names_of_libraries_that_are_not_there_are_noted(module, source, failed):
    assert importing.run_import(module(source)).failed == failed


def test_an_error_of_the_system_has_its_number(module):
    failure = importing.run_import(module("try:\n    open('/absent')\nexcept OSError:\n    raise ValueError"))
    assert [link["number"] for link in failure.chain] == [None, 2]


def test_a_library_can_seem_to_be_there(module):
    name = module("import ctypes; ctypes.CDLL('libfirst.so'); ctypes.CDLL('libsecond.so')")
    failure = importing.run_import(name, present=["libfirst.so"])
    assert failure.failed == ["libfirst.so", "libsecond.so"]
    assert "libsecond.so: cannot open shared object file" in failure.chain[0]["text"]


def test_a_module_that_ends_the_process_says_nothing(module):
    failure = importing.run_import(module("import os; os._exit(3)"))
    assert (failure.failed, failure.chain) == ([], [])


def test_the_programs_of_the_build_are_not_in_the_way(module):
    assert importing.run_import(module("import output\nassert output.OWN\n"), 60) is not None
    module("OWN = True\n", "output")
    assert importing.run_import("subject") is None


def test_all_modules_of_a_package_are_imported(module):
    names = [module("raise OSError('%s')" % name, name) for name in ("one", "two", "three")]
    package = Package("some", set(), names[:2], names[2:])
    assert [failure.module for failure in importing.failing_imports(package)] == names
