"""The packages of a `pylock.toml`, read by the reference implementation of PEP 751."""

import tomllib
from packaging.pylock import Pylock
from packaging.tags import compatible_tags, cpython_tags


def tags(values):
    """Those of CPython on Linux with the glibc of Debian 12."""
    version = tuple(int(part) for part in values["python_version"].split("."))
    machine = values["platform_machine"]
    platforms = ["manylinux_2_%d_%s" % (minor, machine) for minor in range(36, 16, -1)]
    platforms += ["manylinux2014_" + machine, "linux_" + machine]
    yield from cpython_tags(version, platforms=platforms)
    yield from compatible_tags(version, interpreter="cp%d%d" % version, platforms=platforms)


def spelled(package):
    """A package as the exporters write requirements, and the hashes of its archives."""
    archives = [package.sdist, package.archive, *(package.wheels or [])]
    hashes = sorted(
        "%s:%s" % (algorithm, digest) for one in archives if one for algorithm, digest in one.hashes.items()
    )
    if package.directory is not None:
        return "./" + package.directory.path, []
    direct = package.archive or package.vcs
    if direct is None:
        return "%s==%s" % (package.name, package.version), hashes
    url = direct.url if package.archive else "git+%s@%s" % (direct.url, direct.commit_id)
    # uv writes it in the URL as well.
    if direct.subdirectory and "#" not in url:
        url += "#subdirectory=" + direct.subdirectory
    return "%s @ %s" % (package.name, url), hashes


def select(path, extras, groups, environments):
    """All packages with their hashes as requirements, and the names of those for each environment."""
    with open(path, "rb") as file:
        lock = Pylock.from_dict(tomllib.load(file))
    chosen = [*(lock.default_groups or []), *groups]
    expected = {}
    found = {}
    for key, values in environments.items():
        selected = lock.select(
            environment={name: value for name, value in values.items() if name != "extra"},
            tags=list(tags(values)),
            extras=extras,
            dependency_groups=chosen,
        )
        of_environment = dict(spelled(package) for package, _ in selected)
        expected[key] = sorted(of_environment)
        found.update(of_environment)
    lines = [" ".join([name, *("--hash=" + one for one in found[name])]) + "\n" for name in sorted(found)]
    return "".join(lines), expected
