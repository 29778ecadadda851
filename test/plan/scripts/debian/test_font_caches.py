import os

from font_caches import name_font_folders


def test_a_random_name_of_a_font_folder_becomes_one_of_its_path(tmp_path):
    names = []
    for tree in (tmp_path / "one", tmp_path / "two"):
        for folder in ("usr/share/fonts", "usr/share/fonts/truetype", "usr/share/doc"):
            (tree / folder).mkdir(parents=True, exist_ok=True)
        for folder in ("usr/share/fonts", "usr/share/fonts/truetype"):
            (tree / folder / ".uuid").write_text(os.urandom(18).hex())
        name_font_folders(str(tree))
        names.append({path.relative_to(tree): path.read_text() for path in tree.rglob(".uuid")})
    assert names[0] == names[1]
    assert len(set(names[0].values())) == 2
    assert all(len(name) == 36 for name in names[0].values())
