"""Entries for scanners: which Debian packages an image has something of, as distroless images list them."""

import os
import re
import subprocess

from dpkg import Database, read_fields

# Distroless images have a file for each package there. Scanners read the folder beside dpkg's own database.
FOLDER = "/var/lib/dpkg/status.d"


def record(tree, database, names):
    """Writes an entry for each package into the folder that becomes a layer."""
    if names:
        os.makedirs(tree + FOLDER, exist_ok=True)
    for name in sorted(names):
        with open(os.path.join(tree + FOLDER, name), "w", encoding="utf-8", errors="surrogateescape") as file:
            file.write(entry(database.packages[name].stanza))


def record_owners(tree, paths):
    """Writes an entry for each package that owns one of the paths, or what links there lead to."""
    database = Database()
    record(tree, database, {name for path in paths for name in owners(database, path)})


def owners(database, path):
    return database.owners(path) or database.owners(os.path.realpath(path))


def entry(stanza):
    """The paragraph without what is of concern to dpkg alone: the state, and sums of the files in /etc."""
    return re.sub(
        r"^(Status|Conffiles|Config-Version):.*\n(?:[ \t].*\n)*", "", stanza.strip("\n") + "\n", flags=re.MULTILINE
    )


def recorded_version(layers, name):
    """The version of a package in the uppermost of the layers that have an entry for it, or None."""
    for layer in reversed(layers):
        path = os.path.join(layer + FOLDER, name)
        if os.path.exists(path):
            with open(path, encoding="utf-8", errors="surrogateescape") as file:
                return read_fields(file.read()).get("Version")
    return None


def is_newer(version, than):
    """Compares versions by Debian's rules."""
    return subprocess.call(["dpkg", "--compare-versions", version, "gt", than]) == 0
