"""The distributions that are installed in a virtual environment, and their files."""

import csv
import glob
import os
import re


def normalised(name):
    """The one spelling of a distribution's name, by which indices know it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def information_folders(environment):
    """The `dist-info` folder of each distribution, in a stable order."""
    return sorted(glob.glob(environment + "/lib/python3*/site-packages/*.dist-info"))


def records(information):
    """Paths in the distribution's RECORD, as they are written: relative to the folder of all distributions."""
    try:
        with open(information + "/RECORD", newline="", encoding="utf-8") as file:
            return [row[0] for row in csv.reader(file) if row]
    except OSError:
        return []


def recorded_files(information):
    """Paths of the files that the distribution's RECORD names, which may not be there."""
    return paths_of(information, records(information))


def owner(path):
    """(name, version) of the distribution whose RECORD names a file, which lies below the folder of all distributions."""
    for folder in glob.glob(os.path.join(site_of(path), "*.dist-info")):
        if path in recorded_files(folder):
            name, _, version = os.path.basename(folder)[: -len(".dist-info")].partition("-")
            return name, version
    return None


def site_of(path):
    """The folder of all distributions that a path lies in."""
    head, separator, _ = path.partition("site-packages" + os.sep)
    return head + separator.rstrip(os.sep)


def paths_of(information, recorded):
    site = os.path.dirname(information)
    return [os.path.normpath(os.path.join(site, record)) for record in recorded]
