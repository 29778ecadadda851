import os

import pytest

import folders


@pytest.fixture(autouse=True)
def owners(monkeypatch):
    """Owners of folders by their paths: not every user can set them."""
    given = {}
    monkeypatch.setattr(os, "chown", lambda path, user, group: given.update({path: (user, group)}))
    return given


def test_volumes_are_the_users_and_the_folders_above_stay_as_they_are(tmp_path, owners):
    tree = str(tmp_path / "tree")
    mask = os.umask(0o077)
    folders.main(tree, ["/data", "/var/lib/app/files", "/var/lib/other", "/home/nonroot/cache/a"])
    os.umask(mask)
    found = {}
    for folder, _, _ in os.walk(tree):
        status = os.stat(folder)
        found[folder[len(tree) :]] = (owners.get(folder, (0, 0)), oct(status.st_mode & 0o7777), status.st_mtime)
    del found[""]
    root, user = ((0, 0), "0o755", 0), ((65532, 0), "0o775", 0)
    assert found == {
        "/data": user,
        "/var": root,
        "/var/lib": root,
        "/var/lib/app": root,
        "/var/lib/app/files": user,
        "/var/lib/other": user,
        "/home": user,
        "/home/nonroot": user,
        "/home/nonroot/cache": user,
        "/home/nonroot/cache/a": user,
    }
