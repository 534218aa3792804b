#!/bin/bash
# Tests new_exercise on a workspace of nothing but folders. That what it makes
# builds is tested by tools/ci/check_exercises.
set -u
# shellcheck source=tools/claims.sh
source tools/claims.sh

export BUILD_WORKSPACE_DIRECTORY=$TEST_TMPDIR/workspace
mkdir -p "$BUILD_WORKSPACE_DIRECTORY/labs/ch36"
: >"$CALLS"

new_exercise() {
  output=$(tools/exercise/new_exercise.sh "$@" 2>&1)
  status=$?
}

new_exercise ch36 6 pipe_line
expect "an exercise is made" succeeded
expect "and what comes next is said" output_has "bazel test //labs/ch36/exercises/6_pipe_line:all"
made=$BUILD_WORKSPACE_DIRECTORY/labs/ch36/exercises/6_pipe_line
for file in BUILD task.md pipe_line.h source/pipe_line.cc runner.cc visible_checks.cc hidden_checks.cc; do
  expect "it has $file" test -s "$made/$file"
done
output=$(grep -rn '@[A-Z]*@' "$made")
expect "nothing is left to fill in by machine" output_is ""
output=$(cat "$made/pipe_line.h")
expect "the header has its guard" output_has "#ifndef LABS_CH36_EXERCISES_6_PIPE_LINE_PIPE_LINE_H_"

new_exercise ch36 6 other
expect "a number is taken once" failed
expect "and by whom is said" output_has "ch36/6 is there already: labs/ch36/exercises/6_pipe_line"
new_exercise ch99 1 other
expect "a chapter must be there" output_has "there is no labs/ch99"
new_exercise ch36 x other
expect "a number is a number" output_has '"x" is no number'
new_exercise ch36 7 Other-Name
expect "a name becomes a file's and must look like one" output_has '"Other-Name" is no name'
new_exercise ch36
expect "words that are missing are missed" output_has "takes three words, not 1"
end_of_claims
