# Sourced by the tests of scripts, which run a command, leave what it printed in
# $output and how it ended in $status, and then claim things of it:
#
#   run_setup --colour
#   expect "an unknown option is refused" failed
#   expect "and named" output_has "--colour"
#   end_of_claims
#
# $CALLS is the file in which fake commands note how they were called.
# shellcheck shell=bash

export CALLS=$TEST_TMPDIR/calls
failures=0

expect() { # CLAIM CONDITION...
  local claim=$1
  shift
  if "$@"; then
    echo "ok: $claim"
  else
    printf 'FAILED: %s\n  exit status %s, output:\n%s\n  calls:\n%s\n' \
      "$claim" "$status" "$output" "$(cat "$CALLS")"
    failures=$((failures + 1))
  fi
}

succeeded() { [ "$status" = 0 ]; }
failed() { [ "$status" != 0 ]; }
output_is() { [ "$output" = "$1" ]; }
output_has() { [[ $output == *"$1"* ]]; }
called() { grep -qF -- "$1" "$CALLS"; }
called_nothing() { [ ! -s "$CALLS" ]; }

end_of_claims() { [ $failures = 0 ]; }
