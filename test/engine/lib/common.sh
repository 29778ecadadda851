# shellcheck shell=bash
# Parts that all others need: the folders, progress lines, and one lock for changes.

cache_folder=${MOPY_ENGINE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/mopy-engine}
# Process ids, sockets, ports and logs.
run_folder=$cache_folder/run
layers_folder=$cache_folder/layers

progress() {
  printf 'engine: [%4ds] %s\n' "$SECONDS" "$*" >&2
}

fail() {
  printf 'engine: %s\n' "$*" >&2
  exit 1
}

# Output of a step goes to a log, shown only when the step fails: a compiler's chatter would bury the progress lines.
# No standard input, so that nothing waits for an answer.
quietly() {
  local log=$run_folder/$1.log status
  shift
  # Not in a condition, where bash would go on after an error within a function.
  set +e
  (set -e; "$@") </dev/null >"$log" 2>&1 5>&- 7>&- 8>&- 9>&-
  status=$?
  set -e
  ((status > 0)) || return 0
  tail -n 40 "$log" >&2
  fail "failed: $* (all of its output: $log)"
}

# Descriptors with a lock each: who makes images for another architecture, who makes the others, who installs or starts
# something, and who uses a temporary engine (see `with`). Emulated images take long, and nobody shall have to await them
# who needs another one. Other programs are started without the locks: a daemon would hold its starter's lock as long as
# it lives, and mmdebstrap needs the one-digit descriptors itself.
mkdir -p "$run_folder"
exec 5>"$run_folder/emulated-images.lock" 7>"$run_folder/images.lock" 8>"$run_folder/engine.lock" 9>"$run_folder/users.lock"
emulated_images_lock=5
images_lock=7
engine_lock=8
users_lock=9
held_lock=

# Runs a function under a lock. A function that runs under it may come here again, also in a trap.
locked() {
  local lock=$1
  shift
  if [[ $held_lock == *"$lock"* ]]; then
    "$@"
    return
  fi
  flock "$lock"
  held_lock+=$lock
  "$@"
  held_lock=${held_lock/$lock/}
  flock --unlock "$lock"
}
