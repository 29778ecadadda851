"""Splits an installed virtual environment into trees that become layers of the image, by distribution.

Usage: layers.py ENVIRONMENT FOLDER HEAVY [projects]. FOLDER then holds `environment`, HEAVY trees `heavy-1` and so on for
distributions of 5 MB and more, and `projects` for those that were installed from a folder, where that is asked for. A file
belongs to the distribution whose RECORD names it, byte code to its source's; what no RECORD names, and what is light, lies in
`environment`. A tree depends on nothing but what is in it. Files are linked, not copied: that takes no space in the step that
has made them.
"""

import hashlib
import json
import os
import re
import shutil
import sys

from records import information_folders, recorded_files
from times import set_times

LIGHT = "environment"
PROJECTS = "projects"
# Installed, in bytes, without byte code. A lighter distribution is not worth a layer of its own when it changes.
HEAVY_SIZE = 5000000
# PEP 3147: the interpreter, then perhaps the degree of optimisation.
BYTE_CODE = re.compile(r"\.[^.]+(\.opt-\w+)?\.pyc$")


def main(environment, folder, heavy, *options):
    trees = [LIGHT, *("heavy-%d" % (number + 1) for number in range(int(heavy))), *options]
    for tree in trees:
        os.makedirs(os.path.join(folder, tree))
    owners = owned_files(environment, int(heavy), PROJECTS in options)
    for parent, folders, names in os.walk(environment):
        folders.sort()
        if not folders and not names:
            add_folder(parent, os.path.join(folder, LIGHT))
        links = [name for name in folders if os.path.islink(os.path.join(parent, name))]
        for name in sorted(names + links):
            path = os.path.join(parent, name)
            add_file(path, os.path.join(folder, owners.get(source_of(path), LIGHT)))
    for tree in trees:
        set_times(os.path.join(folder, tree))


def owned_files(environment, heavy, has_projects):
    """File -> name of its tree, for every file that a RECORD names; the first distribution has what several name."""
    owners = {}
    for information in information_folders(environment):
        files = recorded_files(information)
        tree = tree_of(information, files, heavy, has_projects)
        for path in files:
            owners.setdefault(path, tree)
    return owners


def tree_of(information, files, heavy, has_projects):
    if has_projects and is_local_project(information):
        return PROJECTS
    size = sum(os.lstat(path).st_size for path in files if os.path.isfile(path) and source_of(path) == path)
    if size < HEAVY_SIZE:
        return LIGHT
    name = os.path.basename(information).partition("-")[0]
    return "heavy-%d" % (bucket(name, heavy) + 1)


def bucket(name, count):
    """The same for every version of a distribution, and on every machine."""
    normalised = re.sub(r"[-_.]+", "-", name).lower()
    return int(hashlib.sha256(normalised.encode()).hexdigest(), 16) % count


def is_local_project(information):
    """PEP 610: what was installed from a folder says so."""
    try:
        with open(information + "/direct_url.json", encoding="utf-8") as file:
            return "dir_info" in json.load(file)
    except (OSError, ValueError):
        return False


def source_of(path):
    """The source of a file of byte code, the file itself for all others."""
    folder, name = os.path.split(path)
    if os.path.basename(folder) != "__pycache__" or not name.endswith(".pyc"):
        return path
    return os.path.join(os.path.dirname(folder), BYTE_CODE.sub(".py", name))


def add_file(path, tree):
    add_folder(os.path.dirname(path), tree)
    if os.path.islink(path):
        os.symlink(os.readlink(path), tree + path)
    else:
        os.link(path, tree + path)


def add_folder(path, tree):
    if path == "/" or os.path.isdir(tree + path):
        return
    add_folder(os.path.dirname(path), tree)
    os.mkdir(tree + path)
    shutil.copymode(path, tree + path)


if __name__ == "__main__":
    main(*sys.argv[1:])
