#!/bin/bash
# Tests compare_with_peers with peers that are pretended, as no machine need
# have the real ones.
#
#   compare_with_peers_test.sh COMPARE_WITH_PEERS EXPLORER_BENCH
set -u
readonly COMPARE=$1 BENCH=$2
failures=0

expect() { # CLAIM CONDITION...
  local claim=$1
  shift
  if "$@"; then
    echo "ok: $claim"
  else
    printf 'FAILED: %s\n  exit status %s, output:\n%s\n' "$claim" "$status" "$output"
    failures=$((failures + 1))
  fi
}

succeeded() { [ "$status" = 0 ]; }
failed() { [ "$status" != 0 ]; }
has() { [[ $output == *"$1"* ]]; }
row() { grep -qE -- "$1" <<<"$output"; }

fake() { # NAME BODY
  printf '#!/bin/bash\n%s\n' "$2" >"$TEST_TMPDIR/$1"
  chmod +x "$TEST_TMPDIR/$1"
}

compare() { # ARGUMENT...; leaves $output and $status
  output=$("$COMPARE" --bench="$BENCH" --only='locked 2x2' \
    --nidhugg="$TEST_TMPDIR/nidhuggc" --genmc="$TEST_TMPDIR/genmc" "$@" 2>&1)
  status=$?
}

# Both note the last call they get.
# shellcheck disable=SC2016  # expanded as they run
{
  fake nidhuggc 'echo "$*" >"$0.call"; echo "Trace count: 6"'
  fake genmc 'echo "$*" >"$0.call"; echo "Number of complete executions explored: 6"'
}
fake relacy 'echo "{\"executions\": 146, \"seconds\": 2.0, \"complete\": true}"'
fake slow 'echo "{\"executions\": 1000, \"seconds\": 1.0, \"complete\": false}"'
fake loom 'echo "{\"cannot\": \"at most 0 threads\"}"'

compare --relacy="$TEST_TMPDIR/relacy" --loom="$TEST_TMPDIR/loom"
expect "peers that answer make a table" succeeded
expect "ours stands in it, with as many executions as itself" \
  row '^locked 2x2 +ours +6 .* 1 +1 +1$'
expect "relacy's count, time and rate" row '^locked 2x2 +relacy +146 +2 s +73 +24\.3 '
expect "what a peer cannot do" row '^locked 2x2 +loom +cannot: at most 0 threads$'
expect "nidhugg's count" row '^locked 2x2 +nidhugg +6 '
expect "GenMC's count" row '^locked 2x2 +genmc +6 '
expect "a peer that is not there, and how to get it" \
  row '^skipped: shuttle: --shuttle=PROGRAM names '
for tool in nidhuggc genmc; do
  output=$(cat "$TEST_TMPDIR/$tool.call")
  expect "$tool is told which program" has "-DLOCKED -DTHREADS=2 -DTIMES=2"
  expect "$tool reads ours" has "peers/posix_threads.c"
done

compare --shuttle="$TEST_TMPDIR/slow"
expect "a peer that does not finish is no failure" succeeded
expect "but at least so much" row '^locked 2x2 +shuttle +>1,000 +>1 s +1,000 +>167 '

fake genmc 'sleep 1000 & wait'
compare --seconds=0.2
expect "a peer that says nothing in time is stopped" succeeded
expect "and is shown so" row '^locked 2x2 +genmc +\? +>200 ms '

fake genmc 'echo "Error: Safety violation!"; exit 42'
compare
expect "a peer that fails makes the comparison fail" failed
expect "in its own words" has "Safety violation!"
expect "in the table, too" row '^locked 2x2 +genmc +FAILED: exit status 42$'

compare --relacy="$TEST_TMPDIR/nothing"
expect "a program that is not there is an error" failed
expect "which names it" has "--relacy=$TEST_TMPDIR/nothing: no program is there"

compare --only=nonsense
expect "a program that no bench has is an error" failed
expect "which lists those there are" has "philosophers 10"

compare --seconds=never
expect "nonsense for a number is an error" failed
expect "which names it" has "never"

output=$("$COMPARE" --help)
status=$?
expect "--help tells the flags" has "--shuttle PROGRAM"

[ $failures = 0 ]
