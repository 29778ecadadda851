import pytest

from unwanted import is_unwanted_path


@pytest.mark.parametrize(
    "path",
    [
        "/etc/ssh/ssh_host_ed25519_key",
        "/etc/ssl/private/ssl-cert-snakeoil.key",
        "/etc/machine-id",
        "/etc/passwd-",
        "/var/lib/dpkg/status",
        "/usr/share/man/man1/ssh.1.gz",
    ],
)
def test_keys_identities_and_debians_own_state_stay_behind(path):
    assert is_unwanted_path(path)


@pytest.mark.parametrize(
    "path",
    [
        "/etc/ssh/ssh_config",
        "/etc/ssl/openssl.cnf",
        "/usr/share/manual/page",
        "/etc/passwd.d/users",
        "/usr/lib/x86_64-linux-gnu/libssl.so.3",
    ],
)
def test_what_programs_read_comes_along(path):
    assert not is_unwanted_path(path)
