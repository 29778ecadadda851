import pytest

import not_given


def write(folder, files):
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


INSIDE = "it is not there, or the ignore rules leave it out"
OUTSIDE = "`pip` gives it the folders that it lists alone"


@pytest.mark.parametrize(
    ("name", "text", "path"),
    [
        ("pyproject.toml", '[project]\nreadme = "README.md"\n', "README.md"),
        ("pyproject.toml", '[project]\nreadme = {file = "docs/a.rst"} # b\n', "docs/a.rst"),
        ("pyproject.toml", "[project]\nlicense = { file = 'LICENSE' }\n", "LICENSE"),
        ("pyproject.toml", '[project]\nlicense-files = ["here", "COPYING"]\n', "COPYING"),
        ("pyproject.toml", '[tool.poetry.dependencies]\nb = { path = "../b" }\n', "../b"),
        ("pyproject.toml", '[tool.poetry.dependencies.b]\npath = "../b"\n', "../b"),
        ("pyproject.toml", '[tool.setuptools.dynamic]\nversion = {file = ["VERSION"]}\n', "VERSION"),
        ("setup.cfg", "[metadata]\nlong_description = file: here, README.md\n", "README.md"),
        ("setup.py", 'open("../VERSION").read()\n', "../VERSION"),
        ("setup.py", 'x = open(os.path.join(HERE, "..", "VERSION"))\n', "../VERSION"),
        ("setup.py", 'Path("README.md").read_text()\n', "README.md"),
    ],
)
def test_a_file_that_is_not_there(tmp_path, capsys, name, text, path):
    write(tmp_path, {"lib/setup.py": "", "lib/here": ""})
    write(tmp_path, {"lib/" + name: text})
    not_given.main(str(tmp_path))
    why = OUTSIDE if path.startswith("../") else INSIDE
    expected = "note: lib/%s mentions %s, which the build was not given: %s\n" % (name, path, why)
    assert capsys.readouterr().out == expected


@pytest.mark.parametrize(
    "files",
    [
        {"pyproject.toml": '[project]\nreadme = "README.md"\n', "README.md": ""},
        {"pyproject.toml": '[project]\n# readme = "README.md"\n'},
        {"pyproject.toml": '[project]\nlicense-files = ["LICEN*"]\nreadme = ""\n'},
        {"pyproject.toml": '[tool.poetry.group.dev.dependencies]\nb = { path = "../b" }\n'},
        {"pyproject.toml": '[tool.poetry]\nversion-file = "written.txt"\n'},
        {"pyproject.toml": '[tool.other]\npath = "cache"\n'},
        {"pyproject.toml": "", "tests/data/pyproject.toml": '[project]\nreadme = "README.md"\n'},
        {"setup.py": 'setup(package_data={"kiln": ["data.json"]}, name="README.md")\n'},
        {"setup.py": 'open(name + ".txt")\nopen("out.bin")\n", ".join(["a.txt", "b.txt"])\n'},
        {"setup.py": 'open("README.md"'},
        {"setup.cfg": "[metadata]\nname = kiln\n"},
    ],
)
def test_nothing_to_say(tmp_path, capsys, files):
    write(tmp_path, files)
    not_given.main(str(tmp_path))
    assert capsys.readouterr().out == ""
