#!/bin/bash
# Grades a batch of 40 that has every kind of trouble in it, none of them seen
# before, and then the same again, unchanged.
#
#   tools/grade/attacks/batch.sh [OUT]
#
# Every verdict must be as expected, no process may live on, nothing outside may
# be touched, and the second time must take under a fifth of the first. Takes
# minutes; no part of bazel test.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
# shellcheck source=tools/grade/attacks/hand_ins.sh
. tools/grade/attacks/hand_ins.sh

readonly BATCH=(
  starter hard_coded prints_passed detects_the_grader leaves_a_daemon
  many_errors defines_main includes_zeros other_signature
  endless_loop sleeps ignores_signals self_lock opposite_orders
  memory_hog memory_in_children fork_bomb thread_bomb stdout_flood disk_flood
  segfaults aborts exits exits_before_main forges_answer kills_parent
  turns_tsan_off replaces_malloc
  text_crlf text_utf16 text_empty text_program
  files_missing files_link files_build_rules
  archive_good archive_up archive_bomb archive_garbage archive_zip
)
[ ${#BATCH[@]} = 40 ] || die "the batch is one of ${#BATCH[@]}, not of 40"

# Keeps those, and makes each text another one than ever before.
choose_batch() {
  local now name file keep=$work/keep
  now=$(date +%s.%N)
  mkdir "$keep"
  : >"$work/chosen"
  for name in "${BATCH[@]}"; do
    grep -P "^$name\t" "$expected" >>"$work/chosen" || die "there is no $name"
    find "$submissions" -maxdepth 1 \( -name "$name" -o -name "$name.*" \) -exec mv -t "$keep" {} +
    file=$keep/$name/$EXERCISE/sum.cc
    case $name in
      text_* | files_link) ;;
      *) if [ -f "$file" ]; then echo "// $now" >>"$file"; fi ;;
    esac
  done
  rm -rf "$submissions"
  mv "$keep" "$submissions"
  mv "$work/chosen" "$expected"
}

now_ms() { date +%s%3N; }

# What is the same for all is built before the clock starts.
warm_up() {
  mkdir -p "$work/warm/x/$EXERCISE"
  cp $RIGHT "$work/warm/x/$EXERCISE/sum.cc"
  header "$work/warm/x/$EXERCISE/sum.h"
  submissions=$work/warm grade "$work/warm_out"
}

out=${1:-$work/out}
make_hand_ins
choose_batch
warm_up
remember_outside
began=$(now_ms)
grade "$out"
first=$(($(now_ms) - began))
cp "$out/summary.csv" "$work/first.csv"
began=$(now_ms)
grade "$out"
second=$(($(now_ms) - began))
check_outside
check_verdicts "$out"
cmp "$work/first.csv" "$out/summary.csv" || complain "graded again, it is another summary"
echo "40 submissions: the first time $((first / 1000)) s, unchanged again $((second / 1000)) s"
[ $((second * 5)) -lt $first ] || complain "unchanged took more than a fifth of the first time"
finish
