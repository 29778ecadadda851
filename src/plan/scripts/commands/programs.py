"""Programs of the image by name, as `docker run` finds them."""

import difflib
import os
import shutil
import sys


class NotFound(Exception):
    """Says which program is not there, and which ones are."""


def find(word):
    """The path of the program that a command begins with. Raises NotFound."""
    path = shutil.which(word)
    if path is None:
        raise NotFound(explain(word))
    return path


def explain(word):
    if "/" in word:
        reason = "is not executable" if os.path.exists(word) else "is not in the image"
        return "`%s` %s" % (word, reason)
    known = sorted(console_scripts())
    close = difflib.get_close_matches(word, [*known, "python"], 1)
    if close:
        return "there is no program `%s` in the image: did you mean `%s`?" % (word, close[0])
    if not known:
        return "there is no program `%s` in the image: no installed package brings one" % word
    return "there is no program `%s` in the image: installed packages bring %s" % (word, ", ".join(known))


def console_scripts():
    """The programs that installed packages bring; the interpreter's own names are left out."""
    names = os.listdir(os.path.dirname(sys.executable)) if sys.prefix != sys.base_prefix else []
    return [name for name in names if not name.startswith(("python", "pip")) and "." not in name]
