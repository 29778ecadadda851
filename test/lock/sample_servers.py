"""Indices, archives and a git repository for the samples of lock files.

Tools are led to them by environment variables alone: a proxy answers for the host names of HOSTS, and git reads a
folder in place of one. Lock files then have these names, and the hashes of the projects are those of the files that
are kept. All archives are the same on every machine.
"""

import contextlib
import gzip
import hashlib
import http.server
import io
import os
import re
import subprocess
import tarfile
import threading
import zipfile

MAIN = "pypi.example.org"
OTHER = "other.example.org"
FILES = "files.example.org"
GIT = "http://git.example.org/tools.git"

WHEEL = "Wheel-Version: 1.0\nGenerator: sample\nRoot-Is-Purelib: true\nTag: %s\n"
BACKEND = '[build-system]\nrequires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n'


def metadata(name, version, requires=(), python=">=3.8", extras=()):
    lines = ["Metadata-Version: 2.2", "Name: " + name, "Version: " + version, "Requires-Python: " + python]
    lines += ["Provides-Extra: " + extra for extra in extras]
    lines += ["Requires-Dist: " + requirement for requirement in requires]
    return "\n".join(lines) + "\n"


def wheel(name, version, tag="py3-none-any", **more):
    module = name.replace("-", "_")
    information = "%s-%s.dist-info/" % (module, version)
    files = {
        module + ".py": "",
        information + "METADATA": metadata(name, version, **more),
        information + "WHEEL": WHEEL % tag,
    }
    files[information + "RECORD"] = "".join("%s,,\n" % path for path in [*files, information + "RECORD"])
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for path, text in files.items():
            archive.writestr(zipfile.ZipInfo(path), text)
    return "%s-%s-%s.whl" % (module, version, tag), content.getvalue()


def project(name, version, requires=()):
    """A `pyproject.toml` whose metadata are static."""
    lines = ["[project]", 'name = "%s"' % name, 'version = "%s"' % version, 'requires-python = ">=3.8"']
    lines.append("dependencies = [%s]" % ", ".join('"%s"' % one for one in requires))
    return BACKEND + "\n".join(lines) + "\n[tool.setuptools]\npy-modules = []\n"


def source_archive(name, version, requires=(), folder=""):
    top = "%s-%s/" % (name.replace("-", "_"), version)
    files = {
        top + folder + "pyproject.toml": project(name, version, requires),
        top + folder + "PKG-INFO": metadata(name, version, requires),
    }
    content = io.BytesIO()
    # Uncompressed, since releases of zlib compress differently.
    with gzip.GzipFile("", "wb", compresslevel=0, fileobj=content, mtime=0) as outer, tarfile.open(
        fileobj=outer, mode="w", format=tarfile.USTAR_FORMAT
    ) as archive:
        for path, text in files.items():
            entry = tarfile.TarInfo(path)
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text.encode()))
    return top[:-1] + ".tar.gz", content.getvalue()


def archives():
    """The archives of each host."""
    linux = ["manylinux_2_17_" + machine for machine in ("x86_64", "aarch64")]
    several = ["cp3%d-cp3%d-%s" % (minor, minor, tag) for minor in (9, 11, 13) for tag in [*linux, "win_amd64"]]
    more = ["example-base ; extra == 'more'", "example-windows ; extra == 'more' and sys_platform == 'win32'"]
    return {
        MAIN: [
            *[wheel("example-base", version) for version in ("1.0", "1.1", "2.0rc1", "2.0.dev1")],
            source_archive("example-base", "1.1"),
            wheel("example-app", "1.0", requires=["example-base>=1.0", "six", *more], extras=["more"]),
            source_archive("example-source", "1.0", requires=["example-base>=1.0"]),
            *[wheel("example-native", "1.0", tag) for tag in several],
            wheel("example-windows", "1.0", "py3-none-win_amd64"),
            wheel("example-arm", "1.0", "py3-none-manylinux_2_17_aarch64"),
            *[wheel("example-moving", version, python=python) for version, python in MOVING],
        ],
        OTHER: [
            wheel("example-other", "1.0", requires=["six"]),
            wheel("example-app", "9.0"),
        ],
        FILES: [
            wheel("example-direct", "1.0"),
            source_archive("example-nested", "1.0", folder="lib/"),
        ],
    }


# A package whose newest version needs a newer Python.
MOVING = (("1.0", ">=3.8"), ("2.0", ">=3.10"), ("3.0", ">=3.12"))


def pages():
    """The body for each URL."""
    found = {}
    for host, files in archives().items():
        links = {}
        for name, content in files:
            url = "http://%s/files/%s" % (host, name)
            found[url] = content
            digest = hashlib.sha256(content).hexdigest()
            python = re.search(rb"Requires-Python: (.*)", content)
            known = "" if python is None else ' data-requires-python="%s"' % python[1].decode().replace(">", "&gt;")
            link = '<a href="%s#sha256=%s"%s>%s</a>\n' % (url, digest, known, name)
            links.setdefault(re.match(r"(\w+?)-\d", name)[1].replace("_", "-"), []).append(link)
        for project_name, lines in links.items():
            page = "<!DOCTYPE html><html><body>\n%s</body></html>" % "".join(lines)
            found["http://%s/simple/%s/" % (host, project_name)] = page.encode()
    return found


class Proxy(http.server.BaseHTTPRequestHandler):
    pages = pages()

    def do_GET(self):
        body = self.pages.get(self.path)
        self.send_response(404 if body is None else 200)
        self.send_header("Content-Type", "text/html" if self.path.endswith("/") else "application/octet-stream")
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body or b"")

    do_HEAD = do_GET  # noqa: N815

    def log_message(self, *_):
        pass


def poetry_project(name, version, requires=()):
    """A `pyproject.toml` whose metadata are static for poetry 1."""
    lines = ["[tool.poetry]", 'name = "%s"' % name, 'version = "%s"' % version, 'description = ""', "authors = []"]
    lines += ["[tool.poetry.dependencies]", 'python = ">=3.8"', *['%s = "*"' % one for one in requires]]
    return "\n".join(lines) + "\n"


PROJECTS = ((".", "example-git", []), ("libs/sub", "example-sub", ["six"]))


def git_repository(folder):
    """A project at the top of a repository and one in a folder of it, with a tag; the branch `poetry` has those of poetry."""
    os.makedirs(os.path.join(folder, "libs", "sub"))
    commit_projects(folder, project, ["init", "-q", "-b", "main"])
    run_git(folder, ["tag", "v1.0"])
    commit_projects(folder, poetry_project, ["checkout", "-q", "-b", "poetry"])
    run_git(folder, ["checkout", "-q", "main"])


def commit_projects(folder, written, begin):
    run_git(folder, begin)
    for path, name, requires in PROJECTS:
        with open(os.path.join(folder, path, "pyproject.toml"), "w") as file:
            file.write(written(name, "1.0", requires))
    for words in (["add", "-A"], ["commit", "-q", "-m", "Begin"]):
        run_git(folder, words)


def run_git(folder, words):
    moment = "2024-01-01T00:00:00Z"
    person = {"NAME": "Sample", "EMAIL": "sample@example.org", "DATE": moment}
    variables = {"GIT_%s_%s" % (role, key): person[key] for role in ("AUTHOR", "COMMITTER") for key in person}
    subprocess.run(["git", *words], cwd=folder, check=True, env={**os.environ, **variables})


@contextlib.contextmanager
def sample_servers(folder):
    """The variables that lead the tools to the servers, which end with the block."""
    repository = os.path.join(folder, "tools")
    git_repository(repository)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = "http://127.0.0.1:%d" % server.server_port
    try:
        yield {
            "http_proxy": address,
            "HTTP_PROXY": address,
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": "url.file://%s.insteadOf" % repository,
            "GIT_CONFIG_VALUE_0": GIT,
            "PIP_TRUSTED_HOST": " ".join((MAIN, OTHER, FILES)),
            "POETRY_SYSTEM_GIT_CLIENT": "true",
            "POETRY_EXPERIMENTAL_SYSTEM_GIT_CLIENT": "true",
        }
    finally:
        server.shutdown()
