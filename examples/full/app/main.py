"""Uses each kind of dependency once."""

import os

import numpy
import uvicorn
import yaml
from greeting import greet

print(greet(os.environ["GREETING"]))
print("numpy", numpy.ones(3).sum(), "- uvicorn", uvicorn.__version__)
print("libyaml", yaml.load("works: true", Loader=yaml.CSafeLoader))
