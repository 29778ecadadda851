import os

import pytest

import modes


@pytest.mark.parametrize(
    ("given", "expected"),
    [(0o600, 0o644), (0o664, 0o644), (0o444, 0o644), (0o700, 0o755), (0o775, 0o755), (0o4755, 0o755), (0o654, 0o644)],
)
def test_a_file_has_one_of_two_modes(tmp_path, given, expected):
    source = tmp_path / "source"
    (source / "deep").mkdir(parents=True)
    (source / "deep" / "a").write_text("a")
    os.utime(str(source / "deep" / "a"), (1000000000, 1000000000))
    os.chmod(str(source / "deep" / "a"), given)
    os.chmod(str(source / "deep"), 0o2775)
    modes.main(str(source), str(tmp_path / "target"))
    copied = os.stat(str(tmp_path / "target" / "deep" / "a"))
    assert (copied.st_mode & 0o7777, copied.st_mtime) == (expected, 1000000000)
    assert os.stat(str(tmp_path / "target" / "deep")).st_mode & 0o7777 == 0o755


def test_links_stay_as_they_are(tmp_path):
    source = tmp_path / "source"
    source.mkdir()
    os.symlink("/nowhere", str(source / "link"))
    os.symlink("..", str(source / "up"))
    modes.main(str(source), str(tmp_path / "target"))
    assert os.readlink(str(tmp_path / "target" / "link")) == "/nowhere"
    assert os.readlink(str(tmp_path / "target" / "up")) == ".."
