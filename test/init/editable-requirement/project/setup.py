from setuptools import setup

setup(name="pages", version="1", packages=["pages"])
