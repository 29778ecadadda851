"""Takes every exception for its own."""

import time

while True:
    try:
        print("ready")
        time.sleep(60)
    except:  # noqa: E722
        print("swallowed")
