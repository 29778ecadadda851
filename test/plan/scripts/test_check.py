import check
import pytest


@pytest.mark.parametrize(
    ("library", "package"),
    [
        ("libGL.so.1", "libgl1"),
        ("libfoo2.so.3", "libfoo2-3"),
        ("libabsent.so", "libabsent"),
        ("libabsent9.so", "libabsent9"),
        ("libxml_parser.so.4.2", "libxml-parser4"),
        ("libglib-2.0.so.0", "libglib2.0-0"),
        ("libgthread-2.0.so.0", "libglib2.0-0"),
    ],
)
def test_debian_names_the_package_of_a_library(library, package):
    assert check.debian_name(library) == package


@pytest.mark.parametrize(
    ("records", "modules"),
    [
        (["a/__init__.py", "a/b.py"], {"a"}),
        (["one.py", "two.cpython-311-x86_64-linux-gnu.so"], {"one", "two"}),
        (["a-1.0.dist-info/RECORD", "a-1.0.dist-info/x.py"], set()),
        (["../../../bin/a", "a.data", "__pycache__/a.cpython-311.pyc"], set()),
    ],
)
def test_modules_are_told_by_the_files(records, modules):
    assert check.modules_in(records) == modules


@pytest.mark.parametrize(
    ("name", "records", "modules"),
    [
        ("a", ["a/__init__.py", "a/b/__init__.py"], ["a"]),
        ("a", ["a.py"], ["a"]),
        ("a", ["a/__init__.cpython-311.so", "a/b.so"], ["a"]),
        ("area", ["area/x/__init__.py", "area/y/z/__init__.py"], ["area.x", "area.y.z"]),
        ("area", ["area/native.so", "area/text.py"], ["area.native"]),
    ],
)
def test_a_namespace_package_stands_for_what_is_in_it(name, records, modules):
    assert check.importable(name, records) == modules


@pytest.fixture
def information(tmp_path):
    folder = tmp_path / "Some_Thing-1.0.dist-info"
    folder.mkdir()
    return folder


def test_a_distribution_is_read_from_its_record(tmp_path, information):
    (information / "RECORD").write_text('thing/__init__.py,,\n"thing/a,b.so",sha256=x,1\n../../bin/tool,,\n\n')
    package = check.read_package(str(tmp_path), str(information))
    assert package.name == "Some_Thing-1.0"
    assert str(tmp_path / "thing/a,b.so") in package.files
    assert package.modules == ["thing"]


def test_a_distribution_without_a_record_has_no_files(tmp_path, information):
    package = check.read_package(str(tmp_path), str(information))
    assert (package.files, package.modules) == (set(), [])


def test_its_own_list_of_modules_wins(tmp_path, information):
    (information / "RECORD").write_text("thing/__init__.py,,\nother.py,,\n")
    (information / "top_level.txt").write_text("thing\n\narea/inner\n")
    assert check.read_package(str(tmp_path), str(information)).modules == ["area.inner", "thing"]


def test_files_that_nobody_claims_are_a_package_too(tmp_path):
    site = tmp_path / "lib/python3.11/site-packages"
    (site / "known-1.dist-info").mkdir(parents=True)
    (site / "known-1.dist-info/RECORD").write_text("known/a.so,,\n")
    elf = [str(site / "known/a.so"), str(site / "stray/b.so")]
    found = [(package.name, package.modules) for package in check.packages(str(tmp_path), elf)]
    assert found == [("known-1", ["known.a"]), ("stray", ["stray"])]


def test_a_library_that_is_missing_is_explained_with_its_package():
    package = check.Package("needy-1.0", {"/x/needy.so"}, ["needy"])
    text = check.library_failure("needy", package, "/x/needy.so", ["libb.so.2", "liba.so.1"])
    assert text.startswith("`import needy` fails: /x/needy.so of needy-1.0 needs libb.so.2, liba.so.1, ")
    assert "(most often liba1, libb2)" in text


@pytest.mark.parametrize(
    ("source", "output"),
    [("", None), ("raise ImportError('absent')", "absent"), ("import os; os.abort()", None)],
)
def test_an_import_says_why_it_fails(tmp_path, monkeypatch, source, output):
    (tmp_path / "subject.py").write_text(source)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    printed = check.run_import("subject", 60)
    assert output in printed if output else printed is None
