# shellcheck shell=bash
# The command demo: from a folder with a Mopyfile to the output of its container.

demo() {
  local folder=${1:?a folder with a Mopyfile.yaml} project version image
  project=$(cd "$engine_folder/../.." && pwd)
  build_compiler "$project" >&2
  if [[ -z ${BUILDKIT_HOST:-} ]] && docker info >/dev/null 2>&1; then
    node "$project/bin/mopy.js" -filename "$folder/Mopyfile.yaml" -load -tag mopy-demo
    docker run --rm mopy-demo
    return
  fi
  version=$(sed -n 's/^python: *["'\'']\{0,1\}\([0-9.]*\).*/\1/p' "$folder/Mopyfile.yaml")
  image=$(mktemp --directory)/image.tar
  # shellcheck disable=SC2016  # the inner shell expands its arguments
  with "python:${version:-3.9}" -- bash -c 'node "$1/bin/mopy.js" -filename "$2/Mopyfile.yaml" -output "type=oci,dest=$3" >&2 &&
    "$4" container "$3"; status=$?; rm -r "${3%/*}"; exit "$status"' demo "$project" "$folder" "$image" "$engine_folder/engine"
}

build_compiler() (
  cd "$1" || exit
  [[ -e node_modules ]] || npm ci
  # Also when it was built before: the sources may be newer.
  npm run build --silent
)
