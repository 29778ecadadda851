"""Fails the build when the program that the image starts is not in it.

Usage: command.py WORD, in the layout, with the environment and as the user of the final image.
"""

import sys

from programs import NotFound, find

if __name__ == "__main__":
    try:
        find(sys.argv[1])
    except NotFound as error:
        sys.exit("error: %s" % error)
