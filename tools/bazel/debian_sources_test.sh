#!/bin/bash
# Tests debian_sources.sh with an apt-get that is a fake: it notes how it was
# called, answers as $ANSWER_* say, and "downloads" an empty file a package.
set -u
# shellcheck source=tools/claims.sh
source tools/claims.sh

readonly SCRIPT=$PWD/tools/bazel/debian_sources.sh
bin=$TEST_TMPDIR/bin
work=$TEST_TMPDIR/work

machine() { # the commands the script uses, and a fake apt-get unless "$1" is "no"
  rm -rf "$bin" "$work"
  mkdir -p "$bin" "$work"
  : >"$CALLS"
  for tool in cat head mkdir rm sed; do ln -s "$(command -v $tool)" "$bin/$tool"; done
  [ "${1-}" = no ] && return
  cat >"$bin/apt-get" <<'FAKE'
#!/bin/bash
echo "$*" >>"$CALLS"
for argument in "$@"; do
  case $argument in
    Dir::Etc::sourcelist=*) list=${argument#*=} ;;
  esac
done
case " $* " in
  *" indextargets "*) printf '%b' "${ANSWER_TARGETS-}" ;;
  *" update "*)
    cat "$list" >>"$CALLS"
    [ -z "${ANSWER_UPDATE-}" ] || { echo "$ANSWER_UPDATE" >&2; exit 100; }
    ;;
  *" source "*)
    shift $(($# - PACKAGES))
    for package in "$@"; do : >"${package}_1.orig.tar.gz"; done
    ;;
esac
FAKE
  chmod +x "$bin/apt-get"
}

run() { # ARGUMENT...; leaves $output and $status
  output=$(cd "$work" && PATH=$bin PACKAGES=$(($# - 1)) /bin/sh "$SCRIPT" "$@" 2>&1)
  status=$?
}

work_holds() { [ "$(cd "$work" && echo *)" = "$1" ]; }

export ANSWER_TARGETS="Debian http://mirror.example.org/debian/\n"
machine
run trixie abseil googletest
expect "it succeeds" succeeded
expect "the tarballs are all that is left" work_holds "abseil_1.orig.tar.gz googletest_1.orig.tar.gz"
expect "the sources of the suite are asked for" called "] http://mirror.example.org/debian/ trixie main"
expect "the machine's own lists are not touched" called "Dir::Etc::sourceparts=-"

machine
export ANSWER_TARGETS="\
Docker https://download.example.com/linux/debian\n\
Debian http://mirror.example.org/debian-security/\n\
Debian http://mirror.example.org/debian/\n\
Debian http://second.example.org/debian/\n"
run --print-mirror
expect "Debian's archive is told from others by its origin" output_is http://mirror.example.org/debian/

machine
ANSWER_TARGETS=" http://mirror.example.org/debian-security/\n http://mirror.example.org/debian/\n"
run --print-mirror
expect "and before the first update by its name" output_is http://mirror.example.org/debian/

machine
ANSWER_TARGETS="Ubuntu http://mirror.example.org/ubuntu/\n"
run trixie abseil
expect "where there is none, that is a failure" failed
expect "which says how to name one" output_has "export DEBIAN_MIRROR="

machine
DEBIAN_MIRROR=http://own.example.org/debian run trixie abseil
expect "a mirror named by the user is used" called "] http://own.example.org/debian trixie main"

machine
ANSWER_TARGETS="Debian http://mirror.example.org/debian/\n"
export ANSWER_UPDATE="E: cannot resolve the mirror"
run trixie abseil
expect "a mirror out of reach is a failure" failed
expect "in apt-get's own words" output_has "cannot resolve the mirror"
unset ANSWER_UPDATE

machine no
run trixie abseil
expect "a system without apt-get is a failure" failed
expect "that says so" output_has "apt-get is not on this machine"

end_of_claims
