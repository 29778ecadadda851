from pathlib import Path

import environ

env = environ.Env()
BASE_DIR = Path(__file__).parents[2]
SECRET_KEY = env("SECRET_KEY")
INSTALLED_APPS = ["django.contrib.staticfiles", "catalog"]
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "collected"
