"""Imports modules in processes of their own."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time

from output import say

PROBE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "probe.py")
# For all modules of one distribution. Whatever takes longer is not waited for, and no reason to fail.
SECONDS = 60


class Failure:
    """An import that raised something: what it printed, names of libraries that it opened in vain, what was raised."""

    def __init__(self, module, output, failed, chain):
        self.module = module
        self.output = output
        self.failed = failed
        self.chain = chain


def failing_imports(package):
    """A Failure for each module of a distribution that cannot be imported."""
    deadline = time.monotonic() + SECONDS
    for module in package.modules + package.namesakes:
        try:
            failure = run_import(module, max(deadline - time.monotonic(), 0))
        except subprocess.TimeoutExpired:
            say("note: importing %s took too long and was stopped: %s has %d seconds" % (module, package.name, SECONDS))
            return
        if failure:
            yield failure


def run_import(module, seconds=SECONDS, present=()):
    """None when it works or ends by a signal, which says nothing about libraries. Libraries named in `present` seem to be there."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as report:
        process = subprocess.Popen(
            [sys.executable, PROBE, str(report.fileno()), module, *present],
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            pass_fds=[report.fileno()],
        )
        try:
            process.wait(seconds)
        finally:
            stop(process)
        if process.returncode < 0:
            say("note: importing %s ended with signal %d" % (module, -process.returncode))
        if process.returncode <= 0:
            return None
        return Failure(module, read(output), **(json.loads(read(report) or "null") or {"failed": [], "chain": []}))


def read(file):
    file.seek(0)
    return file.read().decode("utf-8", "replace")


def stop(process):
    """Ends the process with everything that it started."""
    with contextlib.suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
