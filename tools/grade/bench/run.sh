#!/bin/bash
# How long grading takes: generated submissions of ch38/1, graded for the first
# time, once more unchanged, and once more after one of them has changed.
#
#   tools/grade/bench/run.sh [HOW_MANY]     (200)
#
# What is compiled once for all (the labs, the judge) is built before the clock
# starts. Every submission differs from every other, as students' do.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."

readonly COUNT=${1:-200}
readonly PACKAGE=labs/ch38/exercises/1_lost_update
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

bazel build --noshow_progress //$PACKAGE:solution //$PACKAGE:starter //tools:grade
bin=$(bazel info bazel-bin)

submission() { # NAME KIND NUMBER
  local folder=$work/submissions/$1/$PACKAGE
  mkdir -p "$folder"
  cp -L "$bin/$PACKAGE/_$2"/* "$folder/"
  chmod u+w "$folder"/*
  echo "// $1" >>"$folder/sensor_tally.cc"
}

grade() {
  local began=$SECONDS
  bazel run --noshow_progress //tools:grade -- --submissions="$1" --out="$2" \
    --only=ch38/1 >"$work/log" 2>&1 || { cat "$work/log" && exit 1; }
  took=$((SECONDS - began))
  tail -n 2 "$work/log" | head -n 1
}

# One of each kind, so that all else is built.
mkdir -p "$work/first"
submission warm solution
mv "$work/submissions/warm" "$work/first/"
grade "$work/first" "$work/out_first"

for i in $(seq "$COUNT"); do
  case $((i % 10)) in
    0 | 1) submission "s$i" starter ;;
    2) submission "s$i" solution && echo 'int broken({' >>"$work/submissions/s$i/$PACKAGE/sensor_tally.cc" ;;
    *) submission "s$i" solution ;;
  esac
done
grade "$work/submissions" "$work/out"
cold=$took
grade "$work/submissions" "$work/out"
again=$took
echo '// changed' >>"$work/submissions/s1/$PACKAGE/sensor_tally.cc"
grade "$work/submissions" "$work/out"
echo "$COUNT submissions: $cold s, unchanged again $again s, one of them changed $took s"
if [ $((again * 5)) -ge $cold ]; then
  echo "unchanged took more than a fifth of the first time"
  exit 1
fi
