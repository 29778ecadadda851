"""Compiles Python files to byte code, all in this process and in the order in which they come.

Standard input has three texts for each file, each ended by a zero byte: its path, the path to show in tracebacks, and the
path of the byte code, whose folder is there.
"""

import os
import py_compile
import sys

MODES = getattr(py_compile, "PycInvalidationMode", None)
# The image's user could not write any byte code: none is compared with its source.
OPTIONS = {"invalidation_mode": MODES.UNCHECKED_HASH} if MODES else {}


def main():
    """Files that this Python cannot compile, templates for example, are skipped."""
    texts = [os.fsdecode(text) for text in sys.stdin.buffer.read().split(b"\0")[:-1]]
    for path, shown, target in zip(texts[0::3], texts[1::3], texts[2::3]):
        try:
            py_compile.compile(path, cfile=target, dfile=shown, doraise=True, **OPTIONS)
        except (py_compile.PyCompileError, SyntaxError, ValueError, RecursionError, OSError):
            continue


if __name__ == "__main__":
    main()
