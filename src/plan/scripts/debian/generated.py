"""The files that an installation of Debian packages generated: links of alternatives, and files that maintainer scripts made."""

import os

from identities import is_identity
from unwanted import is_unwanted_path

# Kernel interfaces, what is not a part of Debian, and what the build has put there.
ELSEWHERE = (
    "/proc",
    "/sys",
    "/dev",
    "/mopy",
    "/usr/local",
    "/opt",
    "/srv",
    "/home",
    "/media",
    "/mnt",
    "/etc/alternatives",
)


def alternative_links(folder="/var/lib/dpkg/alternatives", links="/etc/alternatives"):
    """Yields (path, link in /etc/alternatives, where that leads), as update-alternatives(1) keeps them.

    A file of its database holds the status, then the path of the name itself, then name and path of each further
    link; an empty line ends them.
    """
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            lines = file.read().splitlines()
        further = lines[2 : lines.index("", 2)] if "" in lines[2:] else []
        for other, path in [(name, lines[1]), *zip(further[::2], further[1::2])]:
            link = os.path.join(links, other)
            if os.path.islink(path) and os.path.islink(link) and not is_unwanted_path(path):
                yield path, link, os.readlink(link)


def new_files(database, pristine, tree, chosen):
    """Files and links that were made by scripts of the chosen packages, or for what they hold.

    No package owns these files. One in a folder that the system had before may be of any use; a folder that came with
    a package is read by that package.
    """
    ignored = (*ELSEWHERE, tree)
    for folder, folders, names in os.walk("/"):
        folders[:] = sorted(
            name
            for name in folders
            if os.path.join(folder, name) not in ignored and not is_unwanted_path(os.path.join(folder, name))
        )
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
        for name in sorted(names + links):
            path = os.path.join(folder, name)
            if (
                not os.path.lexists(pristine + path)
                and not is_unwanted_path(path)
                and not database.owners(path)
                and is_wanted_folder(database, pristine, folder, chosen)
                and not is_identity(path)
            ):
                yield path


def is_wanted_folder(database, pristine, folder, chosen):
    while not database.owners(folder) and not os.path.isdir(pristine + folder):
        folder = os.path.dirname(folder)
    return os.path.isdir(pristine + folder) or any(name in chosen for name in database.owners(folder))
