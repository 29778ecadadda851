"""Programs of Debian packages that the image has and cannot start: scripts of an interpreter that it lacks."""

import os

FOLDERS = ("/usr/local/bin", "/usr/local/sbin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")
SHOWN = 5


def warnings(database, selection, has):
    """Yields a line for each package with such programs. `has` tells whether the image has a path."""
    binaries = {}
    for name in selection.chosen:
        for path in selection.elf_files(database.packages[name]):
            binaries.setdefault(os.path.basename(path), os.path.dirname(path))
    for name in sorted(selection.chosen):
        lacking = {}
        for path in sorted(database.files(database.packages[name])):
            interpreter = script_interpreter(path) if os.path.dirname(path) in FOLDERS else None
            program = os.path.basename(path)
            if interpreter and not is_startable(interpreter, has) and (name in selection.named or program in binaries):
                lacking.setdefault(os.path.basename(interpreter), []).append(program)
        for interpreter, programs in sorted(lacking.items()):
            yield warning(name, interpreter, programs, {binaries[one] for one in programs if one in binaries})


def script_interpreter(path):
    """The interpreter that the first line of a script names, behind `env` where it names that; None for any other file."""
    if not os.path.isfile(path):
        return None
    with open(path, "rb") as file:
        line = file.readline(256)
    words = line[2:].decode("utf-8", "replace").split() if line.startswith(b"#!") else []
    if words and os.path.basename(words[0]) == "env":
        words = [word for word in words[1:] if not word.startswith("-") and "=" not in word]
    return words[0] if words else None


def is_startable(interpreter, has):
    places = [interpreter] if "/" in interpreter else [os.path.join(folder, interpreter) for folder in FOLDERS]
    return any(has(place) for place in places)


def warning(package, interpreter, programs, folders):
    listed = ", ".join(programs[:SHOWN])
    if len(programs) > SHOWN:
        listed += " and %d more" % (len(programs) - SHOWN)
    text = "%s of %s %s of %s, which the image does not have: `base: slim` has it" % (
        listed,
        package,
        "is a script" if len(programs) == 1 else "are scripts",
        interpreter,
    )
    if folders:
        text += ", or call them in %s" % ", ".join(sorted(folders))
    return text
