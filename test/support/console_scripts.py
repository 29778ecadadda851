"""Follows the imports of every console script of an environment, as if all that is installed were the project, and as it is.

Usage: console_scripts.py SCRIPTS, with the Python of the environment. Prints as JSON how many there are, what is found, and
which of them import what nothing provides.
"""

import glob
import json
import os
import sys
import sysconfig
from importlib.metadata import entry_points

sys.path += glob.glob(sys.argv[1] + "/*/")
from follow import Follower
from modules import Modules
from reach import Place
from sources import Import
from vain import vain_imports

site = sysconfig.get_paths()["purelib"]
standard = [sysconfig.get_paths()["stdlib"], sysconfig.get_config_var("DESTSHARED")]
modules = Modules([site], standard)
groups = entry_points()
scripts = groups.select(group="console_scripts") if hasattr(groups, "select") else groups["console_scripts"]
names = sorted({script.value.partition(":")[0].strip() for script in scripts})
follower = Follower(modules, lambda path: os.path.relpath(path, site))
absent = [name + " is not there" for name in names if not follower.follow_module(name)]
found = ["%s:%d: %s" % (follower.shown(one.file), one.line, one.module or one.text) for one in follower.findings]
installed = Follower(Modules([], [site, *standard]))
roots = [Place(None, None, Import(name, None, 0, 0)) for name in names]
vain = sorted(name for _, name in vain_imports(installed, roots, standard[0]))
print(json.dumps({"modules": len(names), "files": len(follower.trees), "found": sorted(absent + found), "vain": vain}))
