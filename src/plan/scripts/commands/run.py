"""Runs a command of the Mopyfile in the finished image.

Usage: run.py SECONDS [NAME=VALUE...] PROGRAM [WORD...]. With 0 seconds there is no limit. Leading words of the form
NAME=VALUE set variables for the command alone.
"""

import os
import re
import signal
import subprocess
import sys

from programs import NotFound, find

ASSIGNMENT = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)=(.*)", re.DOTALL)
# The secret and where it is joined with what the image trusts, where the image has certificates of the Mopyfile.
MOUNTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SECRET = os.path.join(MOUNTS, "secret/ca-certificates.crt")
TRUST = os.path.join(MOUNTS, "trust/ca-certificates.crt")
# Group 0, which every other user of the image runs in, may do what the owner may.
UMASK = 0o002


def main(seconds, words):
    environment, command = split(words)
    os.umask(UMASK)
    trust_secret()
    os.environ.update(environment)
    # Byte code that a command happens to leave would be part of the image.
    os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")
    try:
        program = find(command[0])
    except NotFound as error:
        return "error: %s" % error
    return outcome(command, program, seconds)


def trust_secret():
    """The image's own certificates hold on beside those of the secret."""
    if os.path.isfile(SECRET):
        with open(TRUST, "w", encoding="latin-1") as file:
            for path in (os.environ["SSL_CERT_FILE"], SECRET):
                with open(path, encoding="latin-1") as bundle:
                    file.write(bundle.read().rstrip("\n") + "\n")
        os.environ.update(SSL_CERT_FILE=TRUST, REQUESTS_CA_BUNDLE=TRUST)


def split(words):
    """The variables that a command sets for itself, and its own words."""
    environment = {}
    for index, word in enumerate(words):
        match = ASSIGNMENT.match(word)
        if match is None:
            return environment, words[index:]
        environment[match.group(1)] = match.group(2)
    return environment, []


def outcome(command, program, seconds):
    """None when the command succeeds, else a line that says why not."""
    process = subprocess.Popen(command, executable=program, start_new_session=True, stdin=subprocess.DEVNULL)
    try:
        code = process.wait(seconds or None)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        return "error: `%s` did not end within %d s" % (command[0], seconds)
    if code < 0:
        return "error: `%s` was ended by signal %d" % (command[0], -code)
    return "error: `%s` failed with exit code %d" % (command[0], code) if code else None


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
