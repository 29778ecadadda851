import os
import stat

import pytest
import transfer


@pytest.fixture
def tree(tmp_path):
    (tmp_path / "tree").mkdir()
    return str(tmp_path / "tree")


def test_a_file_keeps_neither_set_user_id_bits_nor_a_time_of_its_own(tmp_path, tree):
    source = tmp_path / "program"
    source.write_text("x")
    source.chmod(0o4755)
    assert transfer.Transfer(tree).add(str(source))
    transfer.set_times(tree)
    state = os.stat(tree + str(source))
    assert (stat.S_IMODE(state.st_mode), state.st_mtime) == (0o755, transfer.TIME)
    assert os.stat(tree).st_mtime == transfer.TIME


def test_names_of_one_file_stay_names_of_one_file(tmp_path, tree):
    (tmp_path / "one").write_text("x")
    os.link(str(tmp_path / "one"), str(tmp_path / "two"))
    copies = transfer.Transfer(tree)
    copies.add(str(tmp_path / "one"))
    copies.add(str(tmp_path / "two"))
    assert os.stat(tree + str(tmp_path / "two")).st_nlink == 2


@pytest.mark.parametrize(("present", "added"), [("same", False), ("other", True), (None, True)])
def test_what_the_image_has_is_not_copied(tmp_path, tree, present, added):
    source = tmp_path / "data"
    source.write_text("same")
    layer = tmp_path / "layer"
    if present:
        (layer / str(tmp_path)[1:]).mkdir(parents=True)
        (layer / str(source)[1:]).write_text(present)
    assert transfer.Transfer(tree, [str(layer)]).add(str(source)) is added
    assert os.path.exists(tree + str(source)) is added


def test_links_are_followed_within_the_image(tmp_path, tree):
    (tmp_path / "file").write_text("x")
    os.symlink("file", str(tmp_path / "link"))
    os.symlink("missing", str(tmp_path / "dangling"))
    os.symlink("loop", str(tmp_path / "loop"))
    copies = transfer.Transfer(tree)
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
