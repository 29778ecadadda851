"""Hands each credential to the host that it is written for, and to nobody else.

In the list of requirements a name stands in place of user name and password: https://mopy-credential-1:@host/.
Since pip and git know no more, none of their arguments, messages and files shows more. When a request goes out,
the name in it is exchanged for what the environment holds under that name. Variables that other files refer to,
https://user:${TOKEN}@host/, hold a name too, and are exchanged one by one.

As `sitecustomize` this runs in pip and in the processes that pip installs build requirements with. Started with
the argument `get` it is a credential helper of git, with `configure` it leads git to itself where git would take
a name for the password. Runs on every Python from 3.4 on.
"""

import base64
import http.client
import json
import os
import re
import subprocess
import sys
from urllib.parse import unquote, urlsplit

LIST = "/mopy/requirements/requirements.txt"
REFERENCES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "references.json")
NAME = re.compile("mopy-(credential|secret)-[0-9]+")
NAMED_URL = re.compile(r"(https?)://([^@/\s]*mopy-(?:credential|secret)-[0-9]+[^@/\s]*)@([^/?#\s]+)", re.IGNORECASE)
GIT_NAME = re.compile("mopy-git-([0-9]+)$")
PORTS = {"http": 80, "https": 443}


def references():
    """Variables with the names that they hold, and the URLs that they occur in."""
    if not os.path.exists(REFERENCES):
        return {"variables": {}, "urls": []}
    with open(REFERENCES, encoding="utf-8") as file:
        known = json.load(file)
    return {"variables": known["variables"], "urls": [expanded(url) for url in known["urls"]]}


def expanded(text):
    """A text as pip sees it: with what the environment holds for `${NAME}`."""
    return re.sub(r"\$\{([A-Z0-9_]+)\}", lambda match: os.environ.get(match.group(1), match.group(0)), text)


def exchanged(user, password, host):
    """User name and password for a host, a pair of host name and port; as they are where they name no credential."""
    if NAME.fullmatch(user) and not password:
        user, _, password = value(user, host).partition(":")
    else:
        user, password = (value(half, host) if NAME.fullmatch(half) else half for half in (user, password))
    return user, password


def value(name, host):
    """The credential that a name stands for; the name itself when it is not for that host."""
    with open(LIST, encoding="utf-8") as file:
        urls = "\n".join([expanded(file.read())] + references()["urls"])
    known = [host_of(scheme, netloc) for scheme, halves, netloc in NAMED_URL.findall(urls) if name in halves.split(":")]
    if host not in known:
        return name
    text = os.environ[name.upper().replace("-", "_")]
    if name.startswith("mopy-credential-"):
        return ":".join(unquote(half) for half in text.split(":", 1))
    return re.sub("\r?\n$", "", text, count=1)


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
    user, _, password = text.partition(":")
    known = exchanged(user, password, host)
    return "Basic " + base64.b64encode(":".join(known).encode()).decode() if known != (user, password) else value


def answer_git():
    """git asks in lines of `key=value`, and is answered likewise."""
    asked = dict(line.rstrip("\n").split("=", 1) for line in sys.stdin if "=" in line)
    name = asked.get("username", "")
    host = host_of(asked.get("protocol", ""), asked.get("host", ""))
    halves = (name, "")
    if GIT_NAME.match(name):
        url = urlsplit(references()["urls"][int(GIT_NAME.match(name).group(1))])
        halves = (unquote(url.username or ""), unquote(url.password or ""))
    known = exchanged(halves[0], halves[1], host)
    if known != halves:
        print("username=%s\npassword=%s" % known)


def configure_git():
    """git asks its helper where a URL has a user name alone: those with a password get a name for both."""
    for number, url in enumerate(references()["urls"]):
        parts = urlsplit(url)
        if parts.password:
            known = parts._replace(netloc="mopy-git-%d@%s" % (number, parts.netloc.rpartition("@")[2])).geturl()
            subprocess.check_call(["git", "config", "--global", "url.%s.insteadOf" % known, url])


if __name__ == "sitecustomize":
    os.environ.update(references()["variables"])
    watch_requests()
elif sys.argv[1:] == ["get"]:
    answer_git()
elif sys.argv[1:] == ["configure"]:
    configure_git()
