"""The time of what is in a layer."""

import os

# One for everything, so that the same content is the same layer: the first day of 1980 is the oldest that zip files can
# hold, and a day later it is that year everywhere.
TIME = 315619200


def set_times(tree):
    """Gives everything the same time, folders last."""
    for folder, folders, names in os.walk(tree, topdown=False):
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
        for path in [*(os.path.join(folder, name) for name in names + links), folder]:
            os.utime(path, (TIME, TIME), follow_symlinks=False)
