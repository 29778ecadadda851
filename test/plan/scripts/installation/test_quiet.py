import subprocess
import sys

import pytest

import quiet

SAID = [
    "Collecting six",
    "  Downloading six-1.17.0-py2.py3-none-any.whl (11 kB)",
    "  Downloading torch-2.5.0.whl (906.4 MB)",
    "  Building wheel for cffi (setup.py): started",
    "WARNING: six 1.17.0 is yanked",
    "Installing collected packages: six",
    "Successfully installed six-1.17.0",
]


def run(lines, ending):
    program = "import sys\nfor line in %r:\n    print(line)\n    sys.stdout.flush()\n%s" % (lines, ending)
    words = [sys.executable, quiet.__file__, sys.executable, "-c", program]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    output, errors = process.communicate()
    assert errors == b""
    return process.returncode, output.decode().splitlines()


def test_success_leaves_warnings_what_takes_long_and_what_is_installed():
    assert run(SAID, "") == (0, [SAID[2], SAID[3], SAID[4], SAID[6]])


def test_failure_prints_everything_in_its_order():
    code, lines = run(SAID, "sys.stderr.write('ERROR: no\\n')\nsys.exit(3)")
    assert code == 3
    assert lines[-8:] == [*SAID, "ERROR: no"]


@pytest.mark.parametrize(("signal", "code"), [(9, 137), (15, 143)])
def test_a_program_that_a_signal_ends_has_the_code_of_a_shell(signal, code):
    assert run([], "import os\nos.kill(os.getpid(), %d)" % signal) == (code, [])


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("W: Failed to fetch http://deb.debian.org", True),
        ("dpkg: warning: unable to delete old directory", True),
        ("DEPRECATION: legacy editable install", True),
        ("Get:1 http://deb.debian.org/debian bookworm InRelease [151 kB]", False),
        ("Setting up libffi-dev:amd64 (3.4.4-1) ...", False),
        ("Want: nothing", False),
    ],
)
def test_lines_of_a_success(line, expected):
    assert run([line], "") == (0, [line] if expected else [])
