"""Splits an installed virtual environment into trees that become layers of the image, by distribution.

Usage: layers.py ENVIRONMENT FOLDER HEAVY LIGHT [projects]. FOLDER then holds HEAVY trees `heavy-1` and so on for
distributions of 5 MB and more, LIGHT trees `light-1` and so on for the others, `projects` for those that were installed from a
folder, where that is asked for, and `environment`. A file belongs to the distribution whose RECORD names it, byte code to its
source's; what no RECORD names lies in `environment`. A tree depends on nothing but what is in it. Files are linked, not
copied: that takes no space in the step that has made them.
"""

import hashlib
import json
import os
import re
import shutil
import sys

from records import information_folders, normalised, recorded_files
from times import set_times

ENVIRONMENT = "environment"
PROJECTS = "projects"
# Installed, in bytes, without byte code. What is lighter never takes along what is heavier when it changes.
HEAVY_SIZE = 5000000
# PEP 3147: the interpreter, then perhaps the degree of optimisation.
BYTE_CODE = re.compile(r"\.[^.]+(\.opt-\w+)?\.pyc$")


def main(environment, folder, heavy, light, *options):
    counts = {"heavy": int(heavy), "light": int(light)}
    numbered = [tree_name(kind, number) for kind, count in counts.items() for number in range(count)]
    trees = [ENVIRONMENT, *numbered, *options]
    for tree in trees:
        os.makedirs(os.path.join(folder, tree))
    owners = owned_files(environment, counts, PROJECTS in options)
    for parent, folders, names in os.walk(environment):
        folders.sort()
        if not folders and not names:
            add_folder(parent, os.path.join(folder, ENVIRONMENT))
        links = [name for name in folders if os.path.islink(os.path.join(parent, name))]
        for name in sorted(names + links):
            path = os.path.join(parent, name)
            add_file(path, os.path.join(folder, owners.get(source_of(path), ENVIRONMENT)))
    for tree in trees:
        set_times(os.path.join(folder, tree))


def tree_name(kind, number):
    return "%s-%d" % (kind, number + 1)


def owned_files(environment, counts, has_projects):
    """File -> name of its tree, for every file that a RECORD names; the first distribution has what several name."""
    owners = {}
    for information in information_folders(environment):
        files = recorded_files(information)
        tree = tree_of(information, files, counts, has_projects)
        for path in files:
            owners.setdefault(path, tree)
    return owners


def tree_of(information, files, counts, has_projects):
    if has_projects and is_local_project(information):
        return PROJECTS
    size = sum(os.lstat(path).st_size for path in files if os.path.isfile(path) and source_of(path) == path)
    kind = "light" if size < HEAVY_SIZE else "heavy"
    name = os.path.basename(information).partition("-")[0]
    return tree_name(kind, bucket(name, counts[kind]))


def bucket(name, count):
    """The same for every version of a distribution, and on every machine."""
    return int(hashlib.sha256(normalised(name).encode()).hexdigest(), 16) % count


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
