import pytest

import distributions


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
    assert distributions.modules_in(records) == modules


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
    assert distributions.importable(name, records) == modules


@pytest.fixture
def information(tmp_path):
    folder = tmp_path / "Some_Thing-1.0.dist-info"
    folder.mkdir()
    return folder


def test_a_distribution_is_read_from_its_record(tmp_path, information):
    (information / "RECORD").write_text('thing/__init__.py,,\n"thing/a,b.so",sha256=x,1\n../../bin/tool,,\n\n')
    package = distributions.read_package(str(information))
    assert package.name == "Some_Thing-1.0"
    assert str(tmp_path / "thing/a,b.so") in package.files
    assert package.modules == ["thing"]
    assert package.namesakes == []


def test_a_module_that_is_called_like_its_package_is_known(tmp_path, information):
    (information / "RECORD").write_text("thing/__init__.py,,\nthing/thing.py,,\nthing/other.py,,\n")
    assert distributions.read_package(str(information)).namesakes == ["thing.thing"]


def test_a_distribution_without_a_record_has_no_files(tmp_path, information):
    package = distributions.read_package(str(information))
    assert (package.files, package.modules) == (set(), [])


def test_its_own_list_of_modules_wins(tmp_path, information):
    (information / "RECORD").write_text("thing/__init__.py,,\nother.py,,\n")
    (information / "top_level.txt").write_text("thing\n\narea/inner\n")
    assert distributions.read_package(str(information)).modules == ["area.inner", "thing"]


def test_files_that_nobody_claims_are_a_package_too(tmp_path):
    site = tmp_path / "lib/python3.11/site-packages"
    (site / "known-1.dist-info").mkdir(parents=True)
    (site / "known-1.dist-info/RECORD").write_text("known/a.so,,\n")
    elf = [str(site / "known/a.so"), str(site / "stray/b.so")]
    found = [(package.name, package.modules) for package in distributions.packages(str(tmp_path), elf)]
    assert found == [("known-1", ["known.a"]), ("stray", ["stray"])]
