# shellcheck shell=bash
# Bounds of the cache folder. What a former run left beyond them goes before a daemon starts for a new one; within a run
# BuildKit keeps to its own settings (daemon_settings).

# Megabytes of BuildKit's cache that go from one run into the next.
kept_megabytes=12000
# What a run of all tests takes beside it, with some to spare.
needed_gigabytes=40

# Images that tests pushed. Only the stand-ins outlive a run: their repositories, and blobs that these name. Untagged
# manifests stay: parts of an index have no tag either. A storage that a full disk has damaged is given up.
forget_pushed() {
  local storage=$cache_folder/registry/docker/registry/v2 repository
  [[ -d $storage ]] || return 0
  for repository in "$storage/repositories"/*; do
    case ${repository##*/} in
      library | distroless) ;;
      *) rm -rf "$repository" ;;
    esac
  done
  if ! docker-registry garbage-collect "$run_folder/registry.yml" >"$run_folder/forget-pushed.log" 2>&1; then
    progress "the registry's storage cannot be read (see $run_folder/forget-pushed.log): dropping it"
    rm -rf "$cache_folder/registry"
  fi
}

forget_results() {
  quietly forget-results buildctl --addr "$daemon_address" prune --all --keep-storage "$kept_megabytes"
}

# Containers, volumes and images of former runs; the build cache has a bound in the daemon's settings.
forget_docker_images() {
  docker_request --request POST http://docker/containers/prune
  docker_request --request POST http://docker/volumes/prune
  # Named images too: {"dangling":["false"]}.
  docker_request --request POST 'http://docker/images/prune?filters=%7B%22dangling%22%3A%5B%22false%22%5D%7D'
}

# Unpacked layers that no container used for some hours (one that runs for longer than that is not foreseen), and what an
# interrupted run left behind.
forget_unused() {
  mkdir -p "$layers_folder"
  find "$layers_folder" "$run_folder" -mindepth 1 -maxdepth 1 -type d -mmin +360 -exec rm -rf {} +
}

# On a full disk builds fail in many ways, and not every one says why. BuildKit's and Docker's data can be had again.
ensure_space() {
  tell_space
  (($(free_gigabytes) < needed_gigabytes)) || return 0
  ! runs buildkitd && ! runs docker-classic && ! runs docker-containerd || return 0
  progress "a run of all tests takes up to $needed_gigabytes GB: dropping BuildKit's and Docker's data"
  rm -rf --one-file-system "$cache_folder/buildkit" "$docker_folder/classic" "$docker_folder/containerd"
  tell_space
}

tell_space() {
  progress "$(free_gigabytes) GB are free on the disk of $cache_folder"
}

free_gigabytes() {
  local free
  free=$(df --output=avail --block-size=1G "$cache_folder" | tail -n 1)
  printf '%s\n' "${free// /}"
}
