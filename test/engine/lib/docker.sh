# shellcheck shell=bash
# The command docker: a Docker Engine of Debian's development release, in a root of its own. It may have one of two
# image stores, as Docker's users do: `classic` or `containerd`. Each is a daemon with its own socket and data.

docker_folder=$cache_folder/docker
# Docker knows no mirror of registries other than its own. It finds gcr.io here, where nothing else listens on port 80.
gcr_address=127.0.0.80
docker_store=classic

docker_command() {
  local action=${1:-}
  (($# == 0)) || shift
  # Images come through the registry that the engine's own BuildKit fills, whatever other daemon a caller has.
  [[ $action == within ]] || BUILDKIT_HOST=$daemon_address
  if [[ ${1:-} == --containerd-store ]]; then
    docker_store=containerd
    shift
  fi
  case $action in
    up) docker_up "$@" ;;
    down) locked "$engine_lock" docker_down ;;
    run) docker_run "$@" ;;
    within)
      docker_store=$1
      docker_within "${@:2}"
      ;;
    *) usage ;;
  esac
}

docker_up() {
  up "$@"
  rm -f "$run_folder/$(docker_name).temporary"
  locked "$engine_lock" ensure_docker
  print_docker_environment
}

docker_down() {
  stop docker-classic
  stop docker-containerd
  stop gcr
}

# The engine's own `with` sees to BuildKit, the registry and the images.
docker_run() {
  local names=()
  while (($# > 0)) && [[ $1 != -- ]]; do
    names+=("$1")
    shift
  done
  (($# > 1)) || usage
  shift
  with "${names[@]}" -- "$engine_folder/engine" docker within "$docker_store" "$@"
}

# As with `with`, whoever comes last stops a daemon that was not running before.
docker_within() {
  local command_status=0
  exec 6>"$run_folder/$(docker_name).users"
  trap 'locked "$engine_lock" leave_docker' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  locked "$engine_lock" enter_docker
  eval "$(print_docker_environment)"
  run_with_signals "$@" 6>&- || command_status=$?
  exit "$command_status"
}

enter_docker() {
  flock --shared 6
  runs "$(docker_name)" || touch "$run_folder/$(docker_name).temporary"
  ensure_docker
}

leave_docker() {
  if [[ -e $run_folder/$(docker_name).temporary ]] && flock --exclusive --nonblock 6; then
    stop "$(docker_name)"
    runs docker-classic || runs docker-containerd || stop gcr
    rm "$run_folder/$(docker_name).temporary"
  fi
}

docker_name() {
  printf 'docker-%s\n' "$docker_store"
}

docker_sockets() {
  printf '%s/%s.run\n' "$docker_folder" "$docker_store"
}

docker_socket() {
  printf '%s/docker.sock\n' "$(docker_sockets)"
}

ensure_docker() {
  local name root sockets settings
  name=$(docker_name)
  sockets=$(docker_sockets)
  root=$(docker_root)
  ensure_packages curl
  ! has_stand_ins || ensure_gcr
  settings=$(docker_settings)
  if runs "$name" && [[ $settings == "$(cat "$sockets/daemon.json")" ]] && docker_answers; then
    return
  fi
  stop "$name"
  mkdir -p "$sockets" "$docker_folder/$docker_store"
  rm -f "$(docker_socket)" "$sockets/docker.pid"
  printf '%s\n' "$settings" >"$sockets/daemon.json"
  printf '127.0.0.1 localhost\n' >"$root/etc/hosts"
  ! has_stand_ins || printf '%s gcr.io\n' "$gcr_address" >>"$root/etc/hosts"
  progress "starting Docker with its $docker_store image store"
  start "$name" unshare --mount --propagation private "$engine_folder/docker/start.sh" \
    "$root" "$docker_folder/$docker_store" "$sockets" "$(cd "$engine_folder/../.." && pwd)" 6>&-
  wait_until 600 docker_answers || fail "dockerd does not answer, see $run_folder/$name.log"
  forget_docker_images
}

docker_answers() {
  docker_request http://docker/_ping
}

docker_request() {
  curl --silent --fail --output /dev/null --unix-socket "$(docker_socket)" "$@"
}

# No network for containers but the machine's, which needs no rules for packets: `--network host` all along.
docker_settings() {
  local containerd=false
  [[ $docker_store == classic ]] || containerd=true
  cat <<SETTINGS
{
  "hosts": ["unix:///run/docker-engine/docker.sock"],
  "pidfile": "/run/docker-engine/docker.pid",
  "features": { "containerd-snapshotter": $containerd },
  "registry-mirrors": ["http://$MOPY_ENGINE_REGISTRY"],
  "insecure-registries": ["$MOPY_ENGINE_REGISTRY", "gcr.io"],
  "builder": { "gc": { "enabled": true, "defaultKeepStorage": "5GB" } },
  "bridge": "none",
  "iptables": false,
  "ip6tables": false
}
SETTINGS
}

# A second door to the registry's storage: nothing but pulls comes through it.
ensure_gcr() {
  runs gcr && return
  sed "s/addr: .*}/addr: \"$gcr_address:80\" }/" "$run_folder/registry.yml" >"$run_folder/gcr.yml"
  start gcr docker-registry serve "$run_folder/gcr.yml" 6>&-
  wait_until 100 curl --silent "http://$gcr_address/v2/" || fail "no registry at $gcr_address, see $run_folder/gcr.log"
}

# Prints the folder of the root. A change of how it is made gives a new one.
docker_root() {
  local recipe folder
  recipe=$(declare -f make_docker_root | sha256sum)
  folder=$docker_folder/root-${recipe:0:12}
  if [[ ! -e $folder ]]; then
    ensure_packages mmdebstrap
    read_machine
    docker_down
    progress 'making a root with Docker (one minute)'
    rm -rf "$docker_folder/root-"*
    mkdir -p "$docker_folder"
    quietly docker-root make_docker_root "$folder.part"
    mv "$folder.part" "$folder"
  fi
  printf '%s\n' "$folder"
}

make_docker_root() {
  mmdebstrap --mode=root --variant=minbase \
    --include=docker.io,docker-cli,docker-buildx,docker-compose,containerd,iptables,ca-certificates,procps,git,openssh-client \
    --aptopt='Acquire::Check-Valid-Until "false"' --aptopt='APT::Install-Recommends "false"' \
    --dpkgopt="$engine_folder/images/dpkg-excludes" \
    unstable "$1" "deb $debian_mirror unstable main"
}

# A client of the daemon's own version, run with the libraries of its root, and its plugins likewise.
print_docker_environment() {
  local root client program
  root=$(docker_root)
  client=$docker_folder/client
  mkdir -p "$client/bin" "$client/config/cli-plugins"
  write_wrapper "$root" /usr/bin/docker "$client/bin/docker"
  for program in "$root"/usr/libexec/docker/cli-plugins/docker-* "$root"/usr/lib/docker/cli-plugins/docker-*; do
    [[ ! -e $program ]] || write_wrapper "$root" "${program#"$root"}" "$client/config/cli-plugins/${program##*/}"
  done
  printf "export %s='%s'\n" DOCKER_HOST "unix://$(docker_socket)" DOCKER_CONFIG "$client/config" \
    PATH "$client/bin:$PATH" MOPY_ENGINE_REGISTRY "$MOPY_ENGINE_REGISTRY"
}

write_wrapper() {
  local root=$1 program=$2 wrapper=$3 loader
  loader=$(compgen -G "$root/lib64/ld-linux*" || compgen -G "$root/lib/ld-linux*")
  cat >"$wrapper.part" <<WRAPPER
#!/bin/sh
exec '$loader' --library-path '$(dirname "$(compgen -G "$root/usr/lib/*/libc.so.6")")' '$root$program' "\$@"
WRAPPER
  chmod +x "$wrapper.part"
  mv "$wrapper.part" "$wrapper"
}
