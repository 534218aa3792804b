#!/bin/bash
# Tests tools/setup on pretended machines: PATH holds only the commands that a
# machine of that kind would have, those that install being fakes that note how
# they were called.
set -u
# shellcheck source=tools/claims.sh
source tools/claims.sh

readonly SETUP=$PWD/tools/setup
machine=$TEST_TMPDIR/machine

new_machine() { # the commands every machine has
  rm -rf "$machine" "$CALLS"
  mkdir -p "$machine" "$TEST_TMPDIR/home"
  : >"$CALLS"
  for tool in bash cat cut dirname env grep mkdir mktemp rm sed tail; do
    ln -s "$(command -v $tool)" "$machine/$tool"
  done
  fake uname 'echo Linux'
  fake id 'echo 1000'
}

fake() { # COMMAND BODY
  printf '#!%s\n%s\n' "$(command -v bash)" "$2" >"$machine/$1"
  chmod +x "$machine/$1"
}

note() { # COMMAND: a fake that notes its arguments
  fake "$1" "echo \"$1 \$*\" >>'$CALLS'"
}

debian() { # a bare one: apt, no compiler, no Bazel
  new_machine
  note apt-get
  fake dpkg-query 'exit 1'
  fake dpkg 'exit 0'
  fake apt-cache 'echo "  Candidate: 4.2.3"'
}

complete_debian() {
  debian
  fake g++ ''
  fake gcc 'echo 12.2.0'
  fake python3 'echo Python 3.11.2'
  fake bazel 'echo bazel 7.7.1'
  fake xz ''
}

run_setup() { # ARGUMENT...; leaves $output and $status
  output=$(PATH=$machine HOME=$TEST_TMPDIR/home "$machine/bash" "$SETUP" "$@" 2>&1)
  status=$?
}

complete_debian
run_setup
expect "a machine with everything is ready" succeeded
expect "and is left alone" called_nothing
expect "versions are reported" output_has "compiler: GCC 12.2.0"

run_setup --colour
expect "an unknown option is refused" failed
expect "and named" output_has "--colour"

run_setup --help
for option in --windows --dev --browser --peers --grading; do
  expect "help names $option" output_has "tools/setup $option"
done

debian
fake id 'echo 0'
run_setup
expect "root installs what is missing" called "apt-get install --yes --no-install-recommends g++ bazel-bootstrap python3 xz-utils"
expect "a compiler that did not come is an error" output_has "no compiler is new enough"

debian
fake sudo 'exec "$@"'
run_setup
expect "others install with sudo" called "apt-get install"

debian
run_setup
expect "without sudo nothing is installed" called_nothing
expect "and the command for an administrator is printed" \
  output_has "apt-get install --no-install-recommends g++ bazel-bootstrap"

complete_debian
rm "$machine/bazel"
fake bazelisk ''
run_setup
expect "bazelisk will do" succeeded
expect "and no Bazel is installed beside it" called_nothing

debian
fake id 'echo 0'
fake apt-cache 'echo "  Candidate: 3.5.1"'
fake dpkg 'exit 1'
run_setup
expect "a packaged Bazel that is too old is refused" output_has "no package of Bazel 4.2"

debian
fake id 'echo 0'
fake apt-get 'echo "E: cannot resolve the mirror"; exit 100'
run_setup
expect "a mirror out of reach is an error that says what to do" output_has "name another mirror"
expect "and apt-get's own words are shown" output_has "cannot resolve the mirror"

complete_debian
fake gcc 'echo 10.2.1'
fake id 'echo 0'
run_setup
expect "a compiler that is too old is named" output_has "GCC 10.2.1 found, GCC 12 or Clang 14 needed"

complete_debian
fake gcc 'echo 11.4.0'
fake gcc-12 'echo 12.3.0'
fake g++-12 ''
CC=gcc-12 CXX=g++-12 run_setup
expect "the compiler that CC names is the one that counts" output_has "compiler: GCC 12.3.0"

complete_debian
rm "$machine/gcc" "$machine/g++"
# shellcheck disable=SC2016 # expands in the fake
fake clang-14 'case $1 in -dumpversion) echo 14.0.6 ;; *) exit 1 ;; esac'
fake clang++-14 ''
CC=clang-14 CXX=clang++-14 run_setup
expect "Clang will do" output_has "compiler: Clang 14.0.6"

for version in 3.5.1 4.1.0 8.0.0 9.1.0; do
  complete_debian
  fake bazel "echo bazel $version"
  run_setup
  expect "Bazel $version is refused" output_has "version $version; this project builds with 4.2 to 7"
done
for version in 4.2.3 6.5.0 7.7.1; do
  complete_debian
  fake bazel "echo bazel $version"
  run_setup
  expect "Bazel $version will do" succeeded
done

complete_debian
fake bazel 'echo bazel no_version'
fake dpkg-query 'echo 4.2.3+ds-9'
run_setup
expect "Debian's Bazel is known by its package" output_has "bazel:    4.2.3+ds-9"

options() { # OPTION COMMAND_IT_INSTALLS
  complete_debian
  fake id 'echo 0'
  note apt-get
  run_setup "$1"
  expect "$1 installs $2" called " $2"
}
options --windows wine64
options --windows g++-mingw-w64-x86-64-posix
options --dev clang
options --dev shellcheck
options --browser chromium
options --peers libuv1-dev
options --grading bubblewrap
options --grading nginx

for browser in chromium chromium-browser google-chrome; do
  complete_debian
  fake $browser ''
  run_setup --browser
  expect "$browser will do" succeeded
  expect "and nothing is installed beside it" called_nothing
done

new_machine
fake uname 'echo MINGW64_NT-10.0'
run_setup
expect "Windows is told its own command" output_has "winget install --id Bazel.Bazelisk"
expect "and nothing is claimed to be ready" failed

new_machine
note dnf
run_setup
expect "Fedora is told its own command" output_has "dnf install gcc-c++"
expect "and it is not run" called_nothing
run_setup --browser
expect "nor when a browser is asked for" called_nothing
expect "but the browser's package is named" output_has "dnf install chromium"

spaced="$TEST_TMPDIR/a folder/tools"
mkdir -p "$spaced"
cp "$SETUP" "$spaced/setup"
complete_debian
fake bazel 'echo bazel 4.2.3'
output=$(PATH=$machine HOME=$TEST_TMPDIR/home "$machine/bash" "$spaced/setup" 2>&1)
status=$?
expect "a path with a space is refused for Bazel 4" output_has "move the checkout"
fake bazel 'echo bazel 7.7.1'
output=$(PATH=$machine HOME=$TEST_TMPDIR/home "$machine/bash" "$spaced/setup" 2>&1)
status=$?
expect "but not for Bazel 7" succeeded

end_of_claims
