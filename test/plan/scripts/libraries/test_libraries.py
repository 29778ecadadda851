import pytest

import libraries


@pytest.mark.parametrize(
    ("present", "path", "expected"),
    [
        ("/usr/lib/libx.so.1", "/usr/lib/libx.so.1", "/usr/lib/libx.so.1"),
        ("/lib/libx.so.1", "/usr/lib/libx.so.1", "/lib/libx.so.1"),
        ("/usr/lib/libx.so.1", "/lib/libx.so.1", "/usr/lib/libx.so.1"),
        ("/own/libx.so.1", "/elsewhere/libx.so.1", "/own/libx.so.1"),
        ("/lib/liby.so.1", "/lib/libx.so.1", None),
    ],
)
def test_a_library_is_looked_for_where_it_may_lie(tmp_path, present, path, expected):
    file = tmp_path / present[1:]
    file.parent.mkdir(parents=True)
    file.write_text("")
    assert libraries.counterpart(str(tmp_path), path, "/own/libx.so.1") == expected
