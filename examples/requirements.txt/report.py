"""Prints a table and what made it."""

from importlib.metadata import version

from rich import print
from tabulate import tabulate

rows = [(name, version(name)) for name in ("rich", "tabulate", "wcwidth")]
print(tabulate(rows, headers=("package", "version")))
