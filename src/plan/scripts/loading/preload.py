"""Fails the build when a library of LD_PRELOAD is not in the image: the loader would leave it out.

Usage: preload.py SYSTEM BUILD RUNTIME, in the layout of the image and with its variables. SYSTEM is the folder /var/lib of
the system that packages were installed on; BUILD and RUNTIME are the Mopyfile's Debian packages, joined by commas.
"""

import glob
import os
import re
import subprocess
import sys

from output import say
from remedies import Remedies

# The words of glibc's loader.
REFUSED = re.compile(r"object '([^']*)' from LD_PRELOAD cannot be preloaded \(([^)]*)\)")
FOLDERS = ("/usr/lib/*-linux-gnu*/", "/usr/lib/", "/lib/*-linux-gnu*/", "/usr/local/lib/")


def main(system, build, runtime):
    refused = refused_libraries()
    remedies = Remedies(system, build, runtime)
    for library, reason in refused:
        say("error: " + explain(library, reason, remedies))
    if remedies.packages:
        say(remedies.line())
    return 1 if refused else 0


def refused_libraries():
    """(library, reason) of each that a new process begins without."""
    process = subprocess.Popen(
        [sys.executable, "-I", "-S", "-c", ""],
        env=dict(os.environ, LC_ALL="C"),
        stderr=subprocess.PIPE,
        universal_newlines=True,
    )
    return list(dict.fromkeys(REFUSED.findall(process.communicate()[1])))


def explain(library, reason, remedies):
    if os.path.exists(library) or reason != "cannot open shared object file":
        return "LD_PRELOAD names %s, which cannot be loaded: %s." % (library, reason)
    name = os.path.basename(library)
    found = next((path for folder in FOLDERS for path in sorted(glob.glob(folder + name))), None)
    text = "LD_PRELOAD names %s, which the image does not have." % library
    if found:
        return "%s It has %s: write `%s`, which the loader finds on every platform." % (text, found, name)
    return "%s %s" % (text, remedies.remedy([name]))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
