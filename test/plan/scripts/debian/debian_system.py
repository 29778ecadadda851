"""A made-up Debian system in a folder, for the programs that read dpkg's database."""


class System:
    def __init__(self, root):
        self.root = root
        self.folder = root / "var/lib/dpkg"
        (self.folder / "info").mkdir(parents=True)
        self._stanzas = []

    def install(self, name, files=(), **fields):
        """Adds a package; keyword arguments are further fields, with `_` for `-`."""
        lines = ["Package: " + name, "Status: install ok installed", "Architecture: amd64"]
        lines += ["%s: %s" % (field.replace("_", "-"), value) for field, value in fields.items()]
        lines.append("Description: made up\n of two lines")
        self._stanzas.append("\n".join(lines))
        (self.folder / "status").write_text("\n\n".join(self._stanzas) + "\n")
        (self.folder / "info" / (name + ".list")).write_text("/.\n" + "".join(path + "\n" for path in files))
