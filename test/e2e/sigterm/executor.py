"""Has work in an executor that is not done yet."""

import atexit
import time
from concurrent.futures import ThreadPoolExecutor


def work():
    print("ready")
    time.sleep(2)
    print("done")


atexit.register(print, "atexit")
try:
    ThreadPoolExecutor(1).submit(work).result()
    time.sleep(60)
finally:
    print("finally")
