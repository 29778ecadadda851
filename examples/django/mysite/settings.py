import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent

# A real service is given a key of its own when it starts: docker run -e SECRET_KEY=...
SECRET_KEY = os.environ.get("SECRET_KEY", "only-for-trying-this-example")
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "mysite.urls"
INSTALLED_APPS = ["django.contrib.staticfiles"]
MIDDLEWARE = ["whitenoise.middleware.WhiteNoiseMiddleware"]

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "mysite" / "static"]
STATIC_ROOT = BASE_DIR / "collected"
STORAGES = {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
