import os

import pytest

import check
from debian_names import package_of
from distributions import Package
from remedies import Remedies


@pytest.fixture
def remedies(tmp_path):
    return Remedies(str(tmp_path), "libmagic1t64,libmagic1,gfortran=1.0", "ffmpeg")


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Makes a package of one module."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    def make(source):
        file = tmp_path / "needy.py"
        file.write_text(source)
        return Package("needy-1.0", {str(file)}, ["needy"])

    return make


def test_a_library_that_is_missing_is_explained_with_its_package(remedies):
    package = Package("needy-1.0", {"/x/needy.so"}, ["needy"])
    text = check.explain_linked("needy", package, "/x/needy.so", ["libb.so.2", "liba.so"], remedies)
    assert text.startswith("`import needy` fails: /x/needy.so of needy-1.0 needs libb.so.2, liba.so, ")
    assert "(most often liba, libb2)" in text
    assert remedies.packages == []


def test_all_libraries_that_are_opened_are_named_at_once(package, remedies):
    package = package("import ctypes\nctypes.CDLL('libfirst.so.1')\nctypes.CDLL('libsecond.so')\n")
    text = "needy-1.0 opens libfirst.so.1, libsecond.so, which the image does not have. "
    remedy = "Add libfirst1, the Debian package that holds libsecond.so to runtime-deps."
    assert check.opens_libraries(package)
    assert list(check.broken_imports(package, {}, set(), remedies)) == ["`import needy` fails: " + text + remedy]
    assert remedies.line() == "runtime-deps: [ffmpeg, libfirst1]"


def test_what_stands_in_the_build_dependencies_is_said_to_stay_behind(package, remedies):
    package = package(
        "import ctypes.util\nif not ctypes.util.find_library('magic-absent'): raise ImportError('libmagic-absent')"
    )
    (failure,) = check.broken_imports(package, {}, set(), remedies)
    assert failure.endswith("Add the Debian package that holds magic-absent to runtime-deps.")
    name = package_of("libmagic.so.1")
    assert "%s of build-deps stays behind" % name in remedies.remedy(["libmagic.so.1"])


@pytest.mark.parametrize(
    "source",
    [
        "import ctypes\ntry:\n    ctypes.CDLL('libabsent.so')\nexcept OSError:\n    pass\n",
        "import ctypes\ntry:\n    ctypes.CDLL('libabsent.so')\nexcept OSError:\n    open('/dev/absent')\n",
        "import ctypes\nctypes.CDLL('libcuda.so.1')\n",
    ],
)
def test_an_import_that_can_do_without_fails_for_nothing(package, remedies, source):
    assert list(check.broken_imports(package(source), {}, set(), remedies)) == []


def test_a_library_that_another_package_is_linked_to_is_named_there(package, remedies):
    package = package("import ctypes\nctypes.CDLL('libfirst.so.1')\n")
    assert list(check.broken_imports(package, {}, {"libfirst.so.1"}, remedies)) == []


@pytest.mark.parametrize(
    ("text", "opens"), [("ctypes.CDLL(None)", True), ("ffi.dlopen('a')", True), ("dlopened = 1", False)]
)
def test_only_what_opens_libraries_is_imported(tmp_path, text, opens):
    (tmp_path / "a.py").write_text(text)
    files = {str(tmp_path / "a.py"), str(tmp_path / "absent.py"), os.devnull}
    assert check.opens_libraries(Package("a", files, ["a"])) is opens
