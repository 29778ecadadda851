# shellcheck shell=bash
# This machine's way to its package registries, so that build steps in the stand-ins reach them the same way.

# Sets debian_mirror, security_mirror and apt_settings, once, for asking apt takes a while. apt itself knows best what its
# sources files say, in either of their formats.
read_machine() {
  local release targets
  release=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
  targets=$(apt-get indextargets --format "\$(RELEASE) \$(COMPONENT) \$(REPO_URI)" 'Created-By: Packages')
  debian_mirror=$(mirror_of "$release" "$targets")
  security_mirror=$(mirror_of "$release-security" "$targets")
  : "${debian_mirror:=http://deb.debian.org/debian}" "${security_mirror:=http://deb.debian.org/debian-security}"
  # Only what concerns reaching a mirror: proxies, retries, and checks that a frozen mirror or a wrong clock needs off.
  apt_settings=$(apt-config dump | grep -E '^Acquire::(Check-|https?::(Proxy|Timeout)|Retries)' || true)
}

mirror_of() {
  awk -v release="$1" '$1 == release && $2 == "main" { sub("/$", "", $3); print $3; exit }' <<<"$2"
}

# Files that make a Debian root of the given suite use this machine's mirror, certificates and Python index.
write_machine_files() {
  local folder=$1 suite=$2 certificates=(/usr/local/share/ca-certificates/*.crt)
  mkdir -p "$folder/etc/apt/apt.conf.d" "$folder/usr/local/share/ca-certificates"
  write_sources "$folder/etc/apt" "$suite"
  [[ -z $apt_settings ]] || printf '%s\n' "$apt_settings" >"$folder/etc/apt/apt.conf.d/99machine"
  if [[ -e ${certificates[0]} ]]; then
    cp -- "${certificates[@]}" "$folder/usr/local/share/ca-certificates/"
  fi
  python_index_settings >"$folder/etc/pip.conf"
  [[ -s $folder/etc/pip.conf ]] || rm "$folder/etc/pip.conf"
}

# Debian's own images have the one-line format up to 11 and the other one from 12 on. The security updates of 11 are left
# out: mirrors still have their index, but no longer all of the files in it.
write_sources() {
  local folder=$1 suite=$2
  if [[ $suite == bullseye ]]; then
    printf 'deb %s %s main\n' "$debian_mirror" "$suite" "$debian_mirror" "$suite-updates" >"$folder/sources.list"
    return
  fi
  mkdir -p "$folder/sources.list.d"
  cat >"$folder/sources.list.d/debian.sources" <<SOURCES
Types: deb
URIs: $debian_mirror
Suites: $suite $suite-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: $security_mirror
Suites: $suite-security
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
SOURCES
}

# Empty on a machine that reaches PyPI without further ado. Versions of pip before 24.2 trust only their own bundle of
# certificates, so the system's has to be named as soon as this machine trusts more than Debian does.
python_index_settings() {
  local settings=() key variable value certificates=(/usr/local/share/ca-certificates/*.crt)
  [[ ! -e ${certificates[0]} ]] || settings+=('cert = /etc/ssl/certs/ca-certificates.crt')
  for key in index-url extra-index-url trusted-host proxy; do
    variable=PIP_${key^^}
    variable=${variable//-/_}
    value=${!variable:-$(sed -n "s/^$key *= *//p" /etc/pip.conf 2>/dev/null || true)}
    [[ -z $value ]] || settings+=("$key = $value")
  done
  ((${#settings[@]} == 0)) || printf '%s\n' '[global]' "${settings[@]}"
}
