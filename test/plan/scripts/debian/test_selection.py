import pytest

import dpkg
import selection
from debian_system import System

# Paths of made-up ELF files, and the libraries that loading each brings in.
LIBRARIES = {}


@pytest.fixture(autouse=True)
def system(tmp_path, monkeypatch):
    LIBRARIES.clear()
    monkeypatch.setattr(selection, "is_elf", lambda path: path in LIBRARIES)
    monkeypatch.setattr(selection, "loaded_libraries", lambda path: LIBRARIES.get(path, []))
    # The folder of a test lies in one that an image never gets.
    monkeypatch.setattr(selection, "is_unwanted_path", lambda _: False)
    return System(tmp_path)


def elf(system, name, *loads):
    """Makes a file and answers its path; the system's files lie in the test's folder."""
    path = str(system.root / name)
    (system.root / name).write_text("")
    LIBRARIES[path] = [(library, str(system.root / library)) for library in loads]
    return path


def data(system, name):
    (system.root / name).write_text("")
    return str(system.root / name)


def chosen(system, *names, users=()):
    database = dpkg.Database(str(system.root))
    found = selection.Selection(database)
    found.add_named(database.packages[name] for name in names)
    found.add_users(users)
    return sorted(found.chosen)


def test_of_dependencies_comes_what_is_loaded_and_data(system):
    system.install("tool", [elf(system, "tool", "libone")], Depends="one, two, data")
    system.install("one", [elf(system, "libone")], Depends="one-data")
    system.install("one-data", [data(system, "one.txt")])
    system.install("two", [elf(system, "libtwo")], Depends="two-data")
    system.install("two-data", [data(system, "two.txt")])
    system.install("data", [data(system, "data.txt")])
    assert chosen(system, "tool") == ["data", "one", "one-data", "tool"]


def test_plugins_of_a_library_bring_what_they_load(system):
    system.install("tool", [elf(system, "tool", "libone")], Depends="one")
    system.install("one", [elf(system, "libone"), elf(system, "plugin", "libtwo")], Depends="two")
    system.install("two", [elf(system, "libtwo")])
    assert chosen(system, "tool") == ["one", "tool", "two"]


def test_a_package_without_programs_passes_its_being_named_on(system):
    system.install("meta", [data(system, "readme")], Depends="version, perl")
    system.install("version", [elf(system, "program")], Depends="unused")
    system.install("unused", [elf(system, "libunused")])
    system.install("perl", [elf(system, "perl")])
    assert chosen(system, "meta") == ["meta", "version"]


def test_what_is_in_the_image_anyway_loads_libraries_of_dependencies_alone(system):
    system.install("tool", [elf(system, "tool")], Depends="one")
    system.install("one", [elf(system, "libone")], Depends="two")
    system.install("two", [elf(system, "libtwo")])
    system.install("other", [elf(system, "libother")])
    users = [elf(system, "extension", "libtwo", "libother")]
    assert chosen(system, "tool", users=users) == ["tool", "two"]


@pytest.mark.parametrize("name", ["perl", "libperl5.36", "libfoo-perl", "adduser", "logrotate", "debconf"])
def test_machinery_of_debian_stays_away(system, name):
    system.install("tool", [data(system, "tool.txt")], Depends=name)
    system.install(name, [data(system, "machinery.txt")])
    assert chosen(system, "tool") == ["tool"]


def test_essential_packages_stay_away(system):
    system.install("tool", [elf(system, "tool")], Depends="base")
    system.install("base", [data(system, "base.txt")], Essential="yes")
    assert chosen(system, "tool") == ["tool"]


def test_libraries_that_are_not_found_are_noted(system):
    system.install("tool", [elf(system, "tool")])
    LIBRARIES[str(system.root / "tool")] = [("libgone.so.1", None)]
    database = dpkg.Database(str(system.root))
    found = selection.Selection(database)
    found.add_named([database.packages["tool"]])
    assert found.unresolved == {str(system.root / "tool"): ["libgone.so.1"]}
