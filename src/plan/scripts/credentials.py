"""Hands each credential to the host that it is written for, and to nobody else.

In the list of requirements a name stands in place of user name and password: https://mopy-credential-1:@host/.
Since pip and git know no more, none of their arguments, messages and files shows more. When a request goes out,
the name in it is exchanged for what the environment holds under that name.

As `sitecustomize` this runs in pip and in the processes that pip installs build requirements with. Started with
the argument `get` it is a credential helper of git. Runs on every Python from 3.4 on.
"""

import base64
import http.client
import os
import re
import sys
from urllib.parse import unquote, urlsplit

LIST = "/mopy/requirements/requirements.txt"
NAMED_URL = re.compile(r"(https?)://(mopy-credential-[0-9]+):?@([^/?#\s]+)", re.IGNORECASE)
PORTS = {"http": 80, "https": 443}


def credential(name, host):
    """User name and password, or None when that name is not for that host, a pair of host name and port."""
    with open(LIST, encoding="utf-8") as file:
        known = NAMED_URL.findall(file.read())
    if not any(other == name and host_of(scheme, netloc) == host for scheme, other, netloc in known):
        return None
    user, _, password = os.environ[name.upper().replace("-", "_")].partition(":")
    return unquote(user), unquote(password)


def host_of(scheme, netloc):
    parts = urlsplit("//" + netloc)
    return parts.hostname, parts.port or PORTS.get(scheme.lower())


def watch_requests():
    """Exchanges names in the headers of every request that this process makes with http.client."""
    connection = http.client.HTTPConnection
    begin, add_header = connection.putrequest, connection.putheader

    def putrequest(self, method, url, *rest, **options):
        self.requested_url = url
        return begin(self, method, url, *rest, **options)

    def putheader(self, header, *values):
        if header.lower() == "authorization":
            values = [authorization(value, destination(self)) for value in values]
        return add_header(self, header, *values)

    connection.putrequest, connection.putheader = putrequest, putheader


def destination(connection):
    """Host name and port that a request goes to in the end: there may be a proxy on the way."""
    url = urlsplit(connection.requested_url)
    if url.scheme:
        return host_of(url.scheme, url.netloc)
    if connection._tunnel_host:
        return connection._tunnel_host.strip("[]").lower(), connection._tunnel_port
    return connection.host.strip("[]").lower(), connection.port


def authorization(value, host):
    """The header's value for a host: what names no credential is left as it is."""
    match = re.match("Basic (.+)$", value if isinstance(value, str) else "")
    text = base64.b64decode(match.group(1)).decode("utf-8", "replace") if match else ""
    known = re.match("mopy-credential-[0-9]+(?=:$)", text) and credential(text[:-1], host)
    return "Basic " + base64.b64encode(":".join(known).encode()).decode() if known else value


def answer_git():
    """git asks in lines of `key=value`, and is answered likewise."""
    asked = dict(line.rstrip("\n").split("=", 1) for line in sys.stdin if "=" in line)
    name = asked.get("username", "")
    host = host_of(asked.get("protocol", ""), asked.get("host", ""))
    known = re.match("mopy-credential-[0-9]+$", name) and credential(name, host)
    if known:
        print("username=%s\npassword=%s" % known)


if __name__ == "sitecustomize":
    watch_requests()
elif sys.argv[1:] == ["get"]:
    answer_git()
