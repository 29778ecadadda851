"""Keys and identities that an installation makes: from an image every container would have the same, and no two builds."""

import os
import re

# Of OpenSSH, of ssl-cert with its certificate, and of D-Bus and systemd, which make theirs when they start.
PATHS = re.compile(
    r"/etc/ssh/ssh_host_[^/]*$|/etc/ssl/(private|certs)/ssl-cert-snakeoil\.|(/etc|/var/lib/dbus)/machine-id$"
)
KEY = re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----")


def is_identity(path):
    """True for a file that has a private key or belongs to one, and for a link to such a file. No package may own it."""
    path = os.path.realpath(path)
    return PATHS.match(path) is not None or (os.path.isfile(path) and begins_with_key(path))


def begins_with_key(path):
    with open(path, "rb") as file:
        return KEY.match(file.read(64)) is not None
