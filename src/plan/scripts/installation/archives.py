"""Wheels that are kept from build to build, so that pip neither asks an index for their pages nor downloads them again.

One is kept for what pip has chosen it for: a package of a list with hashes, the indices that were asked, and the interpreter.
Where an index may want credentials, nothing is kept: whoever cannot read it gets nothing of it here. Nothing here is trusted,
since pip compares every archive with the hashes of the list.
"""

import contextlib
import hashlib
import os
import platform
import re
import shutil
import stat
import sys
import tempfile
import time
from urllib.parse import urlsplit

from records import normalised

# Seconds for which an archive is kept that no build asks for.
KEPT = 30 * 24 * 3600
# A package of one version, with hashes, as the compiler writes it on one line or several.
PINNED = re.compile(r"([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])? *== *[^\s;]+.* --hash=")


def pinned(requirements):
    """Normalised name of a package -> its lines in a list of requirements, markers and hashes included."""
    with open(requirements, encoding="utf-8") as file:
        lines = re.sub(r" *\\\n *", " ", file.read()).splitlines()
    packages = {}
    for line in lines:
        match = PINNED.match(line)
        if match:
            packages.setdefault(normalised(match.group(1)), []).append(line)
    return packages


def key_of(lines, locations):
    """For the lines of a package and the addresses that pip looks for it at. None where one of these may want credentials."""
    if has_netrc() or any("@" in urlsplit(location).netloc for location in locations):
        return None
    interpreter = (sys.version, platform.machine(), platform.libc_ver())
    return hashlib.sha256(repr((lines, locations, interpreter)).encode()).hexdigest()


def has_netrc():
    return any(map(os.path.isfile, [os.environ.get("NETRC", ""), *map(os.path.expanduser, ("~/.netrc", "~/_netrc"))]))


def find(store, key):
    """The path of a wheel; None where there is none. Whatever else lies in its place is dropped, for another to be kept there."""
    folder = os.path.join(store, key)
    try:
        [path] = [os.path.join(folder, name) for name in os.listdir(folder)]
        if path.endswith(".whl") and stat.S_ISREG(os.lstat(path).st_mode):
            os.utime(folder)
            return path
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        pass
    drop(store, [key])
    return None


def keep(store, key, path, name, url):
    """Keeps the file that pip has got from a URL, under its name. A store that cannot be written is none."""
    with contextlib.suppress(OSError):
        os.makedirs(store, exist_ok=True)
        fresh = tempfile.mkdtemp(prefix=".", dir=store)
        try:
            copy(path, os.path.join(fresh, os.path.basename(name)), os.path.dirname(store), url)
            # Fails where another build was faster.
            os.rename(fresh, os.path.join(store, key))
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def copy(path, target, cache, url):
    """A link to what pip keeps of the URL in its own cache takes no space, where that is the file: sizes tell, and pip later."""
    name = hashlib.sha224(url.encode()).hexdigest()
    body = os.path.join(cache, "http-v2", *name[:5], name + ".body")
    try:
        if os.path.getsize(body) == os.path.getsize(path):
            os.link(body, target)
            return
    except OSError:
        pass
    shutil.copyfile(path, target)


def drop(store, keys):
    for key in keys:
        shutil.rmtree(os.path.join(store, key), ignore_errors=True)


def forget(store):
    """Drops what no build has asked for in a month; another may be doing the same."""
    with contextlib.suppress(OSError):
        drop(store, [key for key in os.listdir(store) if is_old(os.path.join(store, key))])


def is_old(path):
    return time.time() - os.stat(path).st_mtime > KEPT
