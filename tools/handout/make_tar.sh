#!/bin/bash
# Makes an archive that depends on names and contents alone: sorted, without
# times, owners or the permissions that files happen to have here.
#
#   make_tar.sh MANIFEST TOP ARCHIVE
#
# Each line of MANIFEST is a name in the archive's folder TOP, a tab, and the
# path of the file. Scripts are executable. TOP/VERSION is added: a sum over all
# names and contents.
set -euo pipefail

manifest=$1 top=$2 archive=$3
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
export LC_ALL=C

while IFS=$'\t' read -r name path; do
  mkdir -p "$stage/$top/$(dirname "$name")"
  cat "$path" >"$stage/$top/$name"
  chmod 644 "$stage/$top/$name"
  if [ "$(head -c 2 "$path" | tr -d '\0')" = '#!' ]; then
    chmod 755 "$stage/$top/$name"
  fi
done <"$manifest"

version=$(cd "$stage/$top" && find . -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum | cut -c 1-12)
echo "$version" >"$stage/$top/VERSION"
chmod 644 "$stage/$top/VERSION"
find "$stage/$top" -type d -exec chmod 755 {} +

tar --create --file="$archive" --directory="$stage" --format=ustar --sort=name \
  --mtime=@0 --owner=0 --group=0 --numeric-owner "$top"
