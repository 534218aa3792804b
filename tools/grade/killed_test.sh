#!/bin/bash
# Kills a grading (kill -9), and every other time its Bazel, at some moment,
# again and again, then lets it come to its end: every verdict must be there, and
# as one that was not disturbed gives it.
#
#   tools/grade/killed_test.sh [KILLS]     (6)
#
# Takes minutes; no part of bazel test.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# shellcheck source=tools/grade/attacks/hand_ins.sh
. tools/grade/attacks/hand_ins.sh

readonly KILLS=${1:-6}
readonly CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/concurrency_labs/grade
bazel build --noshow_progress //tools:grade
bin=$(bazel info bazel-bin)/tools/grade
readonly CHECKOUT=$PWD
readonly SERVER=$CACHE/bazel${CHECKOUT//\//_}/server/server.pid.txt # as grader.cc names it

# Replaces its shell, so that the number of that is the grader's.
become_grader() { # OUT FLAG...
  local out=$1
  shift
  cd "$bin/grade.runfiles/concurrency_labs"
  BUILD_WORKSPACE_DIRECTORY=$CHECKOUT exec ./tools/grade/grade --submissions="$submissions" \
    --out="$out" --exercises=//tools/grade/attacks/... "$@"
}

# What does not depend on how long things took.
marks() { # OUT
  cut -d, -f1-9,11 "$1/summary.csv"
}

# Texts that nobody has graded before, so that there is something to kill.
new_hand_ins() {
  local now name
  now=$(date +%s.%N)
  for name in solution starter hard_coded exits segfaults many_errors turns_tsan_off full_pipe; do
    { cat "tools/grade/attacks/sources/$name.cc" && echo "// $now"; } |
      text "$name" "$(sed -n 's|^// EXPECTED: ||p' "tools/grade/attacks/sources/$name.cc")"
  done
}

kill_at_some_moment() { # NUMBER
  local pid moment=$((RANDOM % 9 + 1)).$((RANDOM % 10))
  (become_grader "$work/killed") >"$work/log.$1" 2>&1 &
  pid=$!
  sleep "$moment"
  if ! kill -9 "$pid" 2>/dev/null; then
    echo "it was done before it could be killed"
    return
  fi
  wait "$pid" 2>/dev/null || true
  if [ $(($1 % 2)) = 0 ]; then
    kill -9 "$(cat "$SERVER")" || die "there was no Bazel to kill"
    echo "killed its Bazel, too"
  fi
  kills=$((kills + 1))
  echo "killed after $moment s, when it had said: $(tail -n 1 "$work/log.$1")"
}

new_hand_ins
kills=0
for i in $(seq "$KILLS"); do kill_at_some_moment "$i"; done
[ "$kills" -gt 0 ] || die "nothing was killed"
(become_grader "$work/killed")
# Judged once more, from the beginning.
(become_grader "$work/whole" --bazel=--nocache_test_results)
check_verdicts "$work/killed"
if [ "$(marks "$work/killed")" = "$(marks "$work/whole")" ]; then
  echo "killed $kills times: nothing lost, no mark changed"
else
  diff <(marks "$work/killed") <(marks "$work/whole") || true
  complain "a grading that was killed gives other marks"
fi
finish
