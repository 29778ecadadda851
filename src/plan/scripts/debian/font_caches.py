"""Caches of fonts, for a folder that becomes a layer of an image."""

import os
import shutil
import subprocess
import uuid

from times import set_times

FONT_CACHES = "/var/cache/fontconfig"
# The file in which fontconfig up to 2.13 (Debian 11) keeps a folder's random name; its cache is called after that name.
FOLDER_NAME = ".uuid"


def make_font_caches(tree):
    """A cache of fonts holds the time of the folder: fontconfig would believe none that was made before times were set."""
    program = shutil.which("fc-cache")
    if program and os.path.isdir(tree + "/usr/share/fonts"):
        name_font_folders(tree)
        subprocess.call([program, "--sysroot", tree, "--system-only"], stderr=subprocess.DEVNULL)
        set_times(tree)


def name_font_folders(tree):
    """Gives each folder of fonts that has a random name one that follows from its path: the same in every build."""
    for folder, _, names in os.walk(tree + "/usr"):
        if FOLDER_NAME in names:
            name = uuid.uuid5(uuid.NAMESPACE_URL, "file://" + folder[len(tree) :])
            with open(os.path.join(folder, FOLDER_NAME), "w") as file:
                file.write(str(name))
