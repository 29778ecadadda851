# shellcheck shell=bash
# What every part needs: the folders, progress lines, and one lock for whoever changes something.

cache_folder=${MOPY_ENGINE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/mopy-engine}
run_folder=$cache_folder/run
layers_folder=$cache_folder/layers

progress() {
  printf 'engine: [%4ds] %s\n' "$SECONDS" "$*" >&2
}

fail() {
  printf 'engine: %s\n' "$*" >&2
  exit 1
}

# Whatever a step says goes to a log, shown only when the step fails: a compiler's chatter would bury the progress lines.
# No standard input, so that nothing waits for an answer.
quietly() {
  local log=$run_folder/$1.log status
  shift
  # Not in a condition, where bash would go on after an error within a function.
  set +e
  (set -e; "$@") </dev/null >"$log" 2>&1
  status=$?
  set -e
  ((status > 0)) || return 0
  tail -n 40 "$log" >&2
  fail "failed: $* (all of its output: $log)"
}

# Runs a function under the engine's lock, descriptor 8 (closed in daemons, which would hold the lock for as long as they
# live). A function that runs under it may come here again, also in a trap.
locked() {
  if [[ -n ${has_lock:-} ]]; then
    "$@"
    return
  fi
  mkdir -p "$run_folder"
  exec 8>"$run_folder/lock"
  flock 8
  has_lock=yes
  "$@"
  has_lock=
  exec 8>&-
}
