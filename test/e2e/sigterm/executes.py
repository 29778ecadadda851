"""Another program takes its place, which does what it does as process 1 everywhere."""

import os
import sys

os.execv(
    sys.executable,
    [sys.executable, "-S", "-c", "import time; print('ready', flush=True); time.sleep(2); print('done')"],
)
