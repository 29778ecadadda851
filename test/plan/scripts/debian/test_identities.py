import pytest

from identities import is_identity

KEY = "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n"


@pytest.mark.parametrize(
    "path",
    [
        "/etc/ssh/ssh_host_ed25519_key",
        "/etc/ssh/ssh_host_ed25519_key.pub",
        "/etc/ssl/private/ssl-cert-snakeoil.key",
        "/etc/ssl/certs/ssl-cert-snakeoil.pem",
        "/etc/machine-id",
        "/var/lib/dbus/machine-id",
    ],
)
def test_what_packages_are_known_to_make_is_known_by_its_path(path):
    assert is_identity(path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [(KEY, True), ("-----BEGIN PRIVATE KEY-----\n", True), ("-----BEGIN CERTIFICATE-----\n", False), ("", False)],
)
def test_a_private_key_is_known_by_how_it_begins(tmp_path, text, expected):
    (tmp_path / "file").write_text(text)
    assert is_identity(str(tmp_path / "file")) is expected


def test_a_link_is_what_it_leads_to(tmp_path):
    (tmp_path / "key").write_text(KEY)
    (tmp_path / "link").symlink_to("key")
    (tmp_path / "other").symlink_to("nothing")
    assert is_identity(str(tmp_path / "link"))
    assert not is_identity(str(tmp_path / "other"))
    assert not is_identity(str(tmp_path))
