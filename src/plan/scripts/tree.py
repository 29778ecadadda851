"""Folders of the final image: their places, owners and byte code."""

import compileall
import os
import py_compile
import sys

LIBRARY = "/usr/local/lib/python%d.%d" % sys.version_info[:2]
PACKAGES = LIBRARY + "/site-packages"
HOME = "/home/nonroot"
NONROOT = 65532


def make_home(tree):
    """/home itself gets the same owner because the project's layer brings it along that way."""
    for path in (os.path.dirname(tree + HOME), tree + HOME):
        make_writable(path)


def make_writable(path):
    """Makes a folder for the image's user and, as any other user runs in group 0, for every user."""
    os.mkdir(path)
    os.chown(path, NONROOT, 0)
    os.chmod(path, 0o775)


def compile_folder(folder, shown_as=None):
    """Writes byte code that does not depend on file times; the image's user could not write any.

    `shown_as` is where the folder will lie. What this Python cannot compile, templates for example, is skipped.
    """
    modes = getattr(py_compile, "PycInvalidationMode", None)
    options = {"invalidation_mode": modes.UNCHECKED_HASH} if modes else {}
    compileall.compile_dir(folder, ddir=shown_as, quiet=2, workers=0, force=True, **options)
