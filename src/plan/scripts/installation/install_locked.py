"""Installs a list with hashes by pip, with the wheels that earlier builds have kept.

Usage: install_locked.py STORE LIST PYTHON PACKAGES WORD... Where that fails, pip does it without them, so that what is kept
neither fails a build nor changes what it says.
"""

import os
import re
import sys
import tempfile

import archives
import quiet

PROGRAM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "keep_archives.py")
# Only wheels are kept: a build from sources fails whatever is kept, and may take long.
BUILT = re.compile(
    rb"\s*(?:error: (?:subprocess-exited-with-error|metadata-generation-failed)"
    rb"|ERROR: (?:Failed building wheel |Command errored out with exit status ))"
)
# pip speaks of hashes in a requirements file that nobody wrote.
REMEDY = (
    b"ERROR: archives of this entry are known by their hashes: where one is gone from the index or replaced there, "
    b"let the tool of the file write it anew\n"
)


def main(store, requirements, python, packages, *words):
    with tempfile.TemporaryDirectory() as pages:
        code, lines = quiet.run([python, "-B", PROGRAM, packages, store, pages, requirements, *words])
        used = [os.path.splitext(name)[0] for name in os.listdir(pages)]
    if code and used and not is_built(lines):
        code, lines = quiet.run([python, os.path.join(packages, "pip"), *words])
        # They were the reason.
        archives.drop(store, [] if code else used)
    quiet.tell(code, lines)
    if code and not is_built(lines):
        quiet.write([REMEDY])
    archives.forget(store)
    return code


def is_built(lines):
    """Whether an archive of sources failed to build, by what pip says."""
    return any(map(BUILT.match, lines))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
