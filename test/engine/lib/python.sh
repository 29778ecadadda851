# shellcheck shell=bash
# Python with the packages that tests of the Python programs call, in an environment of its own that the machine's Python
# does not see.

python_packages=$engine_folder/python-packages.txt

# Runs that environment's Python with the given words.
python_command() {
  local environment
  environment=$(python_environment)
  # An environment that is there takes no lock: programs that hold it install and start daemons.
  [[ -x $environment/bin/ruff ]] || locked "$engine_lock" ensure_python "$environment"
  exec "$environment/bin/python" "$@" 5>&- 7>&- 8>&- 9>&-
}

# A change of the packages, or of the machine's Python, gives a new environment.
python_environment() {
  local mark
  ensure_packages python3
  mark=$({ cat "$python_packages"; python3 -c 'import sys; print(sys.executable, sys.version)'; } | sha256sum)
  printf '%s/python-%s\n' "$cache_folder" "${mark:0:12}"
}

ensure_python() {
  local environment=$1
  [[ ! -x $environment/bin/ruff ]] || return 0
  python3 -c 'import ensurepip' 2>/dev/null || install_missing python3-venv
  progress 'installing the packages that tests of the Python programs call'
  rm -rf "$environment"
  quietly python-environment install_python_packages "$environment"
}

install_python_packages() {
  python3 -m venv "$1"
  "$1/bin/python" -m pip install --disable-pip-version-check --requirement "$python_packages"
}
