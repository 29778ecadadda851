"""Carries over setuptools for what counts on it without asking for it, as environments before Python 3.12 had it.

Usage: legacy.py ENVIRONMENT, after the packages are installed in that virtual environment.
"""

import glob
import os
import re
import shutil
import sys
import sysconfig
from importlib.machinery import FrozenImporter

import sources
from advice import PKG_RESOURCES
from follow import SETUPTOOLS, UNREADABLE, Follower
from mentions import mentions, python_files
from modules import Modules
from reach import Place, Reach

VERSION = "python%d.%d" % sys.version_info[:2]
LIBRARIES = "/usr/local/lib"
PARTS = ("setuptools", "pkg_resources", "_distutils_hack", "distutils-precedence.pth", "setuptools-*-info")
# From this version on, no environment has it unless it is installed.
WITHOUT = (3, 12)
MENTIONED = re.compile("|".join(SETUPTOOLS).encode())


def main(environment):
    site = site_packages(environment + "/lib")
    if not os.path.isdir(site) or has_setuptools(site):
        return 0
    needing = sorted(needing_setuptools(site))
    if not needing:
        return 0
    if sys.version_info[:2] < WITHOUT:
        first = "%s imports %s" % needing[0]
        if carry(LIBRARIES, site):
            print("note: setuptools comes along: %s, and nothing that is installed asks for it" % first)
        return 0
    for file, name in needing:
        print(
            "error: %s imports `%s`, and nothing that is installed asks for setuptools: %s"
            % (file, name, PKG_RESOURCES)
        )
    return 1


def site_packages(libraries):
    return os.path.join(libraries, VERSION, "site-packages")


def has_setuptools(site):
    return any(os.path.exists(os.path.join(site, name)) for name in SETUPTOOLS)


def carry(libraries, target):
    """Copies setuptools as the build image has it. False where that has none."""
    site = site_packages(libraries)
    paths = sorted(path for part in PARTS for path in glob.glob(os.path.join(site, part)))
    if not has_setuptools(site):
        return False
    for path in paths:
        copy = os.path.join(target, os.path.basename(path))
        if os.path.isdir(path):
            shutil.copytree(path, copy, ignore=shutil.ignore_patterns("__pycache__", "tests"))
        else:
            shutil.copy2(path, copy)
    return True


def needing_setuptools(site):
    """(file, name) of each import of setuptools that fails when the package that it is in is imported."""
    candidates = list(mentioning(site))
    tops = sorted({os.path.relpath(file, site).split(os.sep)[0].partition(".")[0] for file in candidates})
    if any(map(may_import, candidates)) and may_reach(site, tops):
        follower = Follower(Modules([site], standard(), [FrozenImporter]))
        for top in tops:
            follower.follow_module(top)
        for finding in follower.findings:
            if finding.module in SETUPTOOLS:
                yield os.path.relpath(finding.file, site), finding.module
    if sys.version_info[:2] < WITHOUT:
        yield from imported_somewhere(site, candidates)


def may_import(file):
    """Whether a line of a file looks like an import of setuptools at its top level."""
    return any(statement.module.partition(".")[0] in SETUPTOOLS for statement in sources.in_text(file))


def standard():
    return [path for path in sys.path if "site-packages" not in path]


def may_reach(site, tops):
    """Whether an import of setuptools can be what some file looks like that these packages import.

    The text tells: parsing all that numpy and pandas import takes as long as compiling it.
    """
    roots = [Place(None, None, sources.Import(top, None, 0, 0)) for top in tops]
    modules = Modules([], [site, *standard()], [FrozenImporter])
    reach = Reach(modules, roots, sysconfig.get_paths()["stdlib"])
    return any(reach.missing(place) in SETUPTOOLS for place in reach.reached())


def imported_somewhere(site, files):
    """Imports of pkg_resources in any module: setuptools is there for the asking, so a guess may be generous."""
    for file in files:
        try:
            names = {statement.module.partition(".")[0] for statement in sources.outside_try(sources.read(file))}
        except UNREADABLE:
            continue
        if "pkg_resources" in names:
            yield os.path.relpath(file, site), "pkg_resources"


def mentioning(site):
    """Modules whose text has the name of a package of setuptools."""
    for path in python_files(site):
        if os.path.basename(path) not in ("setup.py", "conftest.py") and mentions(path, MENTIONED):
            yield path


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
