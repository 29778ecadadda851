"""Fails the build when an installed package cannot be imported because a shared library is missing.

Usage: check.py ENVIRONMENT SYSTEM BUILD RUNTIME, in the layout and as the user of the final image. Packages that lack a
library, or open one by name, prove nothing (many can do without): they are imported and judged by that. SYSTEM is the
folder /var/lib of the system that the packages were installed on; BUILD and RUNTIME are the Mopyfile's Debian packages,
joined by commas.
"""

import os
import re
import subprocess
import sys

from closure import elf_files, loaded_libraries
from debian_names import by_rule, soname_of, stem
from distributions import packages
from importing import failing_imports, run_import
from judgement import is_driver, missing_libraries
from mentions import mentions
from output import say
from remedies import Remedies

# Names of which a Python file that opens a library has one.
OPENS = re.compile(rb"\b(CDLL|LoadLibrary|dlopen|find_library)\b")
# The loader's words about a library.
NOT_OPENED = ": cannot open shared object file"
# Each library costs an import; what needs more is named by the next build.
LIMIT = 12


def main(environment, system, build, runtime):
    elf = list(elf_files(environment))
    missing = unresolved(elf)
    bundled = {os.path.basename(path) for path in elf}
    remedies = Remedies(system, build, runtime)
    linked = {library for libraries in missing.values() for library in libraries}
    failures = []
    for package in packages(environment, elf):
        files = sorted(path for path in missing if path in package.files)
        for path in files:
            warn(path, package, set(missing[path]) - bundled)
        if files or opens_libraries(package):
            failures.extend(broken_imports(package, {path: missing[path] for path in files}, linked, remedies))
    for failure in dict.fromkeys(failures):
        say("error: " + failure)
    if remedies.packages:
        say(remedies.line())
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
        names = sorted(name for name in names if not is_driver(name))
        if names:
            missing[path] = names
    return missing


def opens_libraries(package):
    return any(path.endswith(".py") and mentions(path, OPENS) for path in package.files)


def broken_imports(package, missing, linked, remedies):
    """`missing` are the libraries that the package's files lack, by file; `linked` those that any package's lack."""
    libraries = {library for names in missing.values() for library in names}
    for failure in failing_imports(package):
        culprit = next((name for name in sorted(libraries) if name + NOT_OPENED in failure.output), None)
        if culprit:
            file = next(path for path in sorted(missing) if culprit in missing[path])
            yield explain_linked(failure.module, package, file, missing[file], remedies)
            continue
        opened = [name for name in missing_libraries(failure.failed, failure.chain) if name not in linked]
        if opened:
            yield explain_opened(failure, package, opened, remedies)
        elif missing:
            say("note: `import %s` fails, but for none of these libraries:\n%s" % (failure.module, failure.output))


def explain_linked(module, package, file, libraries, remedies):
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
        guesses=", ".join(sorted({remedies.package_of(library) or by_rule(library) for library in libraries})),
    )


def explain_opened(failure, package, libraries, remedies):
    """Names all that the package opens: the import itself stops at the first."""
    found = [soname_of(library, tried) or library for library, tried in needed(failure, libraries)]
    return "`import %s` fails: %s opens %s, which the image does not have. %s" % (
        failure.module,
        package.name,
        ", ".join(found),
        remedies.remedy(found),
    )


def needed(failure, libraries):
    """(name, further names) of each library that the import needs, found by pretending that those before are there."""
    found, present = {}, []
    while failure and libraries and len(found) < LIMIT:
        tried = [*libraries, *failure.failed]
        for library in libraries:
            same = [name for name in tried if stem(name) == stem(library)]
            found[stem(library)] = library, same
            present.extend(same)
        failure = import_with(failure.module, present)
        # A library that is pretended has no functions.
        is_useful = failure and failure.chain and "AttributeError" not in failure.chain[0]["kinds"]
        libraries = missing_libraries(failure.failed, failure.chain) if is_useful else []
        libraries = [library for library in libraries if stem(library) not in found]
    return list(found.values())


def import_with(module, present):
    try:
        return run_import(module, present=present)
    except subprocess.TimeoutExpired:
        return None


if __name__ == "__main__":
    main(*sys.argv[1:])
