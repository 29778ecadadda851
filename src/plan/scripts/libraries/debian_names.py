"""Names of the Debian packages that hold shared libraries."""

import glob
import os
import re

# Names by which programs ask for a library without its version -> the version: one, or one each for Debian 11, 12 and 13.
VERSIONS = {
    "archive": "13",
    "augeas": "0",
    "bluetooth": "3",
    "cairo": "2",
    "discid": "0",
    "dmtx": "0",
    "EGL": "1",
    "enchant-2": "2",
    "exif": "12",
    "fontconfig": "1",
    "fuse": "2",
    "gdk_pixbuf-2.0": "0",
    "geos_c": "1",
    "gio-2.0": "0",
    "GL": "1",
    "glfw": "3",
    "glib-2.0": "0",
    "gobject-2.0": "0",
    "harfbuzz": "0",
    "harfbuzz-subset": "0",
    "hidapi-hidraw": "0",
    "hidapi-libusb": "0",
    "jemalloc": "2",
    "magic": "1",
    "mariadb": "3",
    "odbc": "2",
    "openal": "1",
    "OpenCL": "1",
    "pango-1.0": "0",
    "pangocairo-1.0": "0",
    "pangoft2-1.0": "0",
    "pcap": "0.8",
    "pcsclite": "1",
    "portaudio": "2",
    "pq": "5",
    "pulse": "0",
    "rsvg-2": "2",
    "SDL2-2.0": "0",
    "sndfile": "1",
    "sodium": "23",
    "tcmalloc_minimal": "4",
    "usb-1.0": "0",
    "vips": "42",
    "vlc": "5",
    "X11": "6",
    "zbar": "0",
    "zmq": "5",
    "gdal": ("28", "32", "36"),
    "mpv": ("1", "2", "2"),
    "proj": ("19", "25", "25"),
    "spatialite": ("7", "7", "8"),
}
# Where Debian's rule gives another name than the package has: soname -> package, or those of Debian 11, 12 and 13.
EXCEPTIONS = {
    "libGLESv2.so.2": "libgles2",
    "libOpenCL.so.1": "ocl-icd-libopencl1",
    "libatk-1.0.so.0": "libatk1.0-0",
    "libatk-bridge-2.0.so.0": "libatk-bridge2.0-0",
    "libatspi.so.0": "libatspi2.0-0",
    "libcrypto.so.1.1": "libssl1.1",
    "libcrypto.so.3": "libssl3",
    "libdmtx.so.0": ("libdmtx0b", "libdmtx0b", "libdmtx0"),
    "libgeos_c.so.1": ("libgeos-c1v5", "libgeos-c1v5", "libgeos-c1"),
    "libgstreamer-1.0.so.0": "libgstreamer1.0-0",
    "libharfbuzz.so.0": "libharfbuzz0b",
    "libjpeg.so.62": "libjpeg62-turbo",
    "libnssutil3.so": "libnss3",
    "libodbc.so.2": ("libodbc1", "libodbc2", "libodbc2"),
    "libpcap.so.0.8": "libpcap0.8",
    "librsvg-2.so.2": "librsvg2-2",
    "libsmime3.so": "libnss3",
    "libsnappy.so.1": "libsnappy1v5",
    "libssl.so.1.1": "libssl1.1",
}
# Several libraries in one package that has the name of none.
GLIB = re.compile(r"lib(glib|gio|gobject|gmodule|gthread)-2\.0\.so\.0$")
# Packages that were renamed in Debian 13, where times have 64 bits on every architecture.
RENAMED = {
    *("libaio1", "libarchive13", "libasound2", "libatk-bridge2.0-0", "libatk1.0-0", "libatspi2.0-0", "libcups2"),
    *("libcurl4", "libdmtx0", "libelf1", "libfltk1.3", "libfuse2", "libgeos-c1", "libglib2.0-0", "libgnutls30"),
    *("libgphoto2-6", "libgphoto2-port12", "libgpgme11", "libgtk-3-0", "libgtk2.0-0", "libmagic1"),
    *("libmemcached11", "libmpg123-0", "libnettle8", "libpcap0.8", "libpng16-16", "libraw23", "libreadline8"),
    *("libsnmp40", "libspatialite8", "libssh2-1", "libssl3", "libtcmalloc-minimal4", "libuv1", "libv4l-0"),
    *("libvips42", "libxmlsec1", "libzbar0"),
}
RELEASES = (11, 12, 13)


def debian_release(glibc=None):
    """The release whose C library this is; the nearest one that names are known of."""
    version = glibc or os.confstr("CS_GNU_LIBC_VERSION").split()[1]
    minor = int(version.split(".")[1])
    return 11 if minor < 32 else 12 if minor < 37 else 13


def soname_of(library, others=(), release=None):
    """The full name of a library that is given as a program asks for it, or None where nothing says its version.

    `others` are further names that the program tried: one may tell the version.
    """
    candidates = [os.path.basename(name) for name in (library, *others) if stem(name) == stem(library)]
    soname = next((name for name in candidates if re.search(r"\.so\.\d", name)), None)
    return soname or known_soname(library, release or debian_release())


def package_of(library, release=None, installed=None):
    """The package of a library that is given by its full name. Without a version, dpkg alone may know.

    `installed` is the folder in which dpkg keeps the lists of files of a system that may have the library.
    """
    found = owner(library, installed)
    if found or not (library in EXCEPTIONS or re.search(r"\.so\.\d", library)):
        return found
    return debian_name(library, release)


def stem(library):
    """The name of a library without `lib`, suffix and version: `libusb-1.0.so.0` and `usb-1.0` are the same."""
    name = re.sub(r"(\.so(\.[\d.]+)?|(\.\d+)*\.dylib|\.dll)$", "", os.path.basename(library))
    name = name[3:] if name.startswith("lib") else name
    return name if name in VERSIONS else re.sub(r"-\d+$", "", name)


def known_soname(library, release):
    name = stem(library)
    if name not in VERSIONS:
        name = next((known for known in VERSIONS if re.sub(r"-\d+$", "", known) == name), None)
    version = VERSIONS.get(name)
    return version and "lib%s.so.%s" % (name, of_release(version, release))


def debian_name(library, release=None):
    """Debian's rule for the package of a soname: libGL.so.1 is in libgl1, libfoo2.so.3 in libfoo2-3."""
    release = release or debian_release()
    package = of_release(EXCEPTIONS.get(library), release) or by_rule(library)
    return package + "t64" if release >= 13 and package in RENAMED else package


def by_rule(library):
    if GLIB.match(library):
        return "libglib2.0-0"
    name, _, version = library.partition(".so")
    version = version.strip(".").split(".")[0]
    separator = "-" if version and name[-1:].isdigit() else ""
    return (name + separator + version).lower().replace("_", "-")


def of_release(value, release):
    return value[RELEASES.index(release)] if isinstance(value, tuple) else value


def owner(soname, installed):
    """The package whose list of files has the library."""
    for path in sorted(glob.glob(os.path.join(installed, "*.list"))) if installed else []:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            if any(line.rstrip("\n").endswith("/" + soname) for line in file):
                return os.path.basename(path)[: -len(".list")].partition(":")[0]
    return None
