#!/bin/sh
# Copies node, and whatever it loads at run time, to the folder $1, laid out as it is here.
set -eu

root=$1
program=$(command -v node)

# Files that programs of this base map: `name => /path (address)` or `/path (address)`.
libraries() {
  ldd "$1" | sed -n 's/.*=> \(\/[^ ]*\) .*/\1/p; s/^[[:space:]]*\(\/[^ ]*\) (.*/\1/p' | sort -u
}

# A link's name matters to whoever loads it; its content is that of the file.
take() {
  mkdir -p "$root$(dirname "$1")"
  cp -L "$1" "$root$1"
}

mkdir -p "$root/usr/bin" "$root/tmp" "$root/work"
chmod 1777 "$root/tmp"
cp -L "$program" "$root/usr/bin/node"
for library in $(libraries "$program"); do
  take "$library"
done

# Alpine keeps the Unicode data, and Debian the JavaScript that is part of Node, in files beside the program.
for file in /usr/share/icu/*/*.dat $(node -p '(process.config.variables.node_builtin_shareable_builtins || []).join(" ")'); do
  if [ -e "$file" ]; then
    take "$file"
  fi
done
for package in acorn acorn-walk cjs-module-lexer minimatch undici; do
  if [ -e "/usr/share/nodejs/$package" ]; then
    mkdir -p "$root/usr/share/nodejs"
    cp -RL "/usr/share/nodejs/$package" "$root/usr/share/nodejs/"
  fi
done
