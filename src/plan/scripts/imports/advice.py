"""Says what an import that nothing provides most likely lacks."""

import difflib
import sys

# Modules of the standard library that the image leaves out: see interpreter.py.
LEFT_OUT = {"ensurepip", "idlelib", "nis", "pydoc_data", "test", "tkinter", "turtle", "turtledemo"}
# Modules that were removed from the standard library, by the first version without them.
REMOVED = {
    (3, 10): "formatter parser symbol",
    (3, 11): "binhex",
    (3, 12): "asynchat asyncore distutils imp smtpd",
    (3, 13): "aifc audioop cgi cgitb chunk crypt imghdr lib2to3 mailcap msilib nis nntplib ossaudiodev pipes sndhdr "
    "spwd sunau telnetlib uu xdrlib",
}
# Distributions that bring a removed module as it was.
BACKPORTS = {
    "audioop": "audioop-lts",
    "cgi": "legacy-cgi",
    "cgitb": "legacy-cgi",
    "distutils": "setuptools",
    "imp": "zombie-imp",
    **{
        name: "standard-" + name
        for name in [
            "aifc",
            "asynchat",
            "asyncore",
            "chunk",
            "imghdr",
            "mailcap",
            "nntplib",
            "pipes",
            "smtpd",
            "sndhdr",
            "sunau",
            "telnetlib",
            "uu",
            "xdrlib",
        ]
    },
}
# Modules of the standard library by the first version that has them.
ADDED = {
    (3, 7): "contextvars dataclasses",
    (3, 9): "graphlib zoneinfo",
    (3, 11): "tomllib",
    (3, 14): "annotationlib compression",
}
# Distributions that have another name than the module that they bring.
DISTRIBUTIONS = {
    "attr": "attrs",
    "bs4": "beautifulsoup4",
    "corsheaders": "django-cors-headers",
    "crispy_forms": "django-crispy-forms",
    "Crypto": "pycryptodome",
    "cv2": "opencv-python-headless",
    "dateutil": "python-dateutil",
    "debug_toolbar": "django-debug-toolbar",
    "decouple": "python-decouple",
    "django_extensions": "django-extensions",
    "django_filters": "django-filter",
    "docx": "python-docx",
    "dotenv": "python-dotenv",
    "environ": "django-environ",
    "faiss": "faiss-cpu",
    "fitz": "PyMuPDF",
    "flask_cors": "Flask-Cors",
    "flask_sqlalchemy": "Flask-SQLAlchemy",
    "git": "GitPython",
    "github": "PyGithub",
    "jose": "python-jose",
    "jwt": "PyJWT",
    "kafka": "kafka-python",
    "ldap": "python-ldap",
    "magic": "python-magic",
    "markdown": "Markdown",
    "MySQLdb": "mysqlclient",
    "mpl_toolkits": "matplotlib",
    "multipart": "python-multipart",
    "nacl": "PyNaCl",
    "OpenSSL": "pyOpenSSL",
    "PIL": "pillow",
    "pkg_resources": "setuptools<82",
    "pptx": "python-pptx",
    "psycopg2": "psycopg2-binary",
    "pymysql": "PyMySQL",
    "rest_framework": "djangorestframework",
    "serial": "pyserial",
    "setuptools": "setuptools",
    "simple_history": "django-simple-history",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "slugify": "python-slugify",
    "socketio": "python-socketio",
    "storages": "django-storages",
    "telegram": "python-telegram-bot",
    "usb": "pyusb",
    "websocket": "websocket-client",
    "yaml": "PyYAML",
    "zmq": "pyzmq",
}
# Release 82 came without it.
PKG_RESOURCES = "setuptools has it up to release 81: add `setuptools<82` to `pip`"
PLACES = (
    "the distribution that brings `%s` to `pip`, or, if it is a neighbour of the program in the build context, "
    "its path to `project`"
)


def missing(name, known, version=None):
    """The remedy for a module that nothing provides; `known` are the names of all modules that are there."""
    version = version or sys.version_info[:2]
    running = "%d.%d" % version
    if name in LEFT_OUT:
        return "the image leaves out this part of the standard library, which serves people at a desktop"
    removed = first_version(REMOVED, name)
    if removed and version >= removed:
        return removal(name, removed, version)
    added = first_version(ADDED, name)
    if added and version < added:
        return "it is part of Python from %d.%d on, this is %s: choose a newer `python`" % (*added, running)
    if name in DISTRIBUTIONS:
        return PKG_RESOURCES if name == "pkg_resources" else "add `%s` to `pip`" % DISTRIBUTIONS[name]
    close = closest(name, known)
    if close:
        return "did you mean `%s`? Else add %s" % (close, PLACES % name)
    return "add " + PLACES % name


def in_package(name, distribution, version=None):
    """The remedy for a module that an installed distribution imports and nothing provides."""
    version = version or sys.version_info[:2]
    without = ", or take a release of %s that does without it" % distribution
    removed = first_version(REMOVED, name)
    if removed and version >= removed:
        return removal(name, removed, version) + without
    if "." in name:
        return "the standard library of this Python has none: choose another `python`" + without
    if name in LEFT_OUT or name in DISTRIBUTIONS or first_version(ADDED, name):
        return missing(name, set(), version)
    return "add the distribution that brings `%s` to `pip`, or the extra of %s that does" % (name, distribution)


def removed_name(gone, removed, version=None):
    """The remedy for a name that a module of the standard library has lost: `gone` has both."""
    text = removal(gone.name, removed, version or sys.version_info[:2])
    moved = ", or import it from `collections.abc`" if gone.module.name == "collections" else ""
    return text.replace("from the standard library", "from there") + moved


def other_release(name, version, importer=None):
    """The remedy for a name that the release of a distribution lacks, for its importer, a distribution too, if there is one."""
    both = "of %s" % name if importer in (None, name) else "of %s or of %s" % (name, importer)
    below = ", an older one such as `%s<%s`, or a newer one" % (name, major(version)) if major(version) else ""
    return "take another release %s in `pip`%s" % (both, below)


def major(version):
    first = version.partition(".")[0]
    return first if first.isdigit() and first != "0" else None


def removal(name, removed, running):
    text = "Python %d.%d removed it from the standard library, this is %d.%d: write `python: %d.%d`"
    backport = ", or add `%s` to `pip`" % BACKPORTS[name] if name in BACKPORTS else ""
    return text % (*removed, *running, removed[0], removed[1] - 1) + backport


def submodule(name, known):
    """The remedy for a module that a package of the project lacks; `known` are the names of those that it has."""
    close = closest(name, known)
    return "did you mean `%s`?" % close if close else "is it left out by `project` or `.dockerignore`?"


def unbound(name, known):
    """The remedy for a name that a module of the project lacks; `known` are the names that it has."""
    close = closest(name, known)
    return "did you mean `%s`?" % close if close else "define it there, or import it from where it is defined"


def first_version(table, name):
    return next((version for version, names in table.items() if name in names.split()), None)


def closest(name, known):
    found = difflib.get_close_matches(name, sorted(known - {name, None}), 1, 0.8)
    return found[0] if found else None
