import pytest

import legacy


def write(site, files):
    for name, text in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text)


FOUND = {
    "the package itself": {"old/__init__.py": "import setuptools\n"},
    "a module that it imports": {"old/__init__.py": "from . import web\n", "old/web.py": "import setuptools\n"},
    "a module that it imports by its whole name": {
        "old/__init__.py": "from old import web\n",
        "old/web.py": "import setuptools\n",
    },
    "beside a name that a module lacks": {
        "old/__init__.py": "from old.web import absent\nimport setuptools\n",
        "old/web.py": "present = 1\n",
    },
    "beside a module that a package lacks": {
        "old/__init__.py": "import setuptools\nimport old.absent\n",
    },
}
NOT_FOUND = {
    "in a try": {"old/__init__.py": "try:\n    import setuptools\nexcept ImportError:\n    pass\n"},
    "in a module that nothing imports": {"old/__init__.py": "", "old/build.py": "import setuptools\n"},
    "nowhere, beside a name that a module lacks": {
        "old/__init__.py": "from old.web import absent\n",
        "old/web.py": "present = 'setuptools'\n",
    },
}


@pytest.mark.parametrize("files", FOUND.values(), ids=FOUND.keys())
def test_finds_an_import_of_setuptools(tmp_path, monkeypatch, files):
    monkeypatch.setattr(legacy, "WITHOUT", (0, 0))
    write(tmp_path, files)
    assert [name for _, name in legacy.needing_setuptools(str(tmp_path))] == ["setuptools"]


@pytest.mark.parametrize("files", NOT_FOUND.values(), ids=NOT_FOUND.keys())
def test_passes_over_what_does_not_run(tmp_path, monkeypatch, files):
    monkeypatch.setattr(legacy, "WITHOUT", (0, 0))
    write(tmp_path, files)
    assert list(legacy.needing_setuptools(str(tmp_path))) == []
