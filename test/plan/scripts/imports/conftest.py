import os
import shutil
import subprocess
import sys

import pytest


@pytest.fixture
def run(tmp_path, programs):
    """Runs the program in a project given as path -> text; gives its exit code and lines."""

    def start(files, *words, prefix="app", state="complete", python=sys.executable, **environment):
        project = tmp_path / "project"
        for name, text in files.items():
            (project / name).parent.mkdir(parents=True, exist_ok=True)
            (project / name).write_text(text)
        shutil.rmtree(str(tmp_path / "carried"), ignore_errors=True)
        command = [
            python,
            "-E",
            "-B",
            str(programs / "imports.py"),
            str(tmp_path / "carried"),
            str(tmp_path / "libraries"),
            prefix,
            state,
            *words,
        ]
        result = subprocess.run(
            command,
            cwd=str(project),
            env=dict(os.environ, **environment),
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
        return result.returncode, result.stdout.splitlines()

    return start
