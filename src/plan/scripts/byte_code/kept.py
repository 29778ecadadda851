"""Byte code that is kept from build to build, in files that each hold what was compiled in one process.

RECORD is no key, since pip installs files that differ from it: the sources are read.
"""

import contextlib
import hashlib
import marshal
import os
import sys
import time
from importlib.util import cache_from_source

from byte_code import PROGRAM

# Seconds for which byte code is kept that no build asks for.
KEPT = 30 * 24 * 3600


def key_of(files):
    """For the contents and paths of files, which are part of byte code, the program that compiles and the interpreter.

    An optimisation is part of the name of byte code.
    """
    digest = hashlib.sha256(repr((sys.version, cache_from_source("x.py"), read(PROGRAM))).encode())
    for path in files:
        with open(path, "rb") as file:
            digest.update(
                ("%s\0%s\n" % (path, hashlib.sha256(file.read()).hexdigest())).encode("utf-8", "surrogateescape")
            )
    return digest.hexdigest()


def restore(cache, key):
    """Puts byte code into its places. False where there is none, or a damaged file of it."""
    path = os.path.join(cache, key)
    try:
        with open(path, "rb") as file:
            digest, data = file.read(32), file.read()
        if hashlib.sha256(data).digest() != digest:
            return False
        for target, content in marshal.loads(data):
            os.makedirs(os.path.dirname(target), exist_ok=True)
            with open(target, "wb") as file:
                file.write(content)
        os.utime(path)
    except OSError:
        return False
    return True


def keep(cache, key, files):
    data = marshal.dumps([(path, read(path)) for path in map(cache_from_source, files) if os.path.isfile(path)])
    fresh = os.path.join(cache, "%s.%d" % (key, os.getpid()))
    # A cache that cannot be written is none.
    with contextlib.suppress(OSError):
        with open(fresh, "wb") as file:
            file.write(hashlib.sha256(data).digest() + data)
        os.replace(fresh, os.path.join(cache, key))


def forget(cache):
    for entry in os.listdir(cache):
        path = os.path.join(cache, entry)
        # Another build may have done the same.
        with contextlib.suppress(OSError):
            if time.time() - os.stat(path).st_mtime > KEPT:
                os.remove(path)


def read(path):
    with open(path, "rb") as file:
        return file.read()
