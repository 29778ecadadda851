import os

from .common import *

ALLOWED_HOSTS = os.environ["HOSTS"].split(",")
