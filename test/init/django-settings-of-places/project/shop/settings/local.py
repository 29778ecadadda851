import os

from .common import *

INSTALLED_APPS += ["debug_toolbar"]
NAME = os.environ["DEVELOPER"]
