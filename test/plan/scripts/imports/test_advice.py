import pytest

import advice
import interpreter


@pytest.mark.parametrize(
    ("name", "version", "text"),
    [
        ("tkinter", (3, 11), "leaves out this part of the standard library"),
        ("cgi", (3, 13), "Python 3.13 removed it from the standard library, this is 3.13: write `python: 3.12`"),
        ("cgi", (3, 13), ", or add `legacy-cgi` to `pip`"),
        ("imp", (3, 14), "Python 3.12 removed it"),
        ("distutils", (3, 12), "or add `setuptools` to `pip`"),
        ("tomllib", (3, 9), "part of Python from 3.11 on, this is 3.9: choose a newer `python`"),
        ("dataclasses", (3, 6), "part of Python from 3.7 on"),
        ("pkg_resources", (3, 12), "setuptools has it up to release 81: add `setuptools<82` to `pip`"),
        ("PIL", (3, 11), "add `pillow` to `pip`"),
        ("reqests", (3, 11), "did you mean `requests`?"),
        ("ab", (3, 11), "add the distribution that brings `ab` to `pip`"),
    ],
)
def test_a_missing_module_is_explained(name, version, text):
    assert text in advice.missing(name, {"requests", "abc"}, version)


@pytest.mark.parametrize(
    ("name", "version", "text"),
    [
        (
            "cgi",
            (3, 13),
            "write `python: 3.12`, or add `legacy-cgi` to `pip`, or take a release of Old that does without it",
        ),
        ("crypt", (3, 13), "this is 3.13: write `python: 3.12`, or take a release of Old"),
        ("asyncore", (3, 12), "write `python: 3.11`, or add `standard-asyncore` to `pip`"),
        ("email.absent", (3, 11), "the standard library of this Python has none"),
        ("pkg_resources", (3, 11), "add `setuptools<82` to `pip`"),
        ("tomllib", (3, 9), "choose a newer `python`"),
        ("tkinter", (3, 11), "leaves out this part"),
        ("PIL", (3, 11), "add `pillow` to `pip`"),
        ("absent", (3, 11), "add the distribution that brings `absent` to `pip`, or the extra of Old that does"),
    ],
)
def test_a_module_that_a_distribution_lacks_is_explained(name, version, text):
    assert text in advice.in_package(name, "Old", version)


def test_what_the_interpreter_lacks_is_known():
    importable = {name.partition(".")[0] for name in interpreter.LEFT_OUT if name.partition(".")[0].isidentifier()}
    never_imported = {"__pycache__", "tests", "idle_test", "_tkinter"}
    assert importable - never_imported == advice.LEFT_OUT
