ROOT_URLCONF = "shop.urls"
ALLOWED_HOSTS = ["*"]
SECRET_KEY = "x"
WSGI_APPLICATION = "shop.wsgi.application"
