#!/bin/bash
# Kills a grading, and its Bazel, at some moment, again and again, and goes on
# until it is done: what comes out must be what an undisturbed one gives.
#
#   tools/grade/killed_test.sh SUBMISSIONS [EXERCISES] [KILLS]
#
# Takes minutes; no part of bazel test.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 2

readonly SUBMISSIONS=$1 EXERCISES=${2:-//labs/...} KILLS=${3:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bazel build --noshow_progress //tools:grade || exit 2
bin=$(bazel info bazel-bin)/tools/grade

grade() { # OUT: replaces this shell, so that its number is the grader's
  cd "$bin/grade.runfiles/concurrency_labs" || exit 2
  BUILD_WORKSPACE_DIRECTORY=$OLDPWD exec ./tools/grade/grade \
    --submissions="$SUBMISSIONS" --out="$1" --exercises="$EXERCISES" --salt="$salt"
}

# What does not depend on how long things took.
marks() { # OUT
  cut -d, -f1-9,11 "$1/summary.csv"
}

salt=killed.$$ # so that nothing is known yet
for i in $(seq "$KILLS"); do
  (grade "$work/killed") >"$work/log.$i" 2>&1 &
  pid=$!
  sleep $((RANDOM % 20 + 5))
  server=$(cat "${XDG_CACHE_HOME:-$HOME/.cache}/concurrency_labs/grade/bazel/server/server.pid.txt")
  kill -9 $pid && echo "killed the grader"
  # Every other time Bazel's server, too.
  if [ $((i % 2)) = 0 ]; then kill -9 "$server" && echo "killed its Bazel"; fi
  wait $pid 2>/dev/null
done
(grade "$work/killed") || exit 1
(grade "$work/whole") || exit 1
if [ "$(marks "$work/killed")" != "$(marks "$work/whole")" ]; then
  diff <(marks "$work/killed") <(marks "$work/whole")
  echo "a grading that was killed gives other marks"
  exit 1
fi
echo "killed $KILLS times: nothing lost, no mark changed"
