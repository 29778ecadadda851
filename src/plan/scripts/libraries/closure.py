"""Which shared libraries ELF files load, as the dynamic loader itself sees it.

Runs on every Python from 3.4 on, in stages that have neither ldd nor readelf.
"""

import os
import struct
import subprocess
import sys

PT_INTERP = 3


def elf_files(root):
    """Paths of all ELF files below `root`, links left out, in a stable order."""
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(folder, name)
            if not os.path.islink(path) and os.path.isfile(path) and is_elf(path):
                yield path


def is_elf(path):
    with open(path, "rb") as file:
        return file.read(4) == b"\x7fELF"


def loader():
    """Path of the dynamic loader that the running interpreter names in its program headers."""
    with open(os.path.realpath(sys.executable), "rb") as file:
        image = file.read(65536)
    wide = image[4] == 2
    order = "<" if image[5] == 1 else ">"
    (table,) = struct.unpack_from(order + ("Q" if wide else "I"), image, 32 if wide else 28)
    size, count = struct.unpack_from(order + "HH", image, 54 if wide else 42)
    for start in range(table, table + size * count, size):
        (kind,) = struct.unpack_from(order + "I", image, start)
        if kind == PT_INTERP:
            (offset,) = struct.unpack_from(order + ("Q" if wide else "I"), image, start + (8 if wide else 4))
            return image[offset : image.index(b"\0", offset)].decode()
    raise SystemExit("%s names no dynamic loader" % sys.executable)


LOADER = loader()


def loaded_libraries(path):
    """Yields (name, resolved path or None) for every library that loading `path` brings in, its own libraries' included.

    The variable is what ldd sets; the loader's option `--list` would stop at the first library that is missing.
    """
    process = subprocess.Popen(
        [LOADER, path],
        env=dict(os.environ, LD_TRACE_LOADED_OBJECTS="1"),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        universal_newlines=True,
    )
    for line in process.communicate()[0].splitlines():
        name, arrow, target = line.strip().partition(" => ")
        if arrow:
            resolved = target.split(" (")[0].strip()
            yield name, resolved if resolved.startswith("/") else None


def library_folder():
    """The folder below /usr that the loader searches on this architecture, such as /usr/lib/x86_64-linux-gnu."""
    for name, path in loaded_libraries(os.path.realpath(sys.executable)):
        if name.startswith("libc.so"):
            folder = os.path.dirname(path)
            return folder if folder.startswith("/usr/") else "/usr" + folder
    raise SystemExit("%s is not linked to a C library" % sys.executable)
