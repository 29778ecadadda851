import os
import shutil
import sys

import pytest

import gather
import programs
import run


@pytest.mark.parametrize(
    ("words", "variables", "command"),
    [
        (["a", "B=c"], {}, ["a", "B=c"]),
        (["A=1", "_b=x=y", "tool", "C=3"], {"A": "1", "_b": "x=y"}, ["tool", "C=3"]),
        (["A=two\nlines", "tool"], {"A": "two\nlines"}, ["tool"]),
        (["A=", "tool"], {"A": ""}, ["tool"]),
        (["1A=1", "tool"], {}, ["1A=1", "tool"]),
        (["A=1"], {"A": "1"}, []),
    ],
)
def test_leading_assignments_are_the_commands_variables(words, variables, command):
    assert run.split(words) == (variables, command)


@pytest.mark.parametrize(
    ("code", "seconds", "expected"),
    [
        ("pass", 0, None),
        ("raise SystemExit(3)", 0, "failed with exit code 3"),
        ("import os; os.kill(os.getpid(), 9)", 0, "was ended by signal 9"),
        ("import time; time.sleep(60)", 0.2, "did not end within 0 s"),
    ],
)
def test_a_command_that_does_not_succeed_is_explained(code, seconds, expected):
    line = run.outcome(["tool", "-c", code], sys.executable, seconds)
    assert line is None if expected is None else line == "error: `tool` " + expected


def test_a_program_is_found_on_the_path(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    shutil.copy(sys.executable, str(tmp_path / "tool"))
    assert programs.find("tool") == str(tmp_path / "tool")


@pytest.mark.parametrize(
    ("word", "reason"),
    [("/no/such", "`/no/such` is not in the image"), (os.devnull, "is not executable"), ("pythn", "mean `python`?")],
)
def test_a_program_that_is_not_there_is_explained(word, reason):
    with pytest.raises(programs.NotFound, match=reason.replace("?", r"\?")):
        programs.find(word)


def test_what_is_new_changed_and_gone_is_told(tmp_path):
    before = tmp_path / "before"
    top = tmp_path / "now"
    old = before / str(top)[1:]
    for folder in (old, top):
        (folder / "kept").mkdir(parents=True)
        (folder / "kept/same").write_text("same")
        (folder / "changed").write_text(str(folder == top))
    (old / "gone").mkdir()
    (old / "gone/file").write_text("")
    (top / "new").mkdir()
    (top / "new/link").symlink_to("nowhere")
    (top / "ignored").write_text("")
    paths = gather.changed(str(top), str(before), (str(top / "ignored"),))
    assert [os.path.relpath(path, str(top)) for path in paths] == ["changed", "new", "new/link"]
    assert list(gather.removed(str(top), str(before))) == [str(top / "gone")]
