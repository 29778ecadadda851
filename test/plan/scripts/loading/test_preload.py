import os
import shutil

import pytest

import preload
from remedies import Remedies


@pytest.fixture
def remedies(tmp_path):
    return Remedies(str(tmp_path), "", "ffmpeg")


def test_the_loader_says_what_it_cannot_load(monkeypatch):
    monkeypatch.setenv("LD_PRELOAD", "libabsent.so.2:/nowhere/libother.so")
    names = [name for name, reason in preload.refused_libraries() if reason == "cannot open shared object file"]
    assert names == ["libabsent.so.2", "/nowhere/libother.so"]


def test_what_is_there_is_not_refused(monkeypatch):
    monkeypatch.setenv("LD_PRELOAD", "libc.so.6")
    assert preload.refused_libraries() == []


def test_a_library_that_is_missing_is_named_with_its_package(remedies):
    text = preload.explain("libjemalloc.so.2", "cannot open shared object file", remedies)
    assert text == "LD_PRELOAD names libjemalloc.so.2, which the image does not have. Add libjemalloc2 to runtime-deps."
    assert remedies.line() == "runtime-deps: [ffmpeg, libjemalloc2]"


def test_a_library_that_lies_elsewhere_is_shown(tmp_path, monkeypatch, remedies):
    shutil.copy("/proc/self/exe", str(tmp_path / "libthere.so"))
    monkeypatch.setattr(preload, "FOLDERS", ["/absent/", str(tmp_path) + os.sep])
    text = preload.explain("/usr/lib/libthere.so", "cannot open shared object file", remedies)
    assert "It has %s/libthere.so: write `libthere.so`" % tmp_path in text


def test_a_file_that_is_no_library_is_refused_with_the_reason(tmp_path, remedies):
    text = preload.explain(str(tmp_path), "file too short", remedies)
    assert text == "LD_PRELOAD names %s, which cannot be loaded: file too short." % tmp_path
