#!/bin/sh
# Downloads the original tarballs of Debian source packages into the current
# folder, without root and without touching the machine's own apt state.
#
# usage: debian_sources.sh SUITE PACKAGE...
#        debian_sources.sh --print-mirror     only prints the mirror it would use
#
# The mirror is $DEBIAN_MIRROR or else the one the machine's own apt uses, so
# proxies and local mirrors set up there keep working. What arrives is checked against the
# sha256 pinned in dependencies.bzl by the caller; on a machine without
# Debian's keyring that pin is all there is, and it is enough.
set -eu

if ! command -v apt-get >/dev/null 2>&1; then
  echo "apt-get is not on this machine (it is not Debian or Ubuntu)" >&2
  exit 1
fi

# The archives that apt is set up for, as "ORIGIN ADDRESS" lines. The origin is
# known only after an apt-get update.
# shellcheck disable=SC2016 # apt-get expands $(...), not the shell
archives=$(apt-get indextargets --format '$(ORIGIN) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null) || true
by_origin=$(echo "$archives" | sed -n 's#^Debian \(.*/debian/\{0,1\}\)$#\1#p' | head -n 1)
by_name=$(echo "$archives" | sed -n 's#^ *\([^ ]*/debian/\{0,1\}\)$#\1#p' | head -n 1)
mirror=${DEBIAN_MIRROR:-${by_origin:-$by_name}}
if [ -z "$mirror" ]; then
  echo "apt on this machine knows no archive of Debian's; name one that this machine" >&2
  echo "can reach and run the same command again: export DEBIAN_MIRROR=http://HOST/debian" >&2
  exit 1
fi
if [ "$1" = --print-mirror ]; then
  echo "$mirror"
  exit
fi

suite=$1
shift
state=$PWD/apt_state
mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
: >"$state/status"

keyring=/usr/share/keyrings/debian-archive-keyring.gpg
if [ -r "$keyring" ]; then trust="signed-by=$keyring"; else trust="trusted=yes"; fi
echo "deb-src [$trust] $mirror $suite main" >"$state/sources.list"

private_apt_get() {
  apt-get --quiet=2 \
    -o Dir::State="$state" \
    -o Dir::State::status="$state/status" \
    -o Dir::Cache="$state/cache" \
    -o Dir::Etc::sourcelist="$state/sources.list" \
    -o Dir::Etc::sourceparts=- \
    -o APT::Sandbox::User=root \
    -o APT::Update::Error-Mode=any \
    -o Acquire::Retries=1 \
    -o Acquire::http::Timeout=20 \
    -o Acquire::https::Timeout=20 \
    "$@"
}

private_apt_get update
private_apt_get source --download-only --tar-only "$@"
rm -rf "$state"
