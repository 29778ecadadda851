"""Waits for a thread that never ends."""

import atexit
import threading
import time


def work():
    while True:
        time.sleep(60)


atexit.register(print, "atexit")
thread = threading.Thread(target=work)
thread.start()
try:
    print("ready")
    while thread.is_alive():
        time.sleep(1)
finally:
    print("finally")
