#!/usr/bin/env bash
# Runs within a mount namespace of its own: makes a root the machine's root, and becomes the Docker daemon in it.
# Arguments: the root, the folders that Docker keeps its data and its socket in, and folders of this machine that
# containers may be given.
set -euo pipefail

root=$1 data=$2 sockets=$3
shift 3

mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/run"
mkdir -p "$root/var/lib/docker" "$root/run/docker-engine"
mount --bind "$data" "$root/var/lib/docker"
mount --bind "$sockets" "$root/run/docker-engine"
for folder in /tmp "$@"; do
  # The second of two folders may lie within the first.
  [[ -d $root$folder && $folder != /tmp && $folder == /tmp/* ]] && continue
  mkdir -p "$root$folder"
  mount --bind "$folder" "$root$folder"
done
# The daemon reaches every address that a user of this machine reaches.
cp --dereference /etc/resolv.conf "$root/etc/resolv.conf"
[[ ! -e /etc/ssl/certs/ca-certificates.crt ]] || cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"

cd "$root"
pivot_root . .
umount --lazy .
exec env PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root dockerd --config-file /run/docker-engine/daemon.json
