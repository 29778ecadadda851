import re

import pytest

import mentions

FIND = re.compile(rb"\bfind_library\b")


def test_tests_and_metadata_are_left_aside(tmp_path):
    for path in ("b.py", "a/c.py", "a/tests/d.py", "x-1.0.dist-info/e.py", "f.txt"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("")
    found = [path[len(str(tmp_path)) + 1 :] for path in mentions.python_files(str(tmp_path))]
    assert found == ["b.py", "a/c.py"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (b"from ctypes.util import find_library\n", True),
        (b"path = util.find_library('magic')\xff", True),
        (b"def find_library_file(self): pass\n", False),
        (b"", False),
    ],
)
def test_words_are_found_in_the_text(tmp_path, text, found):
    (tmp_path / "a.py").write_bytes(text)
    assert mentions.mentions(str(tmp_path / "a.py"), FIND) is found


def test_what_cannot_be_read_mentions_nothing(tmp_path):
    (tmp_path / "a.py").symlink_to("nowhere")
    assert not mentions.mentions(str(tmp_path / "a.py"), FIND)
