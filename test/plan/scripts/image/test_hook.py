import subprocess
import sys

import hook


def test_the_hook_loads_by_itself_and_does_nothing_outside_of_process_1(tmp_path):
    hook.add_hook(str(tmp_path))
    program = "import site, sys, signal; site.addsitedir(sys.argv[1]); print(signal.getsignal(signal.SIGTERM).name, hasattr(sys.modules['mopy_sigterm'], 'install'))"
    result = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True, check=True
    )
    assert result.stdout == "SIG_DFL True\n"


def test_newer_pythons_are_told_in_their_own_way_too(tmp_path, monkeypatch):
    monkeypatch.setattr(hook.sys, "version_info", (3, 15))
    hook.add_hook(str(tmp_path))
    assert (tmp_path / "mopy_sigterm.start").read_text() == "mopy_sigterm:install\n"
    assert (tmp_path / "mopy_sigterm.pth").read_text() == "import mopy_sigterm; mopy_sigterm.install()\n"
