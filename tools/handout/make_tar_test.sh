#!/bin/bash
# Tests make_tar.sh on a few files.
set -u
# shellcheck source=tools/claims.sh
source tools/claims.sh

readonly MAKE_TAR=$PWD/tools/handout/make_tar.sh
cd "$TEST_TMPDIR" || exit 1
: >"$CALLS"

files() { # SUFFIX: two files, and a manifest for them
  mkdir -p "in$1"
  echo text >"in$1/a"
  printf '#!/bin/sh\n' >"in$1/b"
  printf 'sub/text\tin%s/a\nscript\tin%s/b\n' "$1" "$1" >"manifest$1"
}

make_tar() { # MANIFEST ARCHIVE
  output=$("$MAKE_TAR" "$1" top "$2" 2>&1)
  status=$?
}

files 1
make_tar manifest1 1.tar
expect "an archive is made" succeeded
output=$(tar --list --verbose --numeric-owner --file=1.tar | tr -s ' ')
expect "a text is no program" output_has '-rw-r--r-- 0/0 5 1970-01-01 00:00 top/sub/text'
expect "a script is one" output_has '-rwxr-xr-x 0/0 10 1970-01-01 00:00 top/script'
expect "it has a version" output_has ' top/VERSION'

umask 077
files 2
chmod 700 in2/a
touch -d 2001-01-01 in2/a
tac manifest2 >reversed2
make_tar reversed2 2.tar
output=$(cmp 1.tar 2.tar 2>&1)
status=$?
expect "times, permissions and order make no difference" succeeded

echo other >in2/a
make_tar manifest2 3.tar
output=$(tar --extract --to-stdout --file=1.tar top/VERSION)
expect "another content is another version" test "$output" != "$(tar --extract --to-stdout --file=3.tar top/VERSION)"

make_tar no-such-manifest 4.tar
expect "a manifest that is missing is an error" failed
end_of_claims
