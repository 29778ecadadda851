from setuptools import setup; setup(name="my-local-pip")
