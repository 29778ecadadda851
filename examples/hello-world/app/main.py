"""Says hello, and where from."""

import getpass
import platform

print(f"hello from Python {platform.python_version()}, as {getpass.getuser()}")
