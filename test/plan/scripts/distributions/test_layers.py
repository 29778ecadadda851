import json
import os

import pytest

import layers
import times

SITE = "lib/python3.11/site-packages"
ENVIRONMENT, PROJECTS = "environment", "projects"


@pytest.fixture
def environment(tmp_path, monkeypatch):
    monkeypatch.setattr(layers, "HEAVY_SIZE", 100)
    folder = tmp_path / "venv"
    write(folder / "bin/python", "")
    write(folder / SITE / "hook.py", "")
    (folder / "lib64").symlink_to("lib")
    (folder / "include").mkdir()
    return folder


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def install(environment, name, files, folder=False):
    """Files by their paths from the folder of packages, all of which RECORD names but byte code."""
    information = environment / SITE / (name + "-1.0.dist-info")
    for path, size in files.items():
        write(environment / SITE / path, "x" * size)
    names = [path for path in files if "__pycache__" not in path] + [information.name + "/RECORD"]
    write(information / "RECORD", "".join('"%s",,\n' % path for path in names))
    if folder:
        write(information / "direct_url.json", json.dumps({"url": "file:///x", "dir_info": {}}))


def split(environment, *options):
    """Tree -> paths of its files and empty folders, from the environment."""
    folder = environment.parent / "layers"
    layers.main(str(environment), str(folder), "8", "4", *options)
    found = {}
    for tree in sorted(os.listdir(str(folder))):
        root = "%s/%s%s" % (folder, tree, environment)
        for parent, folders, names in os.walk(root):
            links = [name for name in folders if os.path.islink(os.path.join(parent, name))]
            ends = names + links if folders or names else ["."]
            paths = (os.path.normpath(os.path.join(parent, name)) for name in ends)
            found.setdefault(tree, set()).update(os.path.relpath(path, root) for path in paths)
    return found


def below(*paths):
    return {os.path.normpath(os.path.join(SITE, path)) for path in paths}


def tree_of(kind, name):
    return "%s-%d" % (kind, layers.bucket(name, {"heavy": 8, "light": 4}[kind]) + 1)


REST = {"bin/python", "lib64", "include", SITE + "/hook.py"}


def test_the_name_of_a_distribution_chooses_its_tree_among_those_of_its_weight(environment):
    install(environment, "numpy", {"numpy/a.py": 100, "numpy/__pycache__/a.cpython-311.pyc": 9, "../../../bin/f2py": 1})
    install(environment, "six", {"six.py": 1, "__pycache__/six.cpython-311.pyc": 500})
    assert split(environment) == {
        tree_of("heavy", "numpy"): below(
            "numpy/a.py", "numpy/__pycache__/a.cpython-311.pyc", "../../../bin/f2py", "numpy-1.0.dist-info/RECORD"
        ),
        tree_of("light", "six"): below("six.py", "__pycache__/six.cpython-311.pyc", "six-1.0.dist-info/RECORD"),
        ENVIRONMENT: REST,
    }


def test_all_trees_exist(environment):
    split(environment, PROJECTS)
    heavy, light = ("heavy-%d" % number for number in range(1, 9)), ("light-%d" % number for number in range(1, 5))
    expected = [ENVIRONMENT, *heavy, *light, PROJECTS]
    assert sorted(os.listdir(str(environment.parent / "layers"))) == expected


@pytest.mark.parametrize(("options", "tree"), [([PROJECTS], PROJECTS), ([], tree_of("light", "own"))])
def test_a_folder_that_was_installed_is_a_project_where_there_is_a_layer_for_it(environment, options, tree):
    install(environment, "own", {"own/a.py": 1}, folder=True)
    assert below("own/a.py", "own-1.0.dist-info/RECORD") <= split(environment, *options)[tree]


def test_a_file_of_two_distributions_lies_in_one_tree(environment):
    install(environment, "alpha", {"shared/__init__.py": 1, "shared/a.py": 200})
    install(environment, "beta", {"shared/__init__.py": 1, "shared/b.py": 1})
    trees = split(environment)
    holding = [tree for tree, paths in trees.items() if SITE + "/shared/__init__.py" in paths]
    assert holding == [tree_of("heavy", "alpha")]


def test_links_modes_and_times(environment):
    os.chmod(str(environment / SITE), 0o750)
    folder = environment.parent / "layers"
    layers.main(str(environment), str(folder), "8", "4")
    tree = "%s/%s%s" % (folder, ENVIRONMENT, environment)
    assert os.readlink(tree + "/lib64") == "lib"
    assert os.stat(os.path.join(tree, SITE)).st_mode & 0o777 == 0o750
    assert os.stat(os.path.join(tree, SITE, "hook.py")).st_ino == os.stat(str(environment / SITE / "hook.py")).st_ino
    for path in (tree, tree + "/lib64", os.path.join(tree, SITE, "hook.py")):
        assert os.lstat(path).st_mtime == times.TIME


@pytest.mark.parametrize("name", ["scikit_learn", "scikit-learn", "Scikit.Learn", "scikit--learn"])
def test_spellings_of_a_name_are_one(name):
    assert layers.bucket(name, 8) == layers.bucket("scikit-learn", 8)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("p/__pycache__/a.cpython-311.pyc", "p/a.py"),
        ("p/__pycache__/a.cpython-311.opt-1.pyc", "p/a.py"),
        ("p/__pycache__/a.b.cpython-39.pyc", "p/a.b.py"),
        ("p/__pycache__/a.nbi", "p/__pycache__/a.nbi"),
        ("p/a.pyc", "p/a.pyc"),
    ],
)
def test_byte_code_belongs_to_its_source(path, source):
    assert layers.source_of(path) == source
