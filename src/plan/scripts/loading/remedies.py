"""Which Debian packages of the image help where a library is missing."""

import os
import re

from debian_names import package_of


class Remedies:
    """Says what to write into the Mopyfile.

    `system` is the folder /var/lib of the system that the packages of Python were installed on; `build` and `runtime` are
    the Mopyfile's Debian packages, joined by commas.
    """

    def __init__(self, system, build, runtime):
        self.installed = os.path.join(system, "dpkg/info")
        self.build = {re.split("[:=/]", name, maxsplit=1)[0] for name in build.split(",")}
        self.runtime = [name for name in runtime.split(",") if name]
        self.packages = []

    def package_of(self, library):
        return package_of(library, installed=self.installed)

    def remedy(self, libraries):
        """The advice about libraries that a program opens: Debian packages for `runtime-deps`."""
        packages = {library: self.package_of(library) for library in libraries}
        known = list(dict.fromkeys(package for package in packages.values() if package))
        unknown = [library for library in libraries if not packages[library]]
        self.packages += [package for package in known if package not in self.packages]
        names = known + ["the Debian package that holds %s" % library for library in unknown]
        behind = [name for name in known if name in self.build]
        tail = " (%s of build-deps stays behind when packages are installed)" % ", ".join(behind) if behind else ""
        return "Add %s to runtime-deps%s." % (", ".join(names), tail)

    def line(self):
        """The line to paste, with what is in the Mopyfile already."""
        return "runtime-deps: [%s]" % ", ".join([*self.runtime, *self.packages])
