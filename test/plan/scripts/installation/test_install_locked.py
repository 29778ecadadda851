import hashlib
import http.server
import io
import os
import shutil
import subprocess
import sys
import tarfile
import threading
import time
import zipfile
from pathlib import Path

import pip
import pytest

import archives

PACKAGES = str(Path(pip.__file__).resolve().parent.parent)
COUNTING = "open(%r, 'a').write('built ')\nraise SystemExit('no compiler')\n"


def wheel(name):
    information = name + "-1.0.dist-info/"
    files = {
        name + ".py": "",
        information + "METADATA": "Metadata-Version: 2.1\nName: %s\nVersion: 1.0\n" % name,
        information + "WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        information + "RECORD": "",
    }
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return {name + "-1.0-py3-none-any.whl": content.getvalue()}


def sources(name, back_end):
    files = {
        "PKG-INFO": "Metadata-Version: 2.1\nName: %s\nVersion: 1.0\n" % name,
        "pyproject.toml": '[build-system]\nrequires = []\nbuild-backend = "back_end"\nbackend-path = ["."]\n',
        "back_end.py": back_end,
    }
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as archive:
        for path, text in files.items():
            member = tarfile.TarInfo("%s-1.0/%s" % (name, path))
            member.size = len(text)
            archive.addfile(member, io.BytesIO(text.encode()))
    return {name + "-1.0.tar.gz": content.getvalue()}


class Index:
    """A server with pages of links, which notes what it is asked."""

    def __init__(self, headers=()):
        self.files, self.requests, self.links = {}, [], ""
        index = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                index.requests.append(self.path)
                item = self.path.strip("/").rpartition("/")[2]
                body = index.files.get(item) or index.page(item)
                self.send_response(200 if body else 404)
                for header in (("Content-Type", "text/html"), ("Content-Length", str(len(body))), *headers):
                    self.send_header(*header)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *words):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = "http://127.0.0.1:%d/simple" % self.server.server_port

    def page(self, project):
        names = [name for name in self.files if name.startswith(project + "-")]
        return "".join('<a href="%s/files/%s">%s</a>' % (self.links, name, name) for name in names).encode()

    def asked(self):
        """The requests since the last call."""
        requests, self.requests = self.requests, []
        return requests

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


class Build:
    """A step of several builds: a list, an empty environment, and caches that stay."""

    def __init__(self, folder, programs, index):
        self.folder, self.programs, self.index = folder, programs, index
        self.store = folder / "cache/kept"
        self.variables = {"PATH": os.environ["PATH"], "HOME": str(folder), "PIP_CONFIG_FILE": os.devnull}
        self.variables["PIP_INDEX_URL"] = index.url

    def write(self, *names, url=None, wrong=()):
        lines = ["--index-url %s" % url] if url else []
        for name in names:
            files = [content for file, content in self.index.files.items() if file.startswith(name + "-")]
            digests = ["0" * 64 if name in wrong else hashlib.sha256(content).hexdigest() for content in files]
            lines.append(" \\\n    ".join([name + "==1.0", *("--hash=sha256:" + digest for digest in digests)]))
        (self.folder / "list").write_text("\n".join([*lines, ""]))

    def words(self):
        target = self.folder / "target"
        shutil.rmtree(str(target), ignore_errors=True)
        words = ["install", "--target", target, "--cache-dir", self.folder / "cache", "--no-deps", "--no-compile"]
        return [*map(str, words), "--disable-pip-version-check", "--require-hashes", "-r", str(self.folder / "list")]

    def run(self, packages=PACKAGES):
        program = [str(self.programs / "install_locked.py"), str(self.store), str(self.folder / "list")]
        return self.call([*program, sys.executable, packages, *self.words()])

    def run_pip(self):
        return self.call([str(self.programs / "quiet.py"), sys.executable, PACKAGES + "/pip", *self.words()])

    def call(self, words):
        words = [sys.executable, "-E", "-B", *words]
        process = subprocess.run(
            words, check=False, env=self.variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        return process.returncode, process.stdout.decode()

    def installed(self):
        files = sorted(path for path in (self.folder / "target").rglob("*") if path.is_file())
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in files}

    def kept(self):
        return sorted(path.name for path in self.store.glob("*/*"))


@pytest.fixture
def index():
    index = Index()
    for name in ("one", "two", "three"):
        index.files.update(wheel(name))
    yield index
    index.stop()


@pytest.fixture
def build(tmp_path, programs, index):
    return Build(tmp_path, programs, index)


def test_one_more_package_asks_the_index_for_that_one_alone(build, index):
    build.write("one", "two")
    assert build.run()[0] == 0
    assert build.kept() == ["one-1.0-py3-none-any.whl", "two-1.0-py3-none-any.whl"]
    index.asked()
    build.write("one", "three", "two")
    assert build.run() == (0, "Successfully installed one-1.0 three-1.0 two-1.0\n")
    assert index.asked() == ["/simple/three/", "/files/three-1.0-py3-none-any.whl"]
    installed = build.installed()
    assert build.run_pip()[0] == 0
    assert build.installed() == installed


def test_what_is_kept_needs_no_index(build, index):
    build.write("one", "two")
    build.run()
    index.stop()
    assert build.run() == (0, "Successfully installed one-1.0 two-1.0\n")


def test_an_archive_that_pip_keeps_itself_takes_no_space_twice(tmp_path, programs):
    index = Index([("Cache-Control", "max-age=1000")])
    index.files.update(wheel("one"))
    build = Build(tmp_path, programs, index)
    build.write("one")
    build.run()
    index.stop()
    links = [path.stat().st_nlink for path in build.store.glob("*/*")]
    assert links == [2 if list(tmp_path.glob("cache/http-v2/**/*.body")) else 1]


@pytest.mark.parametrize("content", [b"", b"PK damaged", next(iter(wheel("two").values()))])
def test_a_damaged_archive_is_passed_over_and_replaced(build, index, content):
    build.write("one")
    build.run()
    [path] = build.store.glob("*/*")
    path.write_bytes(content)
    assert build.run() == (0, "Successfully installed one-1.0\n")
    assert build.kept() == []
    build.run()
    assert path.read_bytes() == index.files[path.name]


@pytest.mark.parametrize("name", ["foreign", "two-1.0-py3-none-any.whl", "one-1.0-py2-none-any.whl", "one-1.0.tar.gz"])
def test_a_foreign_file_is_passed_over(build, index, name):
    build.write("one")
    build.run()
    [path] = build.store.glob("*/*")
    path.rename(path.with_name(name))
    assert build.run() == (0, "Successfully installed one-1.0\n")


def two_files(path):
    path.write_bytes(b"")
    (path.parent / "two-1.0-py3-none-any.whl").write_bytes(b"")


@pytest.mark.parametrize(
    "make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to(os.devnull), two_files, lambda path: None]
)
def test_what_is_no_file_is_replaced_by_one(build, index, make):
    build.write("one")
    build.run()
    [path] = build.store.glob("*/*")
    path.unlink()
    make(path)
    index.asked()
    assert build.run() == (0, "Successfully installed one-1.0\n")
    assert index.asked() == ["/simple/one/", "/files/one-1.0-py3-none-any.whl"]
    assert build.kept() == [path.name]
    assert path.read_bytes() == index.files[path.name]


def test_another_index_is_asked(build, index):
    build.write("one")
    build.run()
    index.asked()
    build.write("one", url=index.url + "/other")
    assert build.run()[0] == 0
    assert index.asked() == ["/simple/other/one/", "/files/one-1.0-py3-none-any.whl"]


@pytest.mark.parametrize("place", ["url", "variable", "netrc", "named", "link", "certificate"])
def test_nothing_is_kept_of_an_index_with_credentials(build, index, place):
    secret = index.url.replace("://", "://user:word@")
    build.write("one", url=secret if place == "url" else None)
    if place == "variable":
        build.variables["PIP_EXTRA_INDEX_URL"] = secret
    elif place == "netrc":
        (build.folder / ".netrc").write_text("machine 127.0.0.1 login user password word\n")
    elif place == "named":
        (build.folder / "named").write_text("machine 127.0.0.1 login user password word\n")
        build.variables["NETRC"] = str(build.folder / "named")
    elif place == "link":
        index.links = index.url.replace("://", "://user:word@")
    elif place == "certificate":
        build.variables["PIP_CLIENT_CERT"] = str(build.folder / "list")
    assert build.run()[0] == 0
    assert build.kept() == []


def test_credentials_of_a_later_build_find_nothing_that_was_kept_without(build, index):
    build.write("one")
    build.run()
    index.asked()
    build.write("one", url=index.url.replace("://", "://user:word@"))
    assert build.run()[0] == 0
    assert index.asked()[0] == "/simple/one/"


def test_an_archive_of_sources_is_left_to_pip(build, index):
    index.files.update(sources("four", "def build_wheel(folder, *rest):\n    raise SystemExit('not asked')\n"))
    index.files.update(wheel("four"))
    build.variables["PIP_NO_BINARY"] = "four"
    build.write("one", "four")
    assert build.run()[0] != 0
    del build.variables["PIP_NO_BINARY"]
    assert build.run()[0] == 0
    assert build.kept() == ["four-1.0-py3-none-any.whl", "one-1.0-py3-none-any.whl"]


def test_a_failure_says_what_pip_says_and_drops_nothing(build, index):
    build.write("one")
    build.run()
    build.write("one", "two", wrong=["two"])
    code, output = build.run()
    assert code == 1
    assert "DO NOT MATCH THE HASHES" in output
    said, remedy, rest = output.partition("ERROR: archives of this entry are known by their hashes: ")
    assert without_folders(build, said) == without_folders(build, build.run_pip()[1])
    assert remedy
    assert rest.count("\n") == 1
    assert build.kept() == ["one-1.0-py3-none-any.whl"]


def without_folders(build, output):
    return output.replace(str(build.folder), "")


def test_what_cannot_be_built_is_built_once(build, index):
    build.write("one")
    build.run()
    index.files.update(sources("four", COUNTING % str(build.folder / "count")))
    build.write("one", "four")
    code, output = build.run()
    assert code == 1
    assert "no compiler" in output
    assert "known by their hashes" not in output
    assert (build.folder / "count").read_text() == "built "


PIP = "import sys\nprint('Successfully installed', sys.argv[1:3])\n"
OTHER_PIPS = {
    "without its modules": {},
    "with other names": {
        "_internal/__init__.py": "",
        "_internal/models/__init__.py": "",
        "_internal/models/search_scope.py": "class SearchScope: pass\n",
        "_internal/operations/__init__.py": "",
        "_internal/operations/prepare.py": "",
    },
}


@pytest.mark.parametrize("files", OTHER_PIPS.values(), ids=OTHER_PIPS)
def test_another_pip_runs_as_it_is(build, tmp_path, files):
    build.write("one")
    for name, text in {"__init__.py": "", "__main__.py": PIP, **files}.items():
        path = tmp_path / "packages/pip" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert build.run(str(tmp_path / "packages")) == (0, "Successfully installed ['install', '--target']\n")


def test_lines_of_a_package_are_found_by_its_normalised_name(tmp_path):
    (tmp_path / "list").write_text(
        "--index-url https://example.org/\nzope.interface[test]==1.0 ; python_version >= '3.9' \\\n    --hash=sha256:a \\\n    --hash=sha256:b\n"
        "Zope_Interface == 2.0; python_version < '3.9' --hash=sha256:c\nplain==1.0\nby-url @ https://example.org/x.whl --hash=sha256:d\n"
    )
    assert archives.pinned(str(tmp_path / "list")) == {
        "zope-interface": [
            "zope.interface[test]==1.0 ; python_version >= '3.9' --hash=sha256:a --hash=sha256:b",
            "Zope_Interface == 2.0; python_version < '3.9' --hash=sha256:c",
        ]
    }


def test_an_archive_that_another_build_has_kept_stays(tmp_path):
    for content in ("first", "second"):
        (tmp_path / "download").write_text(content)
        archives.keep(
            str(tmp_path / "store"), "key", str(tmp_path / "download"), "../a.whl", "http://example.org/a.whl"
        )
    assert [(path.name, path.read_text()) for path in tmp_path.glob("store/*/*")] == [("a.whl", "first")]
    assert [path.name for path in tmp_path.glob("store/*")] == ["key"]


def test_what_no_build_has_asked_for_in_a_month_is_forgotten(tmp_path):
    now = time.time()
    for name, days in {"used": 29, "unused": 31, ".left-behind": 31}.items():
        (tmp_path / name).mkdir()
        os.utime(str(tmp_path / name), (now - days * 86400, now - days * 86400))
    archives.forget(str(tmp_path))
    archives.forget(str(tmp_path / "none"))
    assert [path.name for path in tmp_path.iterdir()] == ["used"]
