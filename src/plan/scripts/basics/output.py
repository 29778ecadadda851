"""Lines in the log of the build."""

import sys


def say(line):
    """In one piece: what comes in parts is not repeated when BuildKit shows how a step ended."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
