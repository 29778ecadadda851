import os
import shutil
import sys

import closure


def test_finds_elf_files_in_a_stable_order_and_no_links(tmp_path):
    for name in ("b/program", "a/program", "c"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(os.path.realpath(sys.executable), str(tmp_path / name))
    (tmp_path / "text").write_text("ELF")
    (tmp_path / "empty").write_text("")
    (tmp_path / "link").symlink_to(tmp_path / "c")
    (tmp_path / "dangling").symlink_to(tmp_path / "nothing")
    found = [os.path.relpath(path, str(tmp_path)) for path in closure.elf_files(str(tmp_path))]
    assert found == ["c", "a/program", "b/program"]


def test_the_loader_is_a_program_itself():
    assert closure.is_elf(closure.loader())


def test_the_c_library_of_the_interpreter_is_resolved():
    libraries = dict(closure.loaded_libraries(os.path.realpath(sys.executable)))
    assert os.path.exists(libraries["libc.so.6"])


def test_the_library_folder_is_below_usr_and_has_the_c_library():
    folder = closure.library_folder()
    assert folder.startswith("/usr/")
    assert os.path.exists(os.path.join(folder, "libc.so.6"))
