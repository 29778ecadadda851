"""Ends children at once after they started; then waits for ever."""

import multiprocessing
import os
import signal
import time


def work():
    time.sleep(600)


def terminated(context):
    child = context.Process(target=work)
    child.start()
    if context.get_start_method() != "fork":
        # A signal between fork and exec is lost on Pythons that do not start programs with vfork.
        time.sleep(0.1)
    child.terminate()
    child.join(10)
    return child.exitcode


def main():
    for method, count in (("fork", 20), ("spawn", 1), ("forkserver", 1)):
        context = multiprocessing.get_context(method)
        print(method, {terminated(context) for _ in range(count)})
    child = os.fork()
    if child == 0:
        os._exit(signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL)
    print("default in a child:", os.waitpid(child, 0)[1] == 0)
    print("blocked in the parent:", signal.pthread_sigmask(signal.SIG_BLOCK, []) or "nothing")
    with multiprocessing.get_context("fork").Pool(2) as pool:
        print("pool:", pool.map(abs, [-1, -2]))
    child = multiprocessing.get_context("fork").Process(target=work)
    child.start()
    try:
        print("ready")
        child.join()
    finally:
        child.terminate()
        print("finally")


if __name__ == "__main__":
    main()
