"""Its main thread is over; another goes on for ever."""

import atexit
import threading
import time


def work():
    print("ready")
    while True:
        time.sleep(60)


atexit.register(print, "atexit")
threading.Timer(0.3, work).start()
