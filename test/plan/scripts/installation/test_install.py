import subprocess
import sys

PIP = """
import importlib.util
import sys

found = [name for name in ("beside", "pip", "install") if importlib.util.find_spec(name)]
print(__name__, sys.argv[1:], found)
"""


def test_pip_runs_without_what_stands_beside_it(tmp_path, programs):
    (tmp_path / "pip").mkdir()
    (tmp_path / "pip/__init__.py").write_text("")
    (tmp_path / "pip/__main__.py").write_text(PIP)
    (tmp_path / "beside.py").write_text("")
    command = [sys.executable, str(programs / "install.py"), str(tmp_path), "install", "--requirement", "list"]
    output = subprocess.check_output(command, env={"PYTHONPATH": str(tmp_path)}, universal_newlines=True)
    assert output == "__main__ ['install', '--requirement', 'list'] ['pip']\n"
