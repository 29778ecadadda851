import certificates
import run

BLOCK = "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----"


def test_certificates_alone_join_the_bundle(tmp_path):
    bundle, folder, tree = tmp_path / "bundle.crt", tmp_path / "files", tmp_path / "tree"
    bundle.write_text("# known\n" + BLOCK % "base")
    folder.mkdir()
    (folder / "0001.pem").write_text(BLOCK % "two" + BLOCK % "three")
    (folder / "0000.pem").write_text("subject=one\r\n" + BLOCK % "one" + "\nrest")
    certificates.main(str(tree), str(bundle), str(folder))
    blocks = [BLOCK % name for name in ("base", "one", "two", "three")]
    joined = (tree / "etc/ssl/certs/ca-certificates.crt").read_text()
    assert joined == "# known\n" + "\n".join(blocks) + "\n"


def test_a_secret_stands_beside_what_the_image_trusts(tmp_path, monkeypatch):
    own, secret, trust = tmp_path / "own.crt", tmp_path / "secret.crt", tmp_path / "trust.crt"
    own.write_text("own")
    monkeypatch.setattr(run, "SECRET", str(secret))
    monkeypatch.setattr(run, "TRUST", str(trust))
    monkeypatch.setenv("SSL_CERT_FILE", str(own))
    run.trust_secret()
    assert run.os.environ["SSL_CERT_FILE"] == str(own)
    secret.write_text("secret\n")
    run.trust_secret()
    assert run.os.environ["SSL_CERT_FILE"] == str(trust)
    assert trust.read_text() == "own\nsecret\n"
