"""Fails the build when an installed package cannot be imported because a shared library is missing.

Usage: check.py ENVIRONMENT, in the layout and as the user of the final image. An unresolved library
alone proves nothing (many are optional), so the packages that have one are imported and judged by that.
"""

import contextlib
import csv
import glob
import os
import re
import signal
import subprocess
import sys
import tempfile
import time

from closure import elf_files, loaded_libraries
from output import say

# For all modules of one distribution. Whatever takes longer is not waited for, and no reason to fail.
SECONDS = 60
# Drivers that the host brings when the container starts.
DRIVERS = re.compile(r"libcuda\.so|libnvidia-|libnvcuvid\.|libnvoptix\.")
# Several libraries in one package that has the name of none.
GLIB = re.compile(r"lib(glib|gio|gobject|gmodule|gthread)-2\.0\.so\.0$")
# Threads and exit handlers of a module are cut off: they are no part of importing it.
IMPORT = "import importlib, os, sys; importlib.import_module(sys.argv[1]); os._exit(0)"


def main(environment):
    elf = list(elf_files(environment))
    missing = unresolved(elf)
    bundled = {os.path.basename(path) for path in elf}
    failures = []
    for package in packages(environment, elf):
        files = sorted(path for path in missing if path in package.files)
        for path in files:
            warn(path, package, set(missing[path]) - bundled)
        if files:
            libraries = sorted({library for path in files for library in missing[path]})
            failures.extend(broken_imports(package, libraries, missing))
    for failure in failures:
        say("error: " + failure)
    sys.exit(1 if failures else 0)


def warn(path, package, libraries):
    """A library that lies in the environment may be found through the run path of whatever loads it first."""
    if libraries:
        say("warning: %s (%s) needs %s" % (path, package.name, ", ".join(sorted(libraries))))


def unresolved(elf):
    """ELF file -> names of the libraries that the loader does not find for it."""
    missing = {}
    for path in elf:
        names = {name for name, found in loaded_libraries(path) if not found}
        names = sorted(name for name in names if not DRIVERS.match(name))
        if names:
            missing[path] = names
    return missing


class Package:
    def __init__(self, name, files, modules):
        self.name = name
        self.files = files
        self.modules = modules


def packages(environment, elf):
    """Every installed distribution with its files and top-level modules, and one for files that nobody claims."""
    for site in glob.glob(environment + "/lib/python3*/site-packages"):
        claimed = set()
        for information in sorted(glob.glob(site + "/*.dist-info")):
            package = read_package(site, information)
            claimed |= package.files
            yield package
        for path in sorted(set(elf) - claimed):
            module = os.path.relpath(path, site).split(os.sep)[0].split(".")[0]
            yield Package(module, {path}, [module] if module else [])


def read_package(site, information):
    try:
        with open(information + "/RECORD", newline="", encoding="utf-8") as file:
            records = [row[0] for row in csv.reader(file) if row]
    except OSError:
        records = []
    files = {os.path.normpath(os.path.join(site, record)) for record in records}
    name = os.path.basename(information)[: -len(".dist-info")]
    return Package(name, files, top_level_modules(information, records))


def top_level_modules(information, records):
    """Names of the modules to import, by the distribution's own list or by its files."""
    try:
        with open(information + "/top_level.txt", encoding="utf-8") as file:
            names = {line.strip().replace("/", ".") for line in file if line.strip()}
    except OSError:
        names = modules_in(records)
    return sorted(module for name in names for module in importable(name, records))


def modules_in(records):
    modules = set()
    for record in records:
        first, slash, _ = record.partition("/")
        if record.endswith((".py", ".so")):
            modules.add(first if slash else first.split(".")[0])
    return {module for module in modules if re.match(r"[A-Za-z_]\w*$", module)}


def importable(name, records):
    """The module itself; in place of a namespace package, which imports nothing, the packages and extensions in it."""
    folder = name.replace(".", "/") + "/"
    inside = [record[len(folder) :] for record in records if record.startswith(folder)]
    if not inside or any(record.startswith("__init__.") for record in inside):
        return [name]
    parts = modules_in(record for record in inside if "/" in record or record.endswith(".so"))
    return [module for part in sorted(parts) for module in importable(name + "." + part, records)]


def broken_imports(package, libraries, missing):
    deadline = time.monotonic() + SECONDS
    for module in package.modules:
        try:
            output = run_import(module, max(deadline - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            say("note: importing %s took too long and was stopped: %s has %d seconds" % (module, package.name, SECONDS))
            return
        if output is None:
            continue
        culprit = next((name for name in libraries if name + ": cannot open shared object file" in output), None)
        if culprit:
            file = next(path for path in sorted(package.files) if culprit in missing.get(path, ()))
            yield library_failure(module, package, file, missing[file])
        else:
            say("note: `import %s` fails, but for none of these libraries:\n%s" % (module, output))


def library_failure(module, package, file, libraries):
    """Names all that the file lacks: the loader itself stops at the first."""
    return (
        "`import {module}` fails: {file} of {package} needs {libraries}, which the loader does not find in the image. "
        "Add the Debian package that holds it to build-deps (most often {guesses}), or install a build of {package} "
        "that does without."
    ).format(
        module=module,
        file=file,
        package=package.name,
        libraries=", ".join(libraries),
        guesses=", ".join(sorted({debian_name(library) for library in libraries})),
    )


def run_import(module, seconds):
    """The output of a failing import; None when it works or ends by a signal, which says nothing about libraries."""
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            [sys.executable, "-c", IMPORT, module],
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            process.wait(seconds)
        finally:
            stop(process)
        if process.returncode < 0:
            say("note: importing %s ended with signal %d" % (module, -process.returncode))
        output.seek(0)
        return output.read().decode("utf-8", "replace") if process.returncode > 0 else None


def stop(process):
    """Ends the process with everything that it started."""
    with contextlib.suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def debian_name(library):
    """Debian's rule for the package of a library: libGL.so.1 is in libgl1, libfoo2.so.3 in libfoo2-3."""
    if GLIB.match(library):
        return "libglib2.0-0"
    name, _, version = library.partition(".so")
    version = version.strip(".").split(".")[0]
    separator = "-" if version and name[-1:].isdigit() else ""
    return (name + separator + version).lower().replace("_", "-")


if __name__ == "__main__":
    main(*sys.argv[1:])
