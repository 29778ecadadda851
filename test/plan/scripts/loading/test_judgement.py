import pytest

import judgement

CANNOT_OPEN = "libabsent.so.1: cannot open shared object file: No such file or directory"
KINDS = {
    "ImportError": ["ImportError", "Exception"],
    "ModuleNotFoundError": ["ModuleNotFoundError", "ImportError", "Exception"],
    "OSError": ["OSError", "Exception"],
    "FileNotFoundError": ["FileNotFoundError", "OSError", "Exception"],
}


def link(kind, text, number=None):
    return {"kinds": KINDS.get(kind, [kind, "Exception"]), "text": text, "number": number}


@pytest.mark.parametrize(
    ("failed", "chain", "names"),
    [
        # In the words of the loader, of cffi, and of authors.
        (["libabsent.so.1"], [link("OSError", CANNOT_OPEN)], ["libabsent.so.1"]),
        ([], [link("OSError", "cannot load library 'libgobject-2.0-0': libgobject-2.0-0")], ["libgobject-2.0-0"]),
        (["magic", "magic1"], [link("ImportError", "failed to find libmagic.  Check")], ["magic"]),
        (["portaudio"], [link("OSError", "PortAudio library not found")], ["portaudio"]),
        (["enchant-2"], [link("ImportError", "The 'enchant' C library was not found")], ["enchant-2"]),
        (["absent"], [link("RuntimeError", "could not load libabsent")], ["absent"]),
        # The program itself was searched, since there was no library to search.
        (["sodium"], [link("AttributeError", "python: undefined symbol: sodium_init")], ["sodium"]),
        # One library under several names, and one that is the reason of another error.
        (
            ["cairo-2", "cairo"],
            [link("OSError", "cannot load library 'libcairo.so.2': x\ncannot load library 'libcairo.2.dylib': x")],
            ["libcairo.so.2"],
        ),
        (["absent"], [link("ImportError", "no backend"), link("OSError", CANNOT_OPEN)], ["libabsent.so.1"]),
    ],
)
def test_libraries_that_an_import_needs_are_named(failed, chain, names):
    assert judgement.missing_libraries(failed, chain) == names


@pytest.mark.parametrize(
    ("failed", "chain"),
    [
        ([], []),
        # A display, a device, a configuration, another module: the library is one that can be done without.
        (["libX11.so.6"], [link("KeyError", "'DISPLAY'"), link("OSError", CANNOT_OPEN)]),
        (
            ["libgpiod.so.2"],
            [link("FileNotFoundError", "No such file: '/dev/gpiochip0'", 2), link("OSError", CANNOT_OPEN)],
        ),
        (["absent"], [link("ModuleNotFoundError", "No module named 'absent'")]),
        (["absent"], [link("ImproperlyConfigured", "settings are not configured")]),
        (["absent"], [link("AttributeError", "module 'os' has no attribute 'startfile'")]),
        ([], [link("AttributeError", "python: undefined symbol: f")]),
        (["gl"], [link("ImportError", "cannot import name 'global'")]),
        # The host brings these when the container starts.
        (["libcuda.so.1"], [link("OSError", "libcuda.so.1: cannot open shared object file")]),
        (["nvidia-ml"], [link("ImportError", "libnvidia-ml not found")]),
    ],
)
def test_other_reasons_are_not_for_the_build(failed, chain):
    assert judgement.missing_libraries(failed, chain) == []
