"""Follows the imports of every console script of an environment as if all that is installed were the project.

Usage: console_scripts.py SCRIPTS, with the Python of the environment. Prints as JSON how many there are, and what is found.
"""

import json
import os
import sys
import sysconfig
from importlib.metadata import entry_points

sys.path.append(sys.argv[1])
from follow import Follower
from modules import Modules

site = sysconfig.get_paths()["purelib"]
standard = [sysconfig.get_paths()["stdlib"], sysconfig.get_config_var("DESTSHARED")]
modules = Modules([site], standard)
groups = entry_points()
scripts = groups.select(group="console_scripts") if hasattr(groups, "select") else groups["console_scripts"]
names = sorted({script.value.partition(":")[0].strip() for script in scripts})
follower = Follower(modules, lambda path: os.path.relpath(path, site))
absent = [name + " is not there" for name in names if not follower.follow_module(name)]
found = ["%s:%d: %s" % (follower.shown(one.file), one.line, one.module or one.text) for one in follower.findings]
print(json.dumps({"modules": len(names), "files": len(follower.trees), "found": sorted(absent + found)}))
