import pytest

import dpkg
from debian_system import System


@pytest.fixture
def system(tmp_path):
    return System(tmp_path)


def database(system):
    return dpkg.Database(str(system.root))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("libc6 (>= 2.34), zlib1g", [["libc6"], ["zlib1g"]]),
        ("debconf (>= 0.5) | debconf-2.0, perl:any", [["debconf", "debconf-2.0"], ["perl"]]),
        ("libjpeg62 [amd64]", [["libjpeg62"]]),
    ],
)
def test_a_relation_has_the_names_of_its_alternatives(text, expected):
    assert dpkg.relations(text) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/lib/x86_64-linux-gnu/libz.so.1", "/usr/lib/x86_64-linux-gnu/libz.so.1"),
        ("/lib64", "/usr/lib64"),
        ("/bin/ping", "/usr/bin/ping"),
        ("/library/x", "/library/x"),
        ("/usr/lib/x", "/usr/lib/x"),
        ("/etc/lib", "/etc/lib"),
    ],
)
def test_merged_folders_lie_below_usr(path, expected):
    assert dpkg.merged(path) == expected


def test_packages_that_are_only_configured_are_not_there(system):
    system.install("gone")
    status = system.folder / "status"
    status.write_text(status.read_text().replace("install ok installed", "deinstall ok config-files"))
    assert database(system).packages == {}


def test_a_package_has_what_its_stanza_says(system):
    system.install("tool", Version="1:2-3", Essential="yes", Installed_Size="12", Depends="a", Pre_Depends="b | c")
    package = database(system).packages["tool"]
    assert (package.version, package.essential, package.size) == ("1:2-3", True, 12)
    assert package.depends == [["b", "c"], ["a"]]


def test_dependencies_are_the_installed_ones_and_those_that_provide_them(system):
    system.install("tool", Depends="missing | mail-agent, library")
    system.install("library")
    system.install("postman", Provides="mail-agent (= 2), other")
    found = database(system)
    assert [other.name for other in found.dependencies(found.packages["tool"])] == ["postman", "library"]


def test_a_path_has_its_owner_with_and_without_usr(system):
    system.install("library", ["/lib", "/lib/libx.so.1"])
    assert database(system).owners("/usr/lib/libx.so.1") == ["library"]
    assert database(system).owners("/lib/libx.so.1") == ["library"]
    assert database(system).owners("/lib/liby.so.1") == []


def test_files_of_a_library_for_several_architectures_are_found(system):
    system.install("library", ["/lib/libx.so.1"], Multi_Arch="same")
    (system.folder / "info/library.list").rename(system.folder / "info/library:amd64.list")
    found = database(system)
    assert found.files(found.packages["library"]) == ["/lib/libx.so.1"]


def test_a_diverted_file_lies_elsewhere(system):
    system.install("one", ["/bin/tool"])
    system.install("two", ["/bin/tool"])
    (system.folder / "diversions").write_text("/bin/tool\n/bin/tool.one\ntwo\n")
    found = database(system)
    assert found.files(found.packages["one"]) == ["/bin/tool.one"]
    assert found.files(found.packages["two"]) == ["/bin/tool"]
