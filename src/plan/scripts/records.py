"""The distributions that are installed in a virtual environment, and their files."""

import csv
import glob
import os


def information_folders(environment):
    """The `dist-info` folder of each distribution, in a stable order."""
    return sorted(glob.glob(environment + "/lib/python3*/site-packages/*.dist-info"))


def recorded_files(information):
    """Paths of the files that the distribution's RECORD names, which may not be there."""
    site = os.path.dirname(information)
    try:
        with open(information + "/RECORD", newline="", encoding="utf-8") as file:
            return [os.path.normpath(os.path.join(site, row[0])) for row in csv.reader(file) if row]
    except OSError:
        return []
