import os
import subprocess

import pytest

import ldconfig


@pytest.fixture
def image(tmp_path, monkeypatch):
    """An image without a list, and what its libraries are: those of this machine."""
    for name in ("PROGRAM", "CACHE", "SETTINGS", "SETTINGS_FOLDER"):
        monkeypatch.setattr(ldconfig, name, str(tmp_path / "image") + getattr(ldconfig, name))
    monkeypatch.setattr(ldconfig, "BASE_PROGRAM", str(tmp_path / "image/sbin/ldconfig"))
    source = tmp_path / "source"
    (source / "etc/ld.so.conf.d").mkdir(parents=True)
    (source / "sbin").mkdir()
    (source / "sbin/ldconfig").symlink_to("/sbin/ldconfig")
    (source / "etc/ld.so.conf.d/folder.conf").write_text("/usr/lib/%s-linux-gnu\n" % os.uname().machine)
    (tmp_path / "image/etc").mkdir(parents=True)
    return tmp_path / "image"


def carried(tmp_path):
    tree = tmp_path / "tree"
    prefix = str(tmp_path / "tree") + str(tmp_path / "image")
    return sorted(str(path)[len(prefix) :] for path in tree.rglob("*") if path.is_file())


def run(tmp_path, when, *folders):
    ldconfig.main(str(tmp_path / "tree"), str(tmp_path / "source"), when, *map(str, folders))


EVERYTHING = ["/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d/folder.conf", "/usr/sbin/ldconfig"]


def test_an_image_gets_a_program_its_settings_and_a_list(tmp_path, image):
    run(tmp_path, "always")
    assert carried(tmp_path) == EVERYTHING
    printed = subprocess.check_output([image / "usr/sbin/ldconfig", "-p", "-C", image / "etc/ld.so.cache"], text=True)
    assert "libc.so.6" in printed


@pytest.mark.parametrize(
    ("path", "text", "needed"),
    [
        ("lib/python3.11/site-packages/a.py", "import ctypes.util\nctypes.util.find_library('a')\n", True),
        ("lib/python3.11/site-packages/a.py", "import ctypes\n", False),
        ("lib/python3.11/site-packages/nvidia_cublas_cu12-12.1.dist-info/RECORD", "", True),
    ],
)
def test_only_what_names_libraries_needs_it(tmp_path, image, path, text, needed):
    file = tmp_path / "environment" / path
    file.parent.mkdir(parents=True)
    file.write_text(text)
    run(tmp_path, "mentioned", tmp_path / "environment")
    assert carried(tmp_path) == (EVERYTHING if needed else [])


def test_a_list_that_is_there_is_made_anew_where_it_differs(tmp_path, image):
    (image / "sbin").mkdir()
    (image / "sbin/ldconfig").symlink_to("/sbin/ldconfig")
    (image / "etc/ld.so.conf").write_text("include /nowhere\n")
    (image / "etc/ld.so.cache").write_text("old")
    run(tmp_path, "always")
    assert carried(tmp_path) == ["/etc/ld.so.cache"]
    assert (image / "etc/ld.so.cache").read_bytes() != b"old"


def test_a_list_that_is_right_stays(tmp_path, image):
    run(tmp_path, "always")
    (tmp_path / "tree").rename(tmp_path / "first")
    run(tmp_path, "always")
    assert carried(tmp_path) == []
