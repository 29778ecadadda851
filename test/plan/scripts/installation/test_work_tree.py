import os
import subprocess

import work_tree


def git(folder, *words):
    output = subprocess.check_output(
        ["git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@example.org", *list(words)]
    )
    return output.decode()


def repository(folder):
    folder.mkdir()
    git(folder, "init", "--quiet")
    for name in ("plain é.py", "Mopyfile.yaml", "run.sh"):
        (folder / name).write_text(name)
    os.chmod(str(folder / "run.sh"), 0o755)
    os.symlink("nowhere", str(folder / "link"))
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "first")


def test_a_copy_without_some_files_and_modes_is_clean(tmp_path):
    tree = tmp_path / "lib"
    repository(tree)
    os.chmod(str(tree / "plain é.py"), 0o755)
    os.chmod(str(tree / "run.sh"), 0o644)
    (tree / "Mopyfile.yaml").unlink()
    assert git(tree, "status", "--porcelain") != ""
    work_tree.main(str(tmp_path))
    assert git(tree, "status", "--porcelain") == ""
    assert os.access(str(tree / "run.sh"), os.X_OK)


def test_a_change_of_content_stays_one(tmp_path):
    tree = tmp_path / "lib"
    repository(tree)
    (tree / "run.sh").write_text("other")
    work_tree.main(str(tmp_path))
    assert git(tree, "status", "--porcelain") == " M run.sh\n"


def test_what_is_no_repository_is_left_as_it_is(tmp_path):
    (tmp_path / ".git").write_text("gitdir: ../nowhere\n")
    file = tmp_path / "a.py"
    file.write_text("")
    os.chmod(str(file), 0o755)
    work_tree.main(str(tmp_path))
    assert os.stat(str(file)).st_mode & 0o777 == 0o755
