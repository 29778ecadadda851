"""Loops for ever, as a program that knows nothing of signals."""

import atexit
import time

atexit.register(print, "atexit")
try:
    print("ready")
    while True:
        time.sleep(1)
finally:
    print("finally")
