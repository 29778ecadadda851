"""Runs a program that says something of each package, and holds it: all of it is printed if the program fails.

Usage: quiet.py WORD... for pip and apt-get. What takes long is said at once, and warnings when the program has ended.
"""

import re
import subprocess
import sys

# A download of ten megabytes or more, and what is compiled: a build may wait for these.
SLOW = re.compile(
    rb"\s*(?:Downloading .*\(\d{2,}(?:\.\d+)? MB\)|Downloading .* GB\)|Building wheel for |Running setup\.py |Cloning )"
)
# Warnings of pip and of apt, and pip's line with all that is installed now.
TELLING = re.compile(
    rb"\s*(?:WARNING|DEPRECATION|ERROR|W|E|dpkg(?:-\w+)?: (?:warning|error)): ?|Successfully installed "
)


def main(words):
    code, lines = run(words)
    tell(code, lines)
    return code


def run(words):
    """The exit code, as a shell has it, and the lines of a program that have not all been printed."""
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    held = []
    for line in process.stdout:
        held.append(line)
        if SLOW.match(line):
            write([line])
    code = process.wait()
    return code if code >= 0 else 128 - code, held


def tell(code, lines):
    write(lines if code else [line for line in lines if TELLING.match(line)])


def write(lines):
    output = getattr(sys.stdout, "buffer", sys.stdout)
    output.write(b"".join(lines))
    output.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
