import user


def test_the_user_has_one_entry(tmp_path):
    source, target = tmp_path / "passwd", tmp_path / "etc/passwd"
    source.write_text("root:x:0:0\nnonroot:x:1:1\nnonrooted:x:2:2\n")
    user.add_entry(str(source), str(target), "nonroot:x:65532:65532\n")
    assert target.read_text() == "root:x:0:0\nnonrooted:x:2:2\nnonroot:x:65532:65532\n"
