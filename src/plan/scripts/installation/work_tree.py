"""Makes local projects look to git as they did in the work tree that they were copied from.

Usage: work_tree.py FOLDER. What ignore rules leave out is not there, and files of a client that knows no modes have
others than the commit: git would call both a change, and tools that read a project's version from git would say so in it.
"""

import os
import shutil
import subprocess
import sys


def main(folder):
    if not shutil.which("git"):
        return
    for tree, folders, files in os.walk(folder):
        if ".git" in folders + files:
            folders[:] = [name for name in folders if name != ".git"]
            restore(tree)


def restore(tree):
    """A repository that git cannot read is left as it is: not every project needs it."""
    listing = git(tree, ["ls-files", "--stage", "-z"])
    missing = []
    for entry in listing.split(b"\0")[:-1]:
        attributes, _, name = entry.partition(b"\t")
        path = os.path.join(os.fsencode(tree), name)
        if not os.path.lexists(path):
            missing.append(name)
        elif attributes.startswith(b"100") and os.path.isfile(path) and not os.path.islink(path):
            os.chmod(path, 0o755 if attributes.startswith(b"100755") else 0o644)
    if missing:
        names = b"".join(name + b"\0" for name in missing)
        git(tree, ["update-index", "--skip-worktree", "-z", "--stdin"], names)


def git(tree, words, given=b""):
    command = ["git", "-C", tree]
    command.extend(words)
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    output, _ = process.communicate(given)
    return output if process.returncode == 0 else b""


if __name__ == "__main__":
    main(sys.argv[1])
