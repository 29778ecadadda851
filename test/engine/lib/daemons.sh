# shellcheck shell=bash
# The long-running programs: BuildKit, the registry, the mirror. Each has a pid file, a log, and a port or socket.

daemon_socket=$run_folder/buildkitd.sock
daemon_address=unix://$daemon_socket

# A pid alone may belong to another process after a reboot or a wrap-around: its start time goes with it.
identity_of() {
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return
  # Field 22, counted after the program's name, which may hold blanks.
  awk -v pid="$1" '{ print pid, $20 }' <<<"${stat##*) }"
}

runs() {
  local file=$run_folder/$1.pid pid
  [[ -e $file ]] && read -r pid _ <"$file" && [[ $(identity_of "$pid") == "$(cat "$file")" ]]
}

start() {
  local name=$1
  shift
  # The folder of the caller may be removed while the daemon runs; git, which BuildKit calls, cannot work in it then.
  (cd / && exec setsid "$@") </dev/null >>"$run_folder/$name.log" 2>&1 5>&- 7>&- 8>&- 9>&- &
  identity_of $! >"$run_folder/$name.pid"
}

stop() {
  local name=$1 pid
  if runs "$name"; then
    read -r pid _ <"$run_folder/$name.pid"
    progress "stopping $name"
    kill "$pid"
    wait_until 100 stopped "$name" || kill -KILL "$pid"
  fi
  rm -f "$run_folder/$name.pid"
}

stopped() {
  ! runs "$1"
}

# Tries a command every tenth of a second, at most so many times.
wait_until() {
  local tries=$1
  shift
  until "$@" >/dev/null 2>&1; do
    ((tries-- > 0)) || return 1
    sleep 0.1
  done
}

answers() {
  (: <>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# The port of a server stays the same from start to start where it can (an image has the mirror's in it). Below the
# range that the kernel hands out by itself, so that no passing connection takes it meanwhile.
port_of() {
  local file=$run_folder/$1.port port
  if [[ ! -e $file ]] || { ! runs "$1" && answers "$(cat "$file")"; }; then
    while port=$((20000 + RANDOM % 10000)) && answers "$port"; do :; done
    printf '%s\n' "$port" >"$file"
  fi
  cat "$file"
}

ensure_server() {
  local name=$1 port=$2
  shift 2
  runs "$name" && answers "$port" && return
  stop "$name"
  start "$name" "$@"
  wait_until 100 answers "$port" || fail "$name does not answer, see $run_folder/$name.log"
}

ensure_mirror() {
  local port
  port=$(port_of mirror)
  ensure_server mirror "$port" node "$engine_folder/mirror.mjs" "$port" "$debian_mirror"
}

# Sets MOPY_ENGINE_REGISTRY.
ensure_registry() {
  local port
  ensure_packages docker-registry
  port=$(port_of registry)
  cat >"$run_folder/registry.yml" <<SETTINGS
version: 0.1
log: { level: warn, accesslog: { disabled: true } }
storage:
  filesystem: { rootdirectory: $cache_folder/registry }
  delete: { enabled: true }
http: { addr: "127.0.0.1:$port" }
SETTINGS
  runs registry || forget_pushed
  ensure_server registry "$port" docker-registry serve "$run_folder/registry.yml"
  MOPY_ENGINE_REGISTRY=127.0.0.1:$port
}

# The argument is the local registry that stands in for docker.io and gcr.io, or empty.
ensure_daemon() {
  local settings
  settings=$(daemon_settings "$1")
  if runs buildkitd && [[ $settings == "$(cat "$run_folder/buildkitd.toml")" ]] && daemon_answers "$daemon_address"; then
    return
  fi
  stop buildkitd
  printf '%s\n' "$settings" >"$run_folder/buildkitd.toml"
  start_daemon || start_daemon_anew || fail "buildkitd does not answer, see $run_folder/buildkitd.log"
  forget_results
}

start_daemon() {
  start buildkitd buildkitd --config "$run_folder/buildkitd.toml"
  wait_until 200 daemon_answers "$daemon_address"
}

# A full disk may have damaged what it kept.
start_daemon_anew() {
  progress "buildkitd does not answer (see $run_folder/buildkitd.log): dropping its data"
  stop buildkitd
  rm -rf --one-file-system "$cache_folder/buildkit"
  start_daemon
}

# True when the daemon, as it was last started, takes base images from the local registry.
has_stand_ins() {
  grep --quiet '^ *mirrors = ' "$run_folder/buildkitd.toml"
}

daemon_answers() {
  # On a machine that is busy with builds the daemon can take long to answer; to stop it would end them.
  timeout 60 buildctl --addr "$1" debug workers >/dev/null 2>&1
}

daemon_settings() {
  local registry=$1
  cat <<SETTINGS
root = "$cache_folder/buildkit"
[grpc]
  address = ["$daemon_address"]
[worker.containerd]
  enabled = false
[worker.oci]
  enabled = true
  gc = true
  [[worker.oci.gcpolicy]]
    all = true
    # A test that builds twice counts on the first result, and the least used, which are the newest, would go first.
    keepDuration = "30m"
    maxUsedSpace = "20GB"
  [[worker.oci.gcpolicy]]
    all = true
    minFreeSpace = "10GB"
SETTINGS
  [[ -n $registry ]] || return 0
  cat <<SETTINGS
[registry."docker.io"]
  mirrors = ["$registry"]
[registry."gcr.io"]
  mirrors = ["$registry"]
[registry."$registry"]
  http = true
  insecure = true
SETTINGS
}
