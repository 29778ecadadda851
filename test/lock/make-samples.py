"""Makes the samples of lock files with the tools that write them, and writes down what their exporters say.

Usage: make-samples.py [--into FOLDER] [FORMAT/SAMPLE...], in a Python since 3.11 that has `packaging`, with the tools of
TOOLS on PATH. With a folder, the samples are made there from nothing, and those here stay as they are.
Each sample is a folder FORMAT/SAMPLE with the project's own files. The lock is made anew where it is missing, by the
commands of `commands.json` where there is one. For every selection of `selections.json`, `NAME.txt` is the exporter's
output as it is, and `NAME.json` the packages that its markers leave for each Python and machine. A `pylock.toml` has
its reference implementation as the judge. `npm run format` afterwards.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import tempfile

from packaging.requirements import Requirement
from sample_pylock import select
from sample_servers import sample_servers

HERE = os.path.dirname(os.path.abspath(__file__))
PYTHONS = ("3.9.20", "3.11.11", "3.13.1")
MACHINES = ("x86_64", "aarch64")


def words(flag, names):
    return [word for name in names for word in (flag, name)]


def export_uv(extras, groups):
    flags = ["--no-default-groups", "--no-emit-project", "--no-annotate", "--no-header", "--quiet", "--frozen"]
    return ["uv", "export", *flags, *words("--extra", extras), *words("--group", groups)]


def export_poetry(extras, groups, program="poetry"):
    return [program, "export", "--no-ansi", *words("--extras", extras), *words("--with", groups)]


def export_poetry_1(extras, groups):
    return export_poetry(extras, groups, "poetry-1")


def export_pdm(extras, groups):
    return [
        "pdm",
        "export",
        "--dev" if groups else "--prod",
        "-f",
        "requirements",
        *words("--group", [*extras, *groups]),
    ]


def export_pipenv(_, groups):
    return ["pipenv", "requirements", "--hash", "--categories", " ".join(["packages", *groups])]


TOOLS = {
    "pdm": (["pdm.lock"], [["pdm", "lock", "--no-isolation", "--group", ":all"]], export_pdm),
    "pipenv": (["Pipfile.lock"], [["pipenv", "lock"]], export_pipenv),
    "poetry": (["poetry.lock"], [["poetry", "lock"]], export_poetry),
    "poetry-1": (["poetry.lock"], [["poetry-1", "lock"]], export_poetry_1),
    "pylock": (["pylock.toml"], [["uv", "export", "--format", "pylock.toml", "-o", "pylock.toml", "-q"]], None),
    "uv": (["uv.lock"], [["uv", "lock"]], export_uv),
}


def environment(python, machine):
    return {
        "os_name": "posix",
        "sys_platform": "linux",
        "platform_system": "Linux",
        "platform_machine": machine,
        "platform_release": "6.1.0",
        "platform_version": "#1 SMP",
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
        "implementation_version": python,
        "python_full_version": python,
        "python_version": ".".join(python.split(".")[:2]),
        "extra": "",
    }


# Environments of the tools lie in the sample, which is cleaned.
QUIET = {"PIPENV_VENV_IN_PROJECT": "1", "POETRY_VIRTUALENVS_IN_PROJECT": "true", "PDM_CHECK_UPDATE": "false"}

ENVIRONMENTS = {"%s %s" % (python, machine): environment(python, machine) for python in PYTHONS for machine in MACHINES}


def named(match):
    return "%s @ %s" % (match[1].replace("_", "-"), match[0])


def requirements(text):
    """Requirement lines without options; paths are kept as they are."""
    joined = re.sub(r"\\\n\s*", "", text)
    lines = [re.sub(r"\s+--hash=\S+|^-e\s+", "", line).strip() for line in joined.splitlines()]
    # poetry and pdm write absolute paths; pipenv a URL without the name, and no blank before a marker.
    lines = [re.sub(r"^(?:\S+ @ )?file:///project/(\S+)", r"./\1", line) for line in lines]
    lines = [re.sub(r"^https?://\S*/([^/-]+)-\S+", named, line) for line in lines]
    return [line for line in lines if line and not line.startswith(("#", "-"))]


def installed(text, values):
    found = []
    for line in requirements(text):
        path, _, marker = [part.strip() for part in line.partition(" ;" if " ;" in line else ";")]
        if path.startswith((".", "/")):
            requirement = Requirement("path" + (" ; " + marker if marker else ""))
            name = path
        else:
            requirement = Requirement(line)
            name = "%s%s%s" % (
                requirement.name,
                requirement.specifier,
                " @ " + requirement.url if requirement.url else "",
            )
        if requirement.marker is None or requirement.marker.evaluate(values):
            found.append(name)
    return sorted(set(found))


def run(folder, command, variables, **options):
    return subprocess.run(command, cwd=folder, check=True, text=True, env={**os.environ, **variables}, **options)


def commands(folder, usual):
    """Those of the tool, unless the sample says that it is made in another way."""
    path = os.path.join(folder, "commands.json")
    if not os.path.exists(path):
        return usual
    with open(path) as file:
        return json.load(file)


def exported(folder, command, variables):
    """pdm has no export with hashes of locks with folders in them."""
    try:
        return run(folder, command, variables, stdout=subprocess.PIPE).stdout
    except subprocess.CalledProcessError:
        if command[0] != "pdm":
            raise
        return run(folder, [*command, "--no-hashes"], variables, stdout=subprocess.PIPE).stdout


def make(folder, variables):
    locks, usual, export = TOOLS[os.path.basename(os.path.dirname(folder))]
    if not any(os.path.exists(os.path.join(folder, name)) for name in locks):
        for command in commands(folder, usual):
            run(folder, command, variables)
    with open(os.path.join(folder, "selections.json")) as file:
        selections = json.load(file)
    for name, selection in selections.items():
        chosen = selection.get("extras", []), selection.get("groups", [])
        if export is None:
            text, expected = select(os.path.join(folder, locks[0]), *chosen, ENVIRONMENTS)
        else:
            command = [*export(*chosen), *selection.get("flags", [])]
            text = exported(folder, command, variables).replace(folder, "/project")
            only = selection.get("python", "")
            expected = {key: installed(text, values) for key, values in ENVIRONMENTS.items() if key.startswith(only)}
        with open(os.path.join(folder, name + ".txt"), "w") as file:
            file.write(text)
        with open(os.path.join(folder, name + ".json"), "w") as file:
            json.dump(expected, file, indent=1)
            file.write("\n")
    clean(folder)


def clean(folder):
    """Removes what the tools leave beside the lock."""
    for path, folders, files in os.walk(folder):
        for name in folders:
            if name == ".venv" or name.endswith(".egg-info"):
                shutil.rmtree(os.path.join(path, name))
        for name in files:
            if name == ".pdm-python":
                os.remove(os.path.join(path, name))


def samples():
    for kind in sorted(TOOLS):
        root = os.path.join(HERE, kind)
        for name in sorted(os.listdir(root)) if os.path.isdir(root) else []:
            yield os.path.join(kind, name)


def copied(sample, into):
    """A folder with what people wrote of a sample."""
    made = [re.escape(name) for locks, *_ in TOOLS.values() for name in locks]
    with open(os.path.join(HERE, sample, "selections.json")) as file:
        made += [re.escape(name) + r"\.(json|txt)" for name in json.load(file)]
    left_out = re.compile("|".join(made))
    return shutil.copytree(
        os.path.join(HERE, sample),
        os.path.join(into, sample),
        ignore=lambda _, names: [name for name in names if left_out.fullmatch(name)],
    )


def main(into, names):
    with tempfile.TemporaryDirectory() as temporary, sample_servers(temporary) as found:
        for sample in names or samples():
            print(sample, flush=True)
            make(copied(sample, into) if into else os.path.join(HERE, sample), {**QUIET, **found})


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--into")
    parser.add_argument("sample", nargs="*")
    arguments = parser.parse_args()
    main(arguments.into, arguments.sample)
