"""Tells whether an import fails because a library could not be opened.

What else may be the reason is not for the build: a display, a device, a configuration.
"""

import re

from debian_names import stem

# Drivers that the host brings when the container starts.
DRIVERS = re.compile(r"libcuda\.so|libnvidia-|libnvcuvid\.|libnvoptix\.")
DRIVER_NAMES = {"cuda", "nvidia-ml", "nvcuvid", "nvoptix"}
# The loader's words, and those of cffi.
NOT_OPENED = re.compile(r"([^\s:'\"(]+): cannot open shared object file|cannot load library '?([^\s:']+)")


def is_driver(library):
    return DRIVERS.match(library) is not None or stem(library) in DRIVER_NAMES


def missing_libraries(failed, chain):
    """Names, as they were asked for, of the libraries that the import fails for; none where it fails for another reason."""
    if not chain or not is_about_libraries(chain[0], failed):
        return []
    named = [name for exception in chain for name in names_in(exception["text"], failed)]
    if not named and "AttributeError" in chain[0]["kinds"]:
        # The program itself was searched, since there was no library to search.
        named = failed[-1:]
    first = {stem(name): name for name in reversed(named)}
    return [name for name in dict.fromkeys(first[stem(name)] for name in named) if not is_driver(name)]


def is_about_libraries(exception, failed):
    """The last exception has to be of a kind that missing libraries end in, or name one."""
    kinds = exception["kinds"]
    if "ModuleNotFoundError" in kinds:
        return False
    if "ImportError" in kinds or "OSError" in kinds:
        # The system's own errors, about files and devices, have a number.
        return exception["number"] is None
    if "AttributeError" in kinds:
        return "undefined symbol" in exception["text"] and bool(failed)
    return bool(names_in(exception["text"], failed))


def names_in(text, failed):
    """The libraries that a message names: in the words of whoever opens them, or in the author's own."""
    words = [first or second for first, second in NOT_OPENED.findall(text)]
    named = [name for name in failed if stem(name) and mentions(text, stem(name))]
    return words or named[:1]


def mentions(text, name):
    name = re.sub(r"-\d+$", "", name).lower()
    return re.search(r"(?<![a-z0-9])(lib)?%s(?![a-z])" % re.escape(name), text.lower()) is not None
