import importlib.util
import os

import byte_code
import compile as compile_program
import kept


def compiled(path):
    return importlib.util.cache_from_source(str(path))


def test_byte_code_is_believed_without_a_look_at_the_source(tmp_path):
    source = tmp_path / "module.py"
    source.write_text("value = 1\n")
    (tmp_path / "template.py").write_text("{% if %}\n")
    byte_code.compile_folder(str(tmp_path), shown_as="/opt/shown")
    with open(compiled(source), "rb") as file:
        data = file.read()
    # PEP 552: a hash instead of a time, and not to be checked.
    assert data[4:8] == b"\x01\0\0\0"
    assert b"/opt/shown/module.py" in data
    assert [path.name for path in (tmp_path / "__pycache__").iterdir()] == [os.path.basename(compiled(source))]


def test_test_suites_are_not_compiled(tmp_path):
    for path in ("test/a.py", "pkg/tests/b.py", "testing.py", "pkg/tests.py", "tests"):
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if path.endswith(".py"):
            file.write_text("")
    found = [os.path.relpath(path, str(tmp_path)) for path in byte_code.python_files(str(tmp_path))]
    assert found == ["testing.py", "pkg/tests.py"]


def environment_with(tmp_path, text):
    """A virtual environment with a distribution `one` and a file of none."""
    site = tmp_path / ("venv/lib/python%d.%d/site-packages" % compile_program.sys.version_info[:2])
    information = site / "one-1.0.dist-info"
    information.mkdir(parents=True, exist_ok=True)
    (information / "RECORD").write_text("one.py,,\nmissing.py,,\n")
    (site / "one.py").write_text(text)
    (site / "stray.py").write_text("stray = 1\n")
    return site


def test_byte_code_is_taken_from_the_cache_as_long_as_the_source_is_the_same(tmp_path, monkeypatch):
    cache = tmp_path / "cache"
    cache.mkdir()
    counts = []
    compile_units = compile_program.compile_units
    monkeypatch.setattr(
        compile_program, "compile_units", lambda units: counts.append(len(units)) or compile_units(units)
    )
    for text, expected in (("one = 1\n", 2), ("one = 1\n", 0), ("one = 2\n", 1)):
        site = environment_with(tmp_path, text)
        path = compiled(site / "one.py")
        if os.path.exists(path):
            os.remove(path)
        compile_program.main(str(tmp_path / "venv"), str(cache))
        assert counts.pop() == expected
        assert os.path.exists(path)
    assert len(list(cache.iterdir())) == 3


def test_damaged_and_old_entries_of_the_cache_are_none(tmp_path):
    source, cache = tmp_path / "a.py", tmp_path / "cache"
    cache.mkdir()
    source.write_text("")
    byte_code.compile_folder(str(tmp_path))
    kept.keep(str(cache), "key", [str(source)])
    assert kept.restore(str(cache), "key")
    data = (cache / "key").read_bytes()
    (cache / "key").write_bytes(data[:-1])
    assert not kept.restore(str(cache), "key")
    os.utime(str(cache / "key"), (0, 0))
    kept.forget(str(cache))
    assert list(cache.iterdir()) == []


def test_a_cache_that_cannot_be_written_is_none(tmp_path):
    kept.keep(str(tmp_path / "nowhere"), "key", [])
    assert not kept.restore(str(tmp_path / "nowhere"), "key")
