import pytest

import debian_names


@pytest.mark.parametrize(
    ("library", "release", "package"),
    [
        ("libGL.so.1", 13, "libgl1"),
        ("libfoo2.so.3", 12, "libfoo2-3"),
        ("libxml_parser.so.4.2", 12, "libxml-parser4"),
        ("libglib-2.0.so.0", 12, "libglib2.0-0"),
        ("libgthread-2.0.so.0", 13, "libglib2.0-0t64"),
        ("libmagic.so.1", 11, "libmagic1"),
        ("libmagic.so.1", 13, "libmagic1t64"),
        ("libgeos_c.so.1", 12, "libgeos-c1v5"),
        ("libgeos_c.so.1", 13, "libgeos-c1t64"),
        ("libpcap.so.0.8", 11, "libpcap0.8"),
        ("libgdk_pixbuf-2.0.so.0", 13, "libgdk-pixbuf-2.0-0"),
        ("libenchant-2.so.2", 13, "libenchant-2-2"),
    ],
)
def test_debian_names_the_package_of_a_library(library, release, package):
    assert debian_names.package_of(library, release) == package


@pytest.mark.parametrize("library", ["libabsent.so", "absent"])
def test_without_a_version_there_is_no_rule(library):
    assert debian_names.package_of(library) is None


@pytest.mark.parametrize(
    ("library", "others", "release", "soname"),
    [
        ("magic", [], 12, "libmagic.so.1"),
        ("libmagic.so.1", [], 12, "libmagic.so.1"),
        ("/usr/lib/libfoo.so.7", [], 12, "libfoo.so.7"),
        ("foo", ["libbar.so.1", "libfoo.so.7"], 12, "libfoo.so.7"),
        ("gdal", [], 11, "libgdal.so.28"),
        ("gdal", [], 13, "libgdal.so.36"),
        ("libgobject-2.0-0", [], 12, "libgobject-2.0.so.0"),
        ("cairo-2", [], 12, "libcairo.so.2"),
        ("enchant", [], 12, "libenchant-2.so.2"),
        ("absent", [], 12, None),
    ],
)
def test_names_that_programs_ask_for_are_completed(library, others, release, soname):
    assert debian_names.soname_of(library, others, release) == soname


@pytest.mark.parametrize(
    ("library", "name"),
    [
        ("libusb-1.0.so.0", "usb-1.0"),
        ("usb-1.0", "usb-1.0"),
        ("libcairo-2.dll", "cairo"),
        ("libcairo.2.dylib", "cairo"),
        ("/usr/lib/libz.so.1.2.13", "z"),
        ("enchant-2", "enchant-2"),
    ],
)
def test_the_stem_is_the_same_for_all_names_of_a_library(library, name):
    assert debian_names.stem(library) == name


@pytest.mark.parametrize(("glibc", "release"), [("2.28", 11), ("2.31", 11), ("2.36", 12), ("2.41", 13), ("2.43", 13)])
def test_the_c_library_tells_the_release(glibc, release):
    assert debian_names.debian_release(glibc) == release


def test_what_is_installed_is_known_better(tmp_path):
    (tmp_path / "libodd5c2:amd64.list").write_text("/.\n/usr/lib/x86_64-linux-gnu/libodd.so.5\n")
    (tmp_path / "other.list").write_text("/usr/share/doc/libodd.so.55\n")
    assert debian_names.package_of("libodd.so.5", 12, str(tmp_path)) == "libodd5c2"
    assert debian_names.package_of("libodd.so.55x", 12, str(tmp_path)) == "libodd55x"
