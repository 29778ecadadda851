import pytest

import shell_programs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#!/bin/sh\nexit\n", "/bin/sh"),
        ("#! /usr/bin/perl -w\n", "/usr/bin/perl"),
        ("#!/usr/bin/env -S A=b python3 -I\n", "python3"),
        ("#!\n", None),
        ("\x7fELF", None),
        ("", None),
    ],
)
def test_the_first_line_names_the_interpreter(tmp_path, text, expected):
    (tmp_path / "program").write_text(text)
    assert shell_programs.script_interpreter(str(tmp_path / "program")) == expected


def test_a_path_without_a_file_has_no_interpreter(tmp_path):
    assert shell_programs.script_interpreter(str(tmp_path)) is None


@pytest.mark.parametrize(
    ("interpreter", "expected"),
    [("/bin/sh", False), ("/usr/local/bin/python3", True), ("python3", True), ("perl", False)],
)
def test_an_interpreter_is_one_of_the_image(interpreter, expected):
    assert shell_programs.is_startable(interpreter, {"/usr/local/bin/python3"}.__contains__) is expected


@pytest.mark.parametrize(
    ("programs", "folders", "expected"),
    [
        (["a"], [], "a of tool is a script of sh, which the image does not have: `base: slim` has it"),
        (
            ["a", "b"],
            ["/usr/lib/tool"],
            "a, b of tool are scripts of sh, which the image does not have: `base: slim` has it, or call them in /usr/lib/tool",
        ),
        (
            list("abcdefg"),
            [],
            "a, b, c, d, e and 2 more of tool are scripts of sh, which the image does not have: `base: slim` has it",
        ),
    ],
)
def test_a_warning_names_the_way_out(programs, folders, expected):
    assert shell_programs.warning("tool", "sh", programs, folders) == expected
