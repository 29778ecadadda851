# shellcheck shell=bash
# The programs: those on PATH when they are there, else BuildKit from the Go module proxy and the rest from Debian.

buildkit_version=v0.32.2
binaries_folder=$cache_folder/bin/buildkit-$buildkit_version

ensure_packages() {
  local program missing=()
  for program in "$@"; do
    command -v "$program" >/dev/null || missing+=("$(package_of "$program")")
  done
  ((${#missing[@]} == 0)) || locked "$engine_lock" install_missing "${missing[@]}"
}

package_of() {
  case $1 in
    setfattr) printf 'attr\n' ;;
    qemu-*-static) printf 'qemu-user-static\n' ;;
    *) printf '%s\n' "$1" ;;
  esac
}

# Programs of tests that the engine itself does not use. The tests that ask Python and its packages are skipped without.
ensure_test_programs() {
  # faketime brings libfaketime, by which the steps of a daemon see another day.
  ensure_packages git openssl python3 faketime fish
  python3 -c 'import pip' 2>/dev/null || locked "$engine_lock" install_missing python3-pip
  # Newer versions of pip bring this along.
  python3 -c 'import packaging._tokenizer' 2>/dev/null || python3 -c 'import pip._vendor.packaging._tokenizer' 2>/dev/null ||
    locked "$engine_lock" install_missing python3-packaging
}

# apt-get update only when the package lists are missing or too old: it takes longer than all else here.
install_missing() {
  if ((EUID != 0)) || ! command -v apt-get >/dev/null; then
    fail "missing: $*; installing needs root and Debian's package manager"
  fi
  progress "installing $*"
  install_packages "$@" >"$run_folder/install.log" 2>&1 && return
  quietly update apt-get update
  quietly install install_packages "$@"
}

install_packages() {
  # Debian's docker-registry would start a service of its own where an init system runs: RUNLEVEL=1 is invoke-rc.d's "do not".
  RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@" </dev/null
}

# Names of programs of BuildKit, of which those that PATH lacks are built.
ensure_buildkit() {
  local program
  # Last, so that programs of the machine's own win.
  [[ :$PATH: == *:$binaries_folder:* ]] || PATH=$PATH:$binaries_folder
  for program in "$@"; do
    command -v "$program" >/dev/null || build_from_source "$program"
  done
}

build_from_source() {
  local program=$1
  command -v go >/dev/null || fail "$program is not on PATH, and building it needs Go"
  progress "building $program $buildkit_version (two minutes on two cores for the first program)"
  mkdir -p "$binaries_folder"
  # Built beside its final name: an interrupted build must not leave half a program under it.
  quietly "build-$program" env CGO_ENABLED=0 GOFLAGS='' go -C "$engine_folder/tools" build -trimpath -ldflags='-s -w' \
    -o "$binaries_folder/.$program" "github.com/moby/buildkit/cmd/$program"
  mv "$binaries_folder/.$program" "$binaries_folder/$program"
}
