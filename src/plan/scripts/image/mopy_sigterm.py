"""Lets SIGTERM end a program that is process 1 of its container and has no handler of its own.

The kernel gives process 1 no signal that it does not handle. Lies in the image, is loaded whenever the
interpreter starts, and acts in process 1 alone. Before Python 3.7 it does nothing: a process could not be
forked without losing a signal that is meant for the child.
"""

import _signal
import _thread
import atexit
import os
import sys
import time

SIGTERM = _signal.SIGTERM
# The code with which a shell and Docker tell of an end by SIGTERM.
EXIT_CODE = 128 + SIGTERM
# For threads that would keep the program alive, all together, once its main thread is over.
GRACE_SECONDS = 0.5

forking = _thread._local()


def install():
    """Does nothing where SIGTERM is handled or ignored already, and where the image's variables say so."""
    watch_forks = getattr(os, "register_at_fork", None)
    if os.getpid() != 1 or watch_forks is None or os.environ.get("MOPY_SIGTERM") == "default":
        return
    try:
        if _signal.getsignal(SIGTERM) == _signal.SIG_DFL:
            _signal.signal(SIGTERM, end_program)
            watch_forks(before=before_fork, after_in_parent=after_fork, after_in_child=after_fork_in_child)
    except ValueError:
        # Subinterpreters cannot handle signals.
        pass


def end_program(number, frame):
    """Runs in the main thread, as every handler does: `finally` and `atexit` come next."""
    if os.getpid() != 1:
        end_child()
    _signal.signal(SIGTERM, end_at_once)
    threading = sys.modules.get("threading")
    if threading and not threading.main_thread().is_alive():
        end_threads(threading)
        return
    if threading and lasting_threads(threading):
        _thread.start_new_thread(end_after_main, (threading,))
    raise SystemExit(EXIT_CODE)


def end_at_once(number, frame):
    if os.getpid() != 1:
        end_child()
    os._exit(EXIT_CODE)


def end_child():
    """For a child that was forked without Python's knowledge."""
    _signal.signal(SIGTERM, _signal.SIG_DFL)
    os.kill(os.getpid(), SIGTERM)


def before_fork():
    """A signal that reaches the child before it has the default back waits until then: Python would drop it."""
    forking.mask = _signal.pthread_sigmask(_signal.SIG_BLOCK, [SIGTERM]) if is_installed() else None


def after_fork():
    if forking.mask is not None:
        _signal.pthread_sigmask(_signal.SIG_SETMASK, forking.mask)


def after_fork_in_child():
    """A child is not process 1: the kernel's default ends it."""
    if is_installed():
        _signal.signal(SIGTERM, _signal.SIG_DFL)
    after_fork()


def is_installed():
    return _signal.getsignal(SIGTERM) in (end_program, end_at_once)


def lasting_threads(threading):
    """Threads that Python waits for before it ends."""
    main = threading.main_thread()
    return [thread for thread in threading.enumerate() if thread is not main and not thread.daemon]


def end_after_main(threading):
    threading.main_thread().join()
    end_threads(threading)


def end_threads(threading):
    """Ends a program whose main thread is over and whose other threads, executors aside, are not.

    Python would wait for them without an end. Elsewhere SIGTERM ends them at once.
    """
    threads = lasting_threads(threading)
    executors = executor_threads()
    for thread in threads:
        if thread in executors:
            thread.join()
    deadline = time.monotonic() + GRACE_SECONDS
    for thread in threads:
        thread.join(max(deadline - time.monotonic(), 0))
    if any(thread.is_alive() for thread in threads):
        try:
            atexit._run_exitfuncs()
            sys.stdout.flush()
        finally:
            os._exit(EXIT_CODE)


def executor_threads():
    """Threads of concurrent.futures, which finish what was submitted."""
    found = []
    for module, name in (("thread", "_threads_queues"), ("process", "_threads_wakeups")):
        found.extend(getattr(sys.modules.get("concurrent.futures." + module), name, ()))
    return found
