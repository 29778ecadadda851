# shellcheck shell=bash
# The commands up, down, with and container.

up() {
  local images=()
  read_images "$@"
  locked "$engine_lock" stay_up
  ensure_images
  print_environment
}

# An engine that was started with `up` outlives every `with`.
stay_up() {
  rm -f "$run_folder/temporary"
  ensure_daemons
}

# Fills the caller's images, before anything is started.
read_images() {
  local name
  for name in distroless "${@:-python:3.11}"; do
    images+=("$(canonical_image "$name")")
  done
}

# Sets BUILDKIT_HOST, PATH and MOPY_ENGINE_REGISTRY.
ensure_daemons() {
  ensure_buildkit buildctl
  if other_daemon_answers; then
    use_other_daemon
    return
  fi
  ((EUID == 0)) || fail 'a daemon of its own needs root; or set BUILDKIT_HOST'
  ensure_packages runc
  ensure_buildkit buildkitd
  ensure_registry
  if needs_stand_ins; then
    read_machine
    ensure_mirror
    ensure_daemon "$MOPY_ENGINE_REGISTRY"
  else
    ensure_daemon ''
  fi
  BUILDKIT_HOST=$daemon_address
  forget_unused
}

# A shell that has read the output of `up` has the engine's own address in BUILDKIT_HOST: that one is no other.
other_daemon_answers() {
  [[ -n ${BUILDKIT_HOST:-} && $BUILDKIT_HOST != "$daemon_address" ]] || return 1
  if ! daemon_answers "$BUILDKIT_HOST"; then
    progress "nothing answers at BUILDKIT_HOST, $BUILDKIT_HOST"
    return 1
  fi
}

# It takes the registry of this machine unless the caller names one, and may be where it cannot reach that: better one
# plain word here than a failure in every test that pushes.
use_other_daemon() {
  local context
  [[ -n ${MOPY_ENGINE_REGISTRY:-} ]] || ensure_registry
  context=$(mktemp --directory "$run_folder/context-XXXXXX")
  printf 'FROM scratch\nCOPY Dockerfile /\n' >"$context/Dockerfile"
  push_probe "$context" || fail "the daemon at $BUILDKIT_HOST cannot push to the registry $MOPY_ENGINE_REGISTRY (see \
$run_folder/probe.log): set MOPY_ENGINE_REGISTRY to one that it and this machine reach over plain HTTP"
  rm -r "$context"
}

push_probe() {
  buildctl --addr "$BUILDKIT_HOST" build --progress plain --frontend dockerfile.v0 --local "context=$1" \
    --local "dockerfile=$1" --output "type=image,name=$MOPY_ENGINE_REGISTRY/probe:1,push=true" \
    </dev/null >"$run_folder/probe.log" 2>&1 5>&- 7>&- 8>&- 9>&-
}

# Where Docker Hub answers (the usual 401 will do) base images are pulled. A daemon that runs keeps what it was started
# with.
needs_stand_ins() {
  if runs buildkitd; then
    has_stand_ins
    return
  fi
  ! node -e 'fetch("https://registry-1.docker.io/v2/", { signal: AbortSignal.timeout(4000) }).catch(() => process.exit(1))'
}

ensure_images() {
  local image
  [[ $BUILDKIT_HOST == "$daemon_address" ]] || return 0
  has_stand_ins || return 0
  for image in "${images[@]}"; do
    ensure_image "$image"
  done
}

print_environment() {
  local folder path=$PATH
  folder=$(dirname "$(command -v buildctl)")
  [[ $path == "$folder:"* ]] || path=$folder:$path
  printf "export %s='%s'\n" BUILDKIT_HOST "$BUILDKIT_HOST" PATH "$path" \
    MOPY_ENGINE_REGISTRY "$MOPY_ENGINE_REGISTRY" MOPY_ENGINE_CACHE "$cache_folder"
}

down() {
  locked "$engine_lock" stop_all
}

stop_all() {
  stop buildkitd
  stop registry
  stop mirror
  rm -f "$run_folder/temporary"
}

with() {
  local images=() names=() command_status=0
  while (($# > 0)) && [[ $1 != -- ]]; do
    names+=("$1")
    shift
  done
  (($# > 1)) || usage
  shift
  read_images "${names[@]}"
  trap 'locked "$engine_lock" leave' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  locked "$engine_lock" enter
  ensure_images
  eval "$(print_environment)"
  run_with_signals "$@" || command_status=$?
  exit "$command_status"
}

# Every `with` holds a shared lock while its command runs. The last one out stops what the first one started, unless an
# `up` came meanwhile.
enter() {
  flock --shared "$users_lock"
  ensure_space
  runs registry || runs buildkitd || touch "$run_folder/temporary"
  ensure_daemons
}

leave() {
  if [[ -e $run_folder/temporary ]] && flock --exclusive --nonblock "$users_lock"; then
    tell_space
    stop_all
  fi
}

# In the background, since bash would hold back a trap for as long as a command in the foreground runs. A command in the
# background gets no standard input and ignores SIGINT unless told otherwise.
run_with_signals() {
  local child status interrupted signal
  env --default-signal=INT,QUIT "$@" <&0 5>&- 7>&- 8>&- 9>&- &
  child=$!
  for signal in INT TERM HUP; do
    # shellcheck disable=SC2064  # the values of now are meant
    trap "interrupted=yes; kill -$signal $child" "$signal"
  done
  while interrupted='' status=0; do
    wait "$child" || status=$?
    [[ -n $interrupted ]] || return "$status"
  done
}

container() {
  ensure_packages runc setfattr
  exec 5>&- 7>&- 8>&- 9>&-
  exec unshare --mount --propagation private node "$engine_folder/container/main.mjs" "$layers_folder" "$@"
}
