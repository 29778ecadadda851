"""The programs run on the Python of every image, of which the oldest is 3.6."""

import os
import subprocess
import sys

SCRIPTS = os.path.join(os.path.dirname(__file__), "../../../src/plan/scripts")


def test_no_program_needs_a_newer_python_than_the_oldest():
    words = [os.path.join(sys.prefix, "bin/vermin"), "--no-tips", "--violations", "--target=3.6-", SCRIPTS]
    result = subprocess.run(words, stdout=subprocess.PIPE, text=True, check=False)
    assert result.returncode == 0, result.stdout
    assert "Minimum required versions" in result.stdout
