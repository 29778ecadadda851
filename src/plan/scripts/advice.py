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
    "Crypto": "pycryptodome",
    "cv2": "opencv-python-headless",
    "dateutil": "python-dateutil",
    "decouple": "python-decouple",
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
    "pkg_resources": "setuptools<81",
    "pptx": "python-pptx",
    "psycopg2": "psycopg2-binary",
    "pymysql": "PyMySQL",
    "rest_framework": "djangorestframework",
    "serial": "pyserial",
    "setuptools": "setuptools",
    "skimage": "scikit-image",
    "sklearn": "scikit-learn",
    "slugify": "python-slugify",
    "socketio": "python-socketio",
    "telegram": "python-telegram-bot",
    "usb": "pyusb",
    "websocket": "websocket-client",
    "yaml": "PyYAML",
    "zmq": "pyzmq",
}


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
        other = ", or add `setuptools` to `pip`" if name == "distutils" else ""
        return "Python %d.%d removed it from the standard library, this is %s: choose an older `python`%s" % (
            *removed,
            running,
            other,
        )
    added = first_version(ADDED, name)
    if added and version < added:
        return "it is part of Python from %d.%d on, this is %s: choose a newer `python`" % (*added, running)
    if name in DISTRIBUTIONS:
        return "add `%s` to `pip`" % DISTRIBUTIONS[name]
    close = closest(name, known)
    if close:
        return "did you mean `%s`? Else add %s" % (close, PLACES % name)
    return "add " + PLACES % name


def submodule(name, known):
    """The remedy for a module that a package of the project lacks; `known` are the names of those that it has."""
    close = closest(name, known)
    return "did you mean `%s`?" % close if close else "is it left out by `project` or `.dockerignore`?"


def first_version(table, name):
    return next((version for version, names in table.items() if name in names.split()), None)


def closest(name, known):
    found = difflib.get_close_matches(name, sorted(known - {name}), 1, 0.8)
    return found[0] if found else None
