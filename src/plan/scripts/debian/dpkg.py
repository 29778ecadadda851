"""The packages that dpkg has installed on a Debian system, and the files of each."""

import os
import re

# Folders that newer releases of Debian have as links into /usr, and the base of the image on every release.
MERGED = re.compile(r"/(bin|sbin|lib|lib32|lib64|libx32)(?=/|$)")


class Package:
    """A package that is installed. Names are without architecture, but for those of a foreign one."""

    def __init__(self, fields, stanza):
        self.name = fields["Package"]
        self.architecture = fields.get("Architecture", "")
        self.version = fields.get("Version", "")
        self.essential = fields.get("Essential") == "yes"
        # Kilobytes, as Debian's policy 5.6.20 has it.
        self.size = int(fields.get("Installed-Size", "0"))
        self.depends = relations(fields.get("Pre-Depends", "")) + relations(fields.get("Depends", ""))
        self.provides = [name for names in relations(fields.get("Provides", "")) for name in names]
        self.stanza = stanza


def relations(text):
    """The names of each part of a relation, its alternatives together: versions and architectures are dpkg's concern."""
    return [
        [re.split(r"[\s:(\[]", alternative.strip(), maxsplit=1)[0] for alternative in part.split("|")]
        for part in text.split(",")
        if part.strip()
    ]


def merged(path):
    """Where a path lies on a system whose /bin and /lib are links into /usr."""
    return "/usr" + path if MERGED.match(path) else path


class Database:
    """The database of the system below `root`."""

    def __init__(self, root=""):
        self.folder = root + "/var/lib/dpkg"
        self.packages = {}
        self._providers = {}
        self._owners = None
        self._diversions = read_diversions(self.folder + "/diversions")
        for package in read_status(self.folder + "/status"):
            self.packages.setdefault(package.name, package)
        for package in self.packages.values():
            for name in package.provides:
                self._providers.setdefault(name, []).append(package)

    def named(self, name):
        """The installed packages that a name stands for: the package itself, or those that provide it."""
        return [self.packages[name]] if name in self.packages else self._providers.get(name, [])

    def dependencies(self, package):
        """The installed packages that a package depends on directly."""
        found = [other for names in package.depends for name in names for other in self.named(name)]
        return list({other.name: other for other in found}.values())

    def files(self, package):
        """Absolute paths of everything that a package holds, folders included, as its maintainer wrote them."""
        for name in (package.name, "%s:%s" % (package.name, package.architecture)):
            path = "%s/info/%s.list" % (self.folder, name)
            if os.path.exists(path):
                with open(path, encoding="utf-8", errors="surrogateescape") as file:
                    paths = [line.rstrip("\n") for line in file]
                return [self._diverted(path, package.name) for path in paths if path not in ("", "/.")]
        return []

    def owners(self, path):
        """Names of the packages that hold a path, which may be written with or without /usr."""
        if self._owners is None:
            self._owners = {}
            for package in self.packages.values():
                for held in self.files(package):
                    self._owners.setdefault(merged(held), []).append(package.name)
        return self._owners.get(merged(path), [])

    def _diverted(self, path, name):
        target, by = self._diversions.get(path, (path, name))
        return path if by == name else target


def read_status(path):
    with open(path, encoding="utf-8", errors="surrogateescape") as file:
        stanzas = file.read().split("\n\n")
    for stanza in stanzas:
        fields = read_fields(stanza)
        if fields.get("Status", "").endswith(" installed"):
            yield Package(fields, stanza)


def read_fields(stanza):
    """The fields of a paragraph of a control file; of those with several lines the first one."""
    return dict(
        line.split(": ", 1) for line in stanza.splitlines() if not line.startswith((" ", "\t")) and ": " in line
    )


def read_diversions(path):
    """Path -> (where other packages' files go, the package that keeps it). Three lines each: dpkg-divert(1)."""
    if not os.path.exists(path):
        return {}
    with open(path, encoding="utf-8") as file:
        lines = file.read().splitlines()
    return {lines[at]: (lines[at + 1], lines[at + 2]) for at in range(0, len(lines) - 2, 3)}
