"""Folders of the final image: their places and owners."""

import os
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
