"""The distributions of a virtual environment: their files, and the modules that importing them means."""

import glob
import os
import re

from records import paths_of, records


class Package:
    """`namesakes` are modules that are called like the package which they are in: a package may hold nothing else."""

    def __init__(self, name, files, modules, namesakes=()):
        self.name = name
        self.files = files
        self.modules = modules
        self.namesakes = list(namesakes)


def packages(environment, elf):
    """Every installed distribution with its files and top-level modules, and one for files that nobody claims."""
    for site in glob.glob(environment + "/lib/python3*/site-packages"):
        claimed = set()
        for information in sorted(glob.glob(site + "/*.dist-info")):
            package = read_package(information)
            claimed |= package.files
            yield package
        for path in sorted(set(elf) - claimed):
            module = os.path.relpath(path, site).split(os.sep)[0].split(".")[0]
            yield Package(module, {path}, [module] if module else [])


def read_package(information):
    recorded = records(information)
    name = os.path.basename(information)[: -len(".dist-info")]
    modules = top_level_modules(information, recorded)
    namesakes = ["%s.%s" % (module, module) for module in modules if "%s/%s.py" % (module, module) in recorded]
    return Package(name, set(paths_of(information, recorded)), modules, namesakes)


def top_level_modules(information, recorded):
    """Names of the modules to import, by the distribution's own list or by its files."""
    try:
        with open(information + "/top_level.txt", encoding="utf-8") as file:
            names = {line.strip().replace("/", ".") for line in file if line.strip()}
    except OSError:
        names = modules_in(recorded)
    return sorted(module for name in names for module in importable(name, recorded))


def modules_in(recorded):
    modules = set()
    for record in recorded:
        first, slash, _ = record.partition("/")
        if record.endswith((".py", ".so")):
            modules.add(first if slash else first.split(".")[0])
    return {module for module in modules if re.match(r"[A-Za-z_]\w*$", module)}


def importable(name, recorded):
    """The module itself; in place of a namespace package, which imports nothing, the packages and extensions in it."""
    folder = name.replace(".", "/") + "/"
    inside = [record[len(folder) :] for record in recorded if record.startswith(folder)]
    if not inside or any(record.startswith("__init__.") for record in inside):
        return [name]
    parts = modules_in(record for record in inside if "/" in record or record.endswith(".so"))
    return [module for part in sorted(parts) for module in importable(name + "." + part, recorded)]
