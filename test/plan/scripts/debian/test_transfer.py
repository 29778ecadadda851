import os
import stat

import pytest

import times
import transfer


@pytest.fixture
def tree(tmp_path):
    (tmp_path / "tree").mkdir()
    return str(tmp_path / "tree")


def test_a_file_keeps_neither_set_user_id_bits_nor_a_time_of_its_own(tmp_path, tree):
    source = tmp_path / "program"
    source.write_text("x")
    source.chmod(0o4755)
    assert transfer.Transfer(tree, "/nowhere").add(str(source))
    times.set_times(tree)
    state = os.stat(tree + str(source))
    assert (stat.S_IMODE(state.st_mode), state.st_mtime) == (0o755, times.TIME)
    assert os.stat(tree).st_mtime == times.TIME


def test_names_of_one_file_stay_names_of_one_file(tmp_path, tree):
    (tmp_path / "one").write_text("x")
    os.link(str(tmp_path / "one"), str(tmp_path / "two"))
    copies = transfer.Transfer(tree, "/nowhere")
    copies.add(str(tmp_path / "one"))
    copies.add(str(tmp_path / "two"))
    assert os.stat(tree + str(tmp_path / "two")).st_nlink == 2


@pytest.mark.parametrize("present", ["same", "other"])
def test_what_the_base_has_is_not_copied(tmp_path, tree, present):
    source = tmp_path / "data"
    source.write_text("same")
    place(tmp_path / "base", source, present)
    assert not transfer.Transfer(tree, str(tmp_path / "base")).add(str(source))
    assert not os.path.exists(tree + str(source))


@pytest.mark.parametrize(
    ("present", "newer", "added"),
    [
        ("same", False, False),
        ("same", True, False),
        ("other", False, False),
        ("other", True, True),
        (None, False, True),
    ],
)
def test_of_two_versions_the_newer_one_is_in_the_image(tmp_path, tree, present, newer, added):
    source = tmp_path / "data"
    source.write_text("same")
    if present:
        place(tmp_path / "layer", source, present)
    copies = transfer.Transfer(tree, "/nowhere", [str(tmp_path / "layer")])
    assert copies.add(str(source), newer) is added
    assert os.path.exists(tree + str(source)) is added


def test_a_library_that_the_layers_have_by_another_name_becomes_a_link(tmp_path, tree):
    source = tmp_path / "libx.so.1.2.3"
    source.write_text("x" * transfer.LARGE)
    place(tmp_path / "layer", "/usr/lib/libx.so.1", "x" * transfer.LARGE)
    assert transfer.Transfer(tree, "/nowhere", [str(tmp_path / "layer")]).add(str(source))
    assert os.readlink(tree + str(source)) == "/usr/lib/libx.so.1"


def place(root, path, text):
    file = root / str(path)[1:]
    file.parent.mkdir(parents=True)
    file.write_text(text)


def test_links_are_followed_within_the_image(tmp_path, tree):
    (tmp_path / "file").write_text("x")
    os.symlink("file", str(tmp_path / "link"))
    os.symlink("missing", str(tmp_path / "dangling"))
    os.symlink("loop", str(tmp_path / "loop"))
    copies = transfer.Transfer(tree, "/nowhere")
    for name in ("file", "link", "dangling", "loop"):
        copies.add(str(tmp_path / name))
    assert [copies.has(str(tmp_path / name)) for name in ("link", "dangling", "loop")] == [True, False, False]


@pytest.mark.parametrize(
    ("path", "target", "expected"),
    [
        ("/usr/lib/a.so", "b.so", "b.so"),
        ("/lib/a.so", "/lib/b.so", "/lib/b.so"),
        ("/lib/x/a.so", "../../usr/lib/b.so", "/usr/lib/b.so"),
    ],
)
def test_a_link_that_moves_below_usr_leads_where_it_did(monkeypatch, path, target, expected):
    monkeypatch.setattr(os, "readlink", lambda _: target)
    assert transfer.link_target(path) == expected
