from django.apps import AppConfig

with open("version.txt") as file:
    VERSION = file.read()


class CatalogConfig(AppConfig):
    name = "catalog"
