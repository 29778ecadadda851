# shellcheck shell=bash
# The stand-ins for base images, made on first use and kept in the local registry.

# A mark beside the registry's data tells by which recipe an image was made.
marks_folder=$cache_folder/registry/made

# The name under which an image is made, from what a user writes.
canonical_image() {
  case ${1%-slim} in
    distroless) printf 'distroless\n' ;;
    python:3.11 | python:3.11.2) printf 'python:3.11\n' ;;
    python:3.11@386 | python:3.13@386 | python:3.9.2@arm64 | python:3.13@arm64 | python:3.13@armv7 | python:3.13@armv6) printf '%s\n' "$1" ;;
    python:3 | python:3.13 | python:3.13.5) printf 'python:3.13\n' ;;
    python:3.9 | python:3.9.2) printf 'python:3.9.2\n' ;;
    *) fail "there is no stand-in for $1: python:3.13, python:3.11, python:3.9.2 and distroless can be made, python:3.13 and python:3.11 also with @386, python:3.13 with @arm64, @armv7 and @armv6, and python:3.9.2 with @arm64" ;;
  esac
}

ensure_image() {
  local image=$1 own
  own=$(dpkg --print-architecture)
  # Both push the same tags: once there is an index of two platforms, it stays one.
  if [[ -e $marks_folder/$image@386 ]]; then
    image+=@386
  fi
  case $image in
    distroless) ensure_made distroless trixie "$own" make_distroless ;;
    python:3.11) ensure_made python:3.11 bookworm "$own" make_python 3.11 3.11.2 ;;
    python:3.11@386) ensure_made python:3.11@386 bookworm "$own i386" make_python 3.11 3.11.2 ;;
    *@arm*) ensure_emulated "$image" ;;
    python:3.13) ensure_made python:3.13 trixie "$own" make_python 3.13 3.13.5 3 ;;
    python:3.13@386) ensure_made python:3.13@386 trixie "$own i386" make_python 3.13 3.13.5 3 ;;
    python:3.9.2) ensure_made python:3.9.2 bullseye "$own" make_python 3.9.2 3.9 ;;
  esac
}

ensure_made() {
  local image=$1 suite=$2 architectures=$3 context recipe
  shift 3
  context=$(mktemp --directory "$run_folder/context-XXXXXX")
  write_context "$context" "$suite" "${image%%:*}"
  recipe=$(recipe_of "$context" "$image")
  # A look at the images takes no lock, so that nobody waits for the images of others.
  is_made "$image" "$recipe" || locked "$images_lock" make_once "$@"
  rm -rf "$context"
}

is_made() {
  [[ $(cat "$marks_folder/$1" 2>/dev/null) == "$2" ]]
}

# Uses the variables of ensure_made. Another process may have made the image while this one waited for the lock.
make_once() {
  is_made "$image" "$recipe" && return
  add_roots
  "$@"
  mkdir -p "$marks_folder"
  printf '%s\n' "$recipe" >"$marks_folder/$image"
  progress "$image is there"
}

write_context() {
  local context=$1 suite=$2 recipe=$3
  cp -r "$engine_folder/images/$recipe/." "$context/"
  write_machine_files "$context/machine" "$suite"
  mkdir "$context/departed"
  if [[ $suite == bullseye ]]; then
    write_departed_release "$context/departed" "$suite"
  fi
}

# The release as its own sources list finds it once it has left the mirrors: only the archive host still has it. See mirror.mjs.
write_departed_release() {
  local folder=$1 suite=$2 host
  cat >"$folder/sources.list" <<SOURCES
deb http://deb.debian.org/debian $suite main
deb http://security.debian.org/debian-security $suite-security main
deb http://deb.debian.org/debian $suite-updates main
SOURCES
  mkdir "$folder/apt.conf.d"
  for host in deb.debian.org security.debian.org archive.debian.org; do
    printf 'Acquire::http::Proxy::%s "http://127.0.0.1:%s";\n' "$host" "$(port_of mirror)"
  done >"$folder/apt.conf.d/99departed"
}

# Everything that decides what is in an image, except what Debian's mirror has today.
recipe_of() {
  local context=$1 image=$2
  {
    printf '%s\n' "$image"
    declare -f make_root make_distroless make_python build_image
    cat "$engine_folder/images/dpkg-excludes"
    (cd "$context" && find . -type f -print0 | sort --zero-terminated | xargs --null sha256sum)
  } | sha256sum
}

add_roots() {
  local architecture root
  for architecture in $architectures; do
    root=$(debian_root "$suite" "$architecture")
    # BuildKit's name for Debian's i386 is 386.
    ln "$root" "$context/root-${architecture#i}.tar"
  done
}

make_distroless() {
  build_image distroless "$MOPY_ENGINE_REGISTRY/distroless/static-debian13:nonroot"
}

# The arguments are the version, which is the first tag, and further tags.
make_python() {
  local version=$1 tag source names=() slim_names=()
  source=$(upstream_source "$suite" "python$(cut -d . -f 1-2 <<<"$version")")
  ln "$source" "$context/cpython.tar"
  for tag in "$@"; do
    names+=("$MOPY_ENGINE_REGISTRY/library/python:$tag")
    slim_names+=("$MOPY_ENGINE_REGISTRY/library/python:$tag-slim")
  done
  progress "building python:$version for $architectures (compiles CPython)"
  build_image "python-$version-slim" "$(comma_separated "${slim_names[@]}")" --opt target=slim --opt "build-arg:PYTHON=$version"
  build_image "python-$version" "$(comma_separated "${names[@]}")" --opt target=build --opt "build-arg:PYTHON=$version"
}

comma_separated() {
  local IFS=,
  printf '%s' "$*"
}

# An index even for one platform, as the originals are: a digest pin names an index. The weakest compression: these
# layers never leave the machine.
build_image() {
  local name=$1 references=$2 platforms=linux/${architectures// /,linux/}
  shift 2
  quietly "build-$name" buildctl --addr "$daemon_address" build --progress plain --frontend dockerfile.v0 \
    --local "context=$context" --local "dockerfile=$context" \
    --opt "platform=${platforms//i386/386}" --opt multi-platform=true "$@" \
    --output "type=image,push=true,registry.insecure=true,compression-level=1,\"name=$references\""
}
