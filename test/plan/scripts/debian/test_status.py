import pytest

import dpkg
import status
from debian_system import System


@pytest.fixture
def system(tmp_path):
    found = System(tmp_path)
    found.install("library", ["/lib/libx.so.1"], Version="1:2-3", Conffiles="\n /etc/x 0123\n /etc/y 4567")
    return found


def test_an_entry_says_what_a_scanner_asks_for_and_nothing_of_the_state(system, tmp_path):
    database = dpkg.Database(str(system.root))
    status.record(str(tmp_path / "tree"), database, ["library"])
    assert (tmp_path / "tree/var/lib/dpkg/status.d/library").read_text() == (
        "Package: library\nArchitecture: amd64\nVersion: 1:2-3\nDescription: made up\n of two lines\n"
    )


def test_the_uppermost_entry_counts(system, tmp_path):
    database = dpkg.Database(str(system.root))
    layers = [str(tmp_path / name) for name in ("lower", "upper", "empty")]
    status.record(layers[0], database, ["library"])
    database.packages["library"].stanza = "Package: library\nVersion: 2-1"
    status.record(layers[1], database, ["library"])
    assert status.recorded_version(layers, "library") == "2-1"
    assert status.recorded_version(layers, "other") is None


def test_a_path_that_nobody_owns_has_the_owner_of_what_it_leads_to(monkeypatch, system):
    database = dpkg.Database(str(system.root))
    monkeypatch.setattr(status.os.path, "realpath", lambda _: "/usr/lib/libx.so.1")
    assert status.owners(database, "/etc/alternatives/libx.so") == ["library"]
