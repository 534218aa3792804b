#!/bin/bash
# Our own solutions, handed in as a student's are: the grader must find each of
# them right. What it refuses there, it would refuse to students.
#
#   tools/grade/solutions_test.sh
#
# Minutes, for all exercises are built for grading; no part of bazel test.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

bazel build --noshow_progress //tools:grade
found=$(bazel query --noshow_progress 'filter("exercises/.*:solution$", //labs/...)')
[ -n "$found" ] || { echo "solutions_test: there are no solutions" >&2 && exit 1; }
mapfile -t solutions <<<"$found"
bazel build --noshow_progress "${solutions[@]}"
bin=$(bazel info bazel-bin)
for solution in "${solutions[@]}"; do
  package=${solution#//}
  package=${package%:solution}
  mkdir -p "$work/submissions/solution/$package"
  cp -L "$bin/$package/_solution"/* "$work/submissions/solution/$package/"
done

bazel run --noshow_progress //tools:grade -- --submissions="$work/submissions" --out="$work/out" ||
  echo "the grader ended with $?"
right=$(grep -c '^solution,.*,PASS,' "$work/out/summary.csv" || true)
echo "$right of ${#solutions[@]} solutions pass"
if [ "$right" != "${#solutions[@]}" ]; then
  cat "$work/out/summary.csv" "$work/out/feedback"/* || true
  exit 1
fi
