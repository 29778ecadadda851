# shellcheck shell=bash
# Materials of the stand-ins: roots of Debian releases, and source packages. Both are kept.

# Prints the path of a tar file with a minimal Debian of the given suite and architecture.
debian_root() {
  local suite=$1 architecture=$2 recipe file
  # A change of how a root is made gives a new one.
  recipe=$({ declare -f make_root; cat "$engine_folder/images/dpkg-excludes"; } | sha256sum)
  file=$cache_folder/roots/$suite-$architecture-${recipe:0:12}.tar
  # Images of several architectures, which are made at the same time, can need the same root.
  [[ -e $file ]] || locked "$engine_lock" make_root_once
  printf '%s\n' "$file"
}

# Uses the variables of debian_root.
make_root_once() {
  [[ ! -e $file ]] || return 0
  # mmdebstrap asks arch-test whether this machine runs a foreign architecture.
  ensure_packages mmdebstrap arch-test
  progress "making a root of Debian $suite $architecture"
  mkdir -p "${file%/*}"
  rm -f "$cache_folder/roots/$suite-$architecture-"*
  quietly "root-$suite-$architecture" make_root "$suite" "$architecture" "$file.part.tar"
  mv "$file.part.tar" "$file"
}

make_root() {
  local suite=$1 architecture=$2 file=$3 merged_usr=()
  # Without this, usrmerge would bring all of perl along. Debian's images are merged from 12 on, and 13's base-files is so by itself.
  if [[ $suite == bookworm ]]; then
    merged_usr=(--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr --include=usr-is-merged)
  fi
  # The same packages give the same bytes, so that BuildKit has the steps on top in its cache when a root is made anew.
  export SOURCE_DATE_EPOCH=1735689600
  # mmdebstrap leaves its own apt settings and sources behind; the recipe of the image brings those of the original.
  # shellcheck disable=SC2016  # the hook's shell expands $1
  mmdebstrap --mode=root --variant=minbase --architectures="$architecture" "${merged_usr[@]}" \
    --include=ca-certificates,netbase,tzdata \
    --aptopt='Acquire::Check-Valid-Until "false"' --aptopt='APT::Install-Recommends "false"' \
    --dpkgopt="$engine_folder/images/dpkg-excludes" \
    --customize-hook='rm "$1/etc/apt/apt.conf.d/99mmdebstrap" "$1/etc/apt/sources.list"' \
    --customize-hook='mv "$1/etc/dpkg/dpkg.cfg.d/99mmdebstrap" "$1/etc/dpkg/dpkg.cfg.d/docker"' \
    "$suite" "$file" "deb $debian_mirror $suite main"
}

# Prints the path of the upstream tarball of a source package.
upstream_source() {
  local suite=$1 package=$2 folder=$cache_folder/sources/$2
  if ! compgen -G "$folder/*.orig.tar.*z" >/dev/null; then
    progress "fetching the source of $package"
    quietly "source-$package" fetch_source "$suite" "$package" "$folder.part"
    mv "$folder.part" "$folder"
  fi
  compgen -G "$folder/*.orig.tar.*z"
}

# With sources and lists of its own: the machine's releases need not have that version.
fetch_source() {
  local suite=$1 package=$2 folder=$3 options
  rm -rf "$folder"
  mkdir -p "$folder/lists/partial"
  printf 'deb-src %s %s main\n' "$debian_mirror" "$suite" >"$folder/sources.list"
  options=(-o "Dir::Etc::SourceList=$folder/sources.list" -o Dir::Etc::SourceParts=- -o "Dir::State::Lists=$folder/lists")
  apt-get "${options[@]}" update
  (cd "$folder" && apt-get "${options[@]}" source --download-only "$package")
  rm -r "$folder/lists"
}
