# shellcheck shell=bash
# Architectures that this machine runs by emulation: the kernel starts QEMU for their programs (binfmt_misc), and the
# stand-ins are made by cross-compiling.

binfmt_folder=/proc/sys/fs/binfmt_misc

# Prints, for the part of an image's name after the `@`: Debian's architecture, its triplet, QEMU's architecture, and the
# platform of the official image. The platform of arm/v6 is Debian's armel, which Docker Hub names arm/v5: there is none
# between.
emulated_platform() {
  case $1 in
    arm64) printf 'arm64 aarch64-linux-gnu aarch64 linux/arm64\n' ;;
    armv7) printf 'armhf arm-linux-gnueabihf arm linux/arm/v7\n' ;;
    armv6) printf 'armel arm-linux-gnueabi arm linux/arm/v5\n' ;;
    *) fail "there are no stand-ins for $1: arm64, armv7 and armv6 can be made" ;;
  esac
}

# Prints, for an image's name: Debian's release, and of Python's source; Python's version, which is the first tag, and further
# tags. Mirrors have lost packages of armel's last release, 13.
emulated_release() {
  case $1 in
    python:3.9.2@*) printf 'bullseye bullseye 3.9 3.9.2\n' ;;
    *@armv6) printf 'bookworm trixie 3.13 3.13.5 3\n' ;;
    *) printf 'trixie trixie 3.13 3.13.5 3\n' ;;
  esac
}

# The command `emulate`: true when the kernel runs programs of each architecture.
emulate() {
  local name architecture emulator
  (($# > 0)) || usage
  for name in "$@"; do
    read -r architecture _ emulator _ <<<"$(emulated_platform "$name")"
    ensure_emulator "$architecture" "$emulator"
  done
}

# Whoever has registered an emulator before, or has the architecture itself, is left alone.
ensure_emulator() {
  local architecture=$1 emulator=$2 registration=$binfmt_folder/qemu-$2
  ensure_packages arch-test
  arch-test "$architecture" >/dev/null || locked "$engine_lock" register_emulator "$emulator"
  arch-test "$architecture" >/dev/null || refuse "this machine's kernel does not run programs for $architecture"
  [[ ! -e $registration ]] || grep --quiet '^flags: .*F' "$registration" ||
    refuse "the emulator for $emulator was registered without the flag F: containers do not find it"
}

# Ends with a code of its own: tests skip what this machine's kernel cannot do, and nothing else.
refuse() {
  printf 'engine: %s\n' "$*" >&2
  exit 3
}

# By the line in which Debian's package describes it. Its flag F makes the kernel hold the emulator open, so that it is
# also there in containers, whose file systems do not have it.
register_emulator() {
  local emulator=$1
  [[ ! -e $binfmt_folder/qemu-$emulator ]] || return 0
  if [[ ! -e $binfmt_folder/register ]]; then
    mount -t binfmt_misc none "$binfmt_folder" 2>/dev/null || refuse "this machine's kernel has no binfmt_misc, or does not let it be mounted"
  fi
  ensure_packages "qemu-$emulator-static"
  progress "registering the emulator for $emulator"
  cat "/usr/lib/binfmt.d/qemu-$emulator.conf" >"$binfmt_folder/register" || refuse "the kernel refuses the emulator for $emulator"
}

# Stand-ins of a version of Python, its slim variant and distroless. They join the indexes of this machine's own ones.
ensure_emulated() {
  local image=$1 variant=${1#*@} architecture triplet emulator platform suite source_suite version tags architectures context recipe
  read -r architecture triplet emulator platform <<<"$(emulated_platform "$variant")"
  read -r suite source_suite version tags <<<"$(emulated_release "$image")"
  ensure_emulator "$architecture" "$emulator"
  ensure_image distroless
  ensure_image "${image%@*}"
  [[ $suite != bullseye ]] || ensure_image "python:3.13@$variant"
  architectures=$(dpkg --print-architecture)
  context=$(mktemp --directory "$run_folder/context-XXXXXX")
  write_emulated_context "$context"
  recipe=$(emulated_recipe "$context")
  is_made "$image" "$recipe" || locked "$emulated_images_lock" make_once make_emulated
  rm -rf "$context"
  # An index that was made anew has lost them. It takes a moment, unlike an image that another one makes meanwhile.
  joined --check || locked "$engine_lock" joined
}

write_emulated_context() {
  local context=$1 images=$engine_folder/images
  cp -r "$images/emulated/." "$images/python/compile" "$images/python/apt.conf.d" "$images/distroless/assemble" "$context/"
  write_machine_files "$context/machine" "$suite"
  if [[ $suite == bullseye ]]; then
    mkdir "$context/on-emulated-root"
    write_context "$context/on-emulated-root" "$suite" python
    return
  fi
  # The release alone: mirrors of updates come to these architectures late, for days an index and its files do not match.
  sed -i -e '/^$/,$d' -e "s/^Suites: .*/Suites: $suite/" "$context/machine/etc/apt/sources.list.d/debian.sources"
}

emulated_recipe() {
  local context=$1
  {
    printf '%s\n' "$image"
    declare -f make_root make_emulated make_on_emulated_root write_emulated_context emulated_tags build_emulated emulated_platform \
      emulated_release
    cat "$engine_folder/images/dpkg-excludes"
    (cd "$context" && find . -type f -print0 | sort --zero-terminated | xargs --null sha256sum)
  } | sha256sum
}

# Uses the variables of ensure_emulated, as the next functions do.
make_emulated() {
  local target repository tag
  ln "$(upstream_source "$source_suite" "python$(cut -d . -f 1-2 <<<"$version")")" "$context/cpython.tar"
  progress "building python:$version for $platform (compiles CPython)"
  if [[ $suite == bullseye ]]; then
    make_on_emulated_root
    return
  fi
  while read -r target repository tag _; do
    build_emulated "$target" "$MOPY_ENGINE_REGISTRY/$repository:$tag-$variant"
  done < <(emulated_tags)
}

# Scripts of Debian 11's packages cannot be told of a folder. They run by emulation then, as the recipe of this machine's own
# images says, and only the interpreter is cross-compiled.
make_on_emulated_root() {
  local target repository tag interpreter=$MOPY_ENGINE_REGISTRY/interpreter:$version-$variant
  build_emulated interpreter-files "$interpreter"
  ln "$(debian_root "$suite" "$architecture")" "$context/on-emulated-root/root-$architecture.tar"
  while read -r target repository tag _; do
    quietly "build-$target-$version-$variant" buildctl --addr "$daemon_address" build --progress plain --frontend dockerfile.v0 \
      --local "context=$context/on-emulated-root" --local "dockerfile=$context/on-emulated-root" --opt "target=$target" \
      --opt "platform=$platform" --opt multi-platform=true --opt "build-arg:PYTHON=$tags" \
      --opt "context:interpreter=docker-image://$interpreter" \
      --output "type=image,push=true,registry.insecure=true,compression-level=1,\"name=$MOPY_ENGINE_REGISTRY/$repository:$tag-$variant\""
  done < <(emulated_tags)
}

# Lines of: target of the Dockerfile, repository, tags. There is no distroless image for Debian's armel, and the one of 13
# comes with Python 3.13.
emulated_tags() {
  local tags_of_slim
  read -r -a tags_of_slim <<<"$version $tags"
  printf 'slim library/python %s\n' "${tags_of_slim[*]/%/-slim}"
  printf 'build library/python %s\n' "$version $tags"
  [[ $architecture == armel || $suite == bullseye ]] || printf 'distroless distroless/static-debian13 nonroot\n'
}

build_emulated() {
  local target=$1 reference=$2
  quietly "build-$target-$variant" buildctl --addr "$daemon_address" build --progress plain --frontend dockerfile.v0 \
    --local "context=$context" --local "dockerfile=$context" --opt "target=$target" \
    --opt "platform=$platform" --opt multi-platform=true --opt "build-arg:PYTHON=$version" \
    --opt "build-arg:ARCHITECTURE=$architecture" --opt "build-arg:TRIPLET=$triplet" \
    --output "type=image,push=true,registry.insecure=true,compression-level=1,\"name=$reference\""
}

# Adds the images of the platform to the indexes; with --check, is true when they are there.
joined() {
  # The names of its caller's variables are not for it: emulated_tags reads them.
  local repository tag more
  while read -r _ repository tag more; do
    # shellcheck disable=SC2086  # several tags
    node "$engine_folder/images/join-index.mjs" "$@" "http://$MOPY_ENGINE_REGISTRY/v2/$repository/manifests" \
      "$tag-$variant" "$tag" $more || return
  done < <(emulated_tags)
}
