#!/bin/bash
# Runs one Windows program under Wine, in a Wine prefix of its own.
#
# usage: run_under_wine.sh PROGRAM.exe [ARGUMENT...]
#
# Bazel puts it in front of each test (--run_under). Two tests never share a
# prefix: they would share its wineserver too, and the first to end would take
# the other's server with it. A full prefix costs 7 s and 700 MB to make, so
# this one is a tree of links to a template that tools/setup --windows made,
# with files of its own only where Wine writes (the registry).
#
# usage: run_under_wine.sh --make-template
#   makes that template (tools/setup --windows calls it).
set -u

# Debian's `wine` is a wrapper that asks for the 32-bit half; this is the program.
for wine in /usr/lib/wine/wine64 /usr/lib/x86_64-linux-gnu/wine/wine64 "$(command -v wine64 || command -v wine)"; do
  [ -x "$wine" ] && break
done
for wineserver in /usr/lib/wine/wineserver64 "$(command -v wineserver)"; do
  [ -x "$wineserver" ] && break
done
if [ ! -x "$wine" ] || [ ! -x "$wineserver" ]; then
  echo "run_under_wine: Wine is not installed; run: tools/setup --windows" >&2
  exit 127
fi

export WINEDEBUG=-all
# No Mono, no HTML engine, no desktop menus: nothing here needs them, and Wine
# would ask to download the first two.
export WINEDLLOVERRIDES="mscoree,mshtml=;winemenubuilder.exe="
unset DISPLAY
# Wine keeps file names in the encoding of the locale. A strict test environment
# names none, which would leave ASCII alone.
export LC_ALL=C.UTF-8

home=$(getent passwd "$(id -u)" | cut -d: -f6)
template=${XDG_CACHE_HOME:-${HOME:-$home}/.cache}/concurrency_labs/$("$wine" --version)
# A strict test environment sets HOME to nothing useful; the account's own home
# is where tools/setup put the template.
[ -d "$template" ] || template=$home/.cache/concurrency_labs/$("$wine" --version)

make_prefix() { # PREFIX
  mkdir -p "$1" && WINEPREFIX=$1 "$wine" wineboot --init >/dev/null 2>&1
  WINEPREFIX=$1 "$wineserver" -w
  [ -f "$1/system.reg" ]
}

if [ "${1-}" = --make-template ]; then
  [ -f "$template/system.reg" ] && exit 0
  building=$template.$$
  make_prefix "$building" && mv -T "$building" "$template" && exit 0
  rm -rf "$building"
  echo "run_under_wine: Wine could not make a prefix in $template" >&2
  exit 1
fi

prefix=$(mktemp -d "${TEST_TMPDIR:-${TMPDIR:-/tmp}}/wine.XXXXXX") || exit 1
export WINEPREFIX=$prefix
cleanup() {
  "$wineserver" -k >/dev/null 2>&1
  rm -rf "$prefix"
}
trap cleanup EXIT

if [ -f "$template/system.reg" ]; then
  cp -rs "$template/." "$prefix/"
  for file in system.reg user.reg userdef.reg .update-timestamp; do
    rm -f "$prefix/$file" && cp "$template/$file" "$prefix/$file"
  done
  # The drives are relative links. As links to the template's links they would
  # make its drive C: the drive of every test: shared, and read-only in Bazel's
  # sandbox, where not even a temporary file (or a death test) would work.
  rm -rf "$prefix/dosdevices" && cp -a "$template/dosdevices" "$prefix/dosdevices"
else
  echo "run_under_wine: making a Wine prefix for this test only; tools/setup --windows makes one to keep" >&2
  make_prefix "$prefix" || exit 1
fi

# The test's watchdog counts from when the program starts, Bazel from when this
# script did; on a busy machine Wine takes some seconds to get there.
if [ "${TEST_TIMEOUT:-0}" -gt 20 ]; then
  export TEST_TIMEOUT=$((TEST_TIMEOUT - SECONDS - 8))
fi

"$wine" "$@"
