"""Caches of fonts, for a folder that becomes a layer of an image."""

import os
import shutil
import subprocess

from times import set_times

FONT_CACHES = "/var/cache/fontconfig"


def make_font_caches(tree):
    """A cache of fonts holds the time of the folder: fontconfig would believe none that was made before times were set."""
    program = shutil.which("fc-cache")
    if program and os.path.isdir(tree + "/usr/share/fonts"):
        subprocess.call([program, "--sysroot", tree, "--system-only"], stderr=subprocess.DEVNULL)
        set_times(tree)
