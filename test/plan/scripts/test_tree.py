import importlib.util

import tree
import user


def test_byte_code_is_believed_without_a_look_at_the_source(tmp_path):
    source = tmp_path / "module.py"
    source.write_text("value = 1\n")
    (tmp_path / "template.py").write_text("{% if %}\n")
    tree.compile_folder(str(tmp_path), shown_as="/opt/shown")
    compiled = importlib.util.cache_from_source(str(source))
    with open(compiled, "rb") as file:
        data = file.read()
    # PEP 552: a hash instead of a time, and not to be checked.
    assert data[4:8] == b"\x01\0\0\0"
    assert b"/opt/shown/module.py" in data
    assert [path.name for path in (tmp_path / "__pycache__").iterdir()] == [compiled.rpartition("/")[2]]


def test_the_user_has_one_entry(tmp_path):
    source, target = tmp_path / "passwd", tmp_path / "etc/passwd"
    source.write_text("root:x:0:0\nnonroot:x:1:1\nnonrooted:x:2:2\n")
    user.add_entry(str(source), str(target), "nonroot:x:65532:65532\n")
    assert target.read_text() == "root:x:0:0\nnonrooted:x:2:2\nnonroot:x:65532:65532\n"
