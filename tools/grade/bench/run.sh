#!/bin/bash
# How long grading takes, and what bounds it: generated submissions of ch38/1,
# graded for the first time, once more unchanged, and once more after one of
# them has changed.
#
#   tools/grade/bench/run.sh [HOW_MANY]     (200)
#
# Of ten, six are right, one is wrong, one hangs, one does not compile, and one
# is what was handed out. Every submission differs from every other, as
# students' do. What is compiled once for all (the labs, the judge) is built
# before the clock starts. Memory and processors are those of the whole machine,
# so nothing else should run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."

readonly COUNT=${1:-200}
readonly PACKAGE=labs/ch38/exercises/1_lost_update
work=$(mktemp -d)
watcher=

finish() {
  if [ -n "$watcher" ]; then kill "$watcher"; fi
  rm -rf "$work"
}
trap finish EXIT

bazel build --noshow_progress //$PACKAGE:solution //$PACKAGE:starter //tools:grade
bin=$(bazel info bazel-bin)

submission() { # NAME KIND
  local folder=$work/submissions/$1/$PACKAGE
  mkdir -p "$folder"
  cp -L "$bin/$PACKAGE/_$2"/* "$folder/"
  chmod u+w "$folder"/*
  echo "// $1 of $(basename "$work")" >>"$folder/sensor_tally.cc"
}

edit() { # NAME SED_SCRIPT
  local file=$work/submissions/$1/$PACKAGE/sensor_tally.cc
  cp "$file" "$work/before"
  sed -i "$2" "$file"
  if cmp -s "$file" "$work/before"; then
    echo "bench: nothing to edit for $1 in the solution" >&2
    exit 1
  fi
}

# ---- The machine

memory_in_use_kib() {
  awk '/^MemTotal/ { all = $2 } /^MemAvailable/ { free = $2 } END { print all - free }' /proc/meminfo
}

# Hundredths of seconds of all processors: in use, and all there were.
processor_time() {
  awk '/^cpu / { busy = $2 + $3 + $4 + $7 + $8 + $9; print busy, busy + $5 + $6 }' /proc/stat
}

watch_memory() { # FILE: the most that was in use, in KiB, so far
  local most=0 now
  while sleep 0.5; do
    now=$(memory_in_use_kib)
    if [ "$now" -gt "$most" ]; then
      most=$now
      echo "$most" >"$1"
    fi
  done
}

# ---- Grading, and what it took

grade() { # SUBMISSIONS OUT
  local before_memory before after began=$EPOCHREALTIME code=0
  before_memory=$(memory_in_use_kib)
  before=$(processor_time)
  watch_memory "$work/most" &
  watcher=$!
  bazel run --noshow_progress //tools:grade -- --submissions="$1" --out="$2" \
    --only=ch38/1 >"$work/log" 2>&1 || code=$?
  kill "$watcher"
  wait "$watcher" || true
  watcher=
  if [ $code -ne 0 ]; then
    cat "$work/log"
    exit 1
  fi
  after=$(processor_time)
  took=$(awk -v a="$began" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }')
  memory=$((($(cat "$work/most" 2>/dev/null || echo "$before_memory") - before_memory) / 1024))
  busy=$(awk -v a="$before" -v b="$after" 'BEGIN {
    split(a, x, " "); split(b, y, " "); printf "%.0f", 100 * (y[1] - x[1]) / (y[2] - x[2]) }')
  rm -f "$work/most"
}

verdicts() { # OUT
  tail -n +2 "$1/summary.csv" | cut -d, -f5 | sort | uniq -c |
    awk '{ printf "%s%s %s", separator, $1, $2; separator = ", " } END { print "" }'
}

divide() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.1f", a / b }'; }

# One of each kind, so that all else is built.
mkdir -p "$work/first"
submission warm solution
mv "$work/submissions/warm" "$work/first/"
grade "$work/first" "$work/out_first"

for i in $(seq "$COUNT"); do
  case $((i % 10)) in
    0) submission "s$i" starter ;;
    1) submission "s$i" solution && edit "s$i" 's/sum += value/sum += 1/' ;;
    2) submission "s$i" solution && edit "s$i" 's/tally_.count += 1/for (;;) value = value + 0/' ;;
    3) submission "s$i" solution && edit "s$i" 's/sum += value/summ += value/' ;;
    *) submission "s$i" solution ;;
  esac
done
grade "$work/submissions" "$work/out"
cold=$took
echo "$COUNT submissions of ch38/1 on $(nproc) processors: $(verdicts "$work/out")"
echo "  the first time     $cold s: $(divide "$((COUNT * 60))" "$cold") submissions a minute; " \
  "processors in use $busy % of the time, $memory MiB of memory more than before"
grade "$work/submissions" "$work/out"
again=$took
echo "  unchanged again    $again s"
echo '// changed' >>"$work/submissions/s1/$PACKAGE/sensor_tally.cc"
grade "$work/submissions" "$work/out"
echo "  one of them new    $took s"
if awk -v again="$again" -v cold="$cold" 'BEGIN { exit !(again * 5 >= cold) }'; then
  echo "unchanged took more than a fifth of the first time"
  exit 1
fi
