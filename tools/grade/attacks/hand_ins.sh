#!/bin/bash
# Hand-ins that attack the grader, each with the verdict it must get. Sourced by
# run.sh and batch.sh from the checkout's folder; sets `work`, and removes it.

readonly EXERCISE=tools/grade/attacks/exercises/1_sum
readonly TALLY=tools/grade/attacks/exercises/2_tally
readonly RIGHT=tools/grade/attacks/sources/solution.cc
# The jail's users (jail.cc) are nobody else's.
readonly FIRST_USER=1800000000
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
submissions=$work/submissions
expected=$work/expected # see compare.py
parts=$work/parts
mkdir -p "$submissions" "$parts" "$work/tmp"
failed=0

die() {
  echo "attacks: $*" >&2
  exit 2
}

expect() { # STUDENT VERDICT [POINTS]: for attacks/1
  printf '%s\t%s\tattacks/1\t%s\n' "$1" "$2" "${3:-0}" >>"$expected"
}

header() { # FILE: the starter's header, which has no marked regions
  cp $EXERCISE/source/sum.h "$1"
}

# ---- Sources -----------------------------------------------------------------

hand_in_sources() {
  local source name verdict points
  for source in tools/grade/attacks/sources/*.cc; do
    name=$(basename "$source" .cc)
    read -r verdict points < <(sed -n 's|^// EXPECTED: ||p' "$source") ||
      die "$source does not say what it expects"
    text "$name" "$verdict" "$points" <"$source"
  done
}

# To attacks/2, which builds on attacks/1.
hand_in_tallies() {
  local source name folder answer verdict points
  for source in tools/grade/attacks/tally_sources/*.cc; do
    name=$(basename "$source" .cc)
    answer=$RIGHT
    [ "$name" != tally_wrong_too ] || answer=tools/grade/attacks/sources/starter.cc
    folder=$submissions/$name/$TALLY
    mkdir -p "$folder" "$submissions/$name/$EXERCISE"
    cp "$source" "$folder/tally.cc"
    cp $TALLY/source/tally.h "$folder/"
    cp "$answer" "$submissions/$name/$EXERCISE/sum.cc"
    header "$submissions/$name/$EXERCISE/sum.h"
    read -r verdict points < <(sed -n 's|^// EXPECTED: ||p' "$source")
    printf '%s\t%s\tattacks/2\t%s\n' "$name" "$verdict" "$points" >>"$expected"
  done
}

# Headers, which code of ours includes: `sum.cc` is right, and no more is needed.
hand_in_headers() {
  wrong_header header_macro '#define AnswerQuestions(functions) Forged(functions)'
  wrong_header header_macro_for_a_keyword '#define return return 0 *'
  wrong_header header_adds_to_our_namespace 'namespace exercise { inline int AnswerQuestions(int) { return 0; } }'
  wrong_header header_by_absolute_path '#include "/proc/version"'
}

wrong_header() { # STUDENT LINE: one more in the header
  text "$1" POLICY <$RIGHT
  sed -i "s|^namespace student {|$2\n&|" "$submissions/$1/$EXERCISE/sum.h"
  grep -qF "$2" "$submissions/$1/$EXERCISE/sum.h" || die "$1 has no wrong header"
}

# For judging again and again.
hand_in_flaky() {
  local source name verdict points
  for source in tools/grade/attacks/flaky_sources/*.cc; do
    name=$(basename "$source" .cc)
    read -r verdict points < <(sed -n 's|^// EXPECTED: ||p' "$source")
    mkdir -p "$submissions/$name/$EXERCISE"
    cp "$source" "$submissions/$name/$EXERCISE/sum.cc"
    header "$submissions/$name/$EXERCISE/sum.h"
    printf '%s\t%s\tattacks/1\t%s\n' "$name" "$verdict" "$points" >>"$expected"
  done
}

# ---- Texts -------------------------------------------------------------------

text() { # STUDENT VERDICT [POINTS]; sum.cc comes from standard input
  mkdir -p "$submissions/$1/$EXERCISE"
  cat >"$submissions/$1/$EXERCISE/sum.cc"
  header "$submissions/$1/$EXERCISE/sum.h"
  expect "$1" "$2" "${3:-0}"
}

hand_in_texts() {
  { cat $RIGHT && printf '#error \x1b]0;owned\x07\x1b[2J\n'; } | text text_terminal CE
  sed 's/$/\r/' $RIGHT | text text_crlf PASS
  tr '\n' '\r' <$RIGHT | text text_cr PASS
  { printf '\xef\xbb\xbf' && cat $RIGHT; } | text text_bom PASS
  { printf '\xff\xfe' && iconv -t utf-16le $RIGHT; } | text text_utf16 PASS
  head -c -1 $RIGHT | text text_no_last_newline PASS
  printf '' | text text_empty MISSING_FILE
  head -c 4096 /bin/true | text text_program REJECTED
  head -c 2000000 /dev/zero | tr '\0' ' ' | text text_too_large MISSING_FILE
}

# ---- Files -------------------------------------------------------------------

folder() { # STUDENT VERDICT: a folder with the right answer, to be spoilt
  text "$1" "$2" <$RIGHT
}

hand_in_files() {
  local file
  folder files_missing MISSING_FILE
  rm "$submissions/files_missing/$EXERCISE/sum.h"
  folder files_misnamed MISSING_FILE
  mv "$submissions/files_misnamed/$EXERCISE/sum.cc" "$submissions/files_misnamed/$EXERCISE/Sum.cpp"
  folder files_link REJECTED
  ln -sf /etc/passwd "$submissions/files_link/$EXERCISE/sum.cc"
  folder files_pipe REJECTED
  mkfifo "$submissions/files_pipe/pipe"
  folder files_build_rules PASS
  for file in BUILD WORKSPACE rules.bzl .bazelrc tools/bazel .git/hooks/post-checkout; do
    mkdir -p "$(dirname "$submissions/files_build_rules/$EXERCISE/$file")"
    echo "fail('I was loaded')" >"$submissions/files_build_rules/$EXERCISE/$file"
  done
  folder files_object REJECTED
  printf '\x7fELF...' >"$submissions/files_object/sum.o"
  folder "files odd 'name; \$(id)" PASS
  folder "$(printf 'Ж%.0s' {1..90})" PASS
}

# ---- Archives ----------------------------------------------------------------

# See make_tar.py: an archive may hold what no folder could.
archive() { # STUDENT VERDICT ENTRY...
  local student=$1
  expect "$student" "$2"
  shift 2
  python3 tools/grade/attacks/make_tar.py "$submissions/$student.tgz" "$parts" "$@"
}

hand_in_archives() {
  cp $RIGHT "$parts/sum.cc"
  header "$parts/sum.h"
  archive archive_good PASS
  archive archive_up REJECTED 'file|../up.cc'
  archive archive_up_later REJECTED 'file|a/../../up.cc'
  archive archive_absolute REJECTED 'file|/tmp/absolute.cc'
  archive archive_drive REJECTED 'file|C:\\sum.cc'
  archive archive_stream REJECTED 'file|sum.cc:stream'
  archive archive_link REJECTED 'link|link|/etc/passwd'
  archive archive_link_then_through_it REJECTED 'link|away|/tmp' 'file|away/through.cc'
  archive archive_hard_link REJECTED 'hard|hard.cc|sum.cc'
  archive archive_device REJECTED 'char|zero'
  archive archive_pipe REJECTED 'pipe|pipe'
  archive archive_terminal REJECTED 'file|a\x1b[2Jb'
  archive archive_newline REJECTED 'file|a\nb'
  echo 'I am no archive' >"$submissions/archive_garbage.zip"
  expect archive_garbage REJECTED
  printf '#mtree\nsum.cc type=file size=2000 contents=/etc/passwd\n' >"$submissions/archive_mtree.tar"
  expect archive_mtree REJECTED
  (cd "$parts" && zip -q "$submissions/archive_zip.zip" sum.cc sum.h)
  expect archive_zip PASS
  mkdir "$parts/all"
  cp "$parts/sum.cc" "$parts/sum.h" "$parts/all/"
  bsdtar -czf "$submissions/archive_of_a_folder.tgz" -C "$parts/all" .
  expect archive_of_a_folder PASS
}

# Archives in a student's folder.
hand_in_archives_within() {
  within within_good PASS
  within within_up MISSING_FILE 'file|../up.cc'
  within within_absolute MISSING_FILE 'file|/tmp/absolute.cc'
  within within_link MISSING_FILE 'link|link|/etc/passwd'
  within within_terminal MISSING_FILE 'file|a\x1b[2Jb'
  # Its own header is missing, so that the archive is opened.
  within within_another_answer REJECTED
  mkdir -p "$submissions/within_another_answer/a"
  echo '// other' >"$submissions/within_another_answer/a/sum.cc"
  within within_bomb MISSING_FILE
  head -c 100000000 /dev/zero >"$parts/zeros"
  (cd "$parts" && bsdtar -czf "$submissions/within_bomb/work.tgz" sum.cc sum.h zeros)
  rm "$parts/zeros"
}

within() { # STUDENT VERDICT ENTRY...
  local student=$1
  expect "$student" "$2"
  shift 2
  mkdir -p "$submissions/$student"
  python3 tools/grade/attacks/make_tar.py "$submissions/$student/work.tgz" "$parts" "$@"
}

# Too much of something.
hand_in_large_archives() {
  mkdir -p "$parts/a" "$parts/b" "$parts/many"
  cp "$parts/sum.cc" "$parts/a/"
  echo '// other' >"$parts/b/sum.cc"
  (cd "$parts" && zip -qr "$submissions/archive_two_answers.zip" sum.h a b)
  expect archive_two_answers REJECTED
  head -c 100000000 /dev/zero >"$parts/zeros"
  (cd "$parts" && bsdtar -czf "$submissions/archive_bomb.tgz" sum.h sum.cc zeros)
  rm "$parts/zeros"
  expect archive_bomb REJECTED
  (cd "$parts/many" && seq 3000 | xargs touch)
  (cd "$parts" && bsdtar -czf "$submissions/archive_many_files.tgz" sum.h sum.cc many)
  expect archive_many_files REJECTED
}

make_hand_ins() {
  hand_in_sources
  hand_in_tallies
  hand_in_headers
  hand_in_texts
  hand_in_files
  hand_in_archives
  hand_in_archives_within
  hand_in_large_archives
}

# ---- Grading, and what must be as it was -------------------------------------

grade() { # OUT FLAG...
  local out=$1
  shift
  # Whatever is made for a while is made here, and must be gone.
  TMPDIR=$work/tmp bazel run --noshow_progress //tools:grade -- --submissions="$submissions" \
    --out="$out" --exercises=//tools/grade/attacks/... --title=Attacks "$@" || [ $? = 1 ] ||
    die "grading failed"
}

contents() { # FOLDER: all names, kinds and sums
  (cd "$1" && find . -printf '%p %y %m %l\n' | sort && find . -type f -print0 | sort -z |
    xargs -0r sha256sum)
}

remember_outside() {
  touch "$work/began"
  submitted=$(contents "$submissions")
  checkout=$(git status --porcelain)
  compiling=$(find /tmp -maxdepth 1 -name 'student_cc.*' | wc -l)
}

complain() {
  echo "attacks: $*"
  failed=1
}

# Complains about processes that live on and files that were touched.
check_outside() {
  local found
  found=$(ps -eo uid= -o args= | awk -v first=$FIRST_USER '$1 >= first || $2 ~ "^/jail/"')
  [ -z "$found" ] || complain "processes of submissions live on: $found"
  found=$(find / -xdev -newer "$work/began" -uid +$((FIRST_USER - 1)) -print -quit 2>/dev/null)
  [ -z "$found" ] || complain "a submission left $found"
  found=$(find /tmp -maxdepth 1 \( -name up.cc -o -name absolute.cc -o -name through.cc \))
  [ -z "$found" ] || complain "an archive wrote $found"
  found=$(ls -A "$work/tmp")
  [ -z "$found" ] || complain "left in the folder for temporary files: $found"
  found=$(find /tmp -maxdepth 1 -name 'student_cc.*' | wc -l)
  [ "$found" -le "$compiling" ] || complain "the compiler left folders in /tmp"
  [ "$(contents "$submissions")" = "$submitted" ] || complain "the submissions were changed"
  [ "$(git status --porcelain)" = "$checkout" ] || complain "the checkout was changed"
}

# No byte that a terminal obeys, in what is read in one.
check_texts() { # OUT
  local found
  found=$(LC_ALL=C grep -rlP '[\x00-\x08\x0b-\x1f\x7f]' "$1/feedback" || true)
  [ -z "$found" ] || complain "steers a terminal: $found"
}

check_verdicts() { # OUT
  python3 tools/grade/attacks/compare.py "$1" "$expected" || failed=1
}

# Where Bazel runs things on a machine whose jail does not hold, as it would
# remotely, nothing is marked. This one has no bubblewrap.
check_refusal() {
  local out=$work/refused poor=$work/poor code=0
  mkdir -p "$poor"
  ln -s /usr/bin/* "$poor/"
  rm -f "$poor/bwrap"
  bazel run --noshow_progress //tools:grade -- --submissions="$submissions" --out="$out" \
    --exercises=//tools/grade/attacks/... --bazel="--test_env=PATH=$poor" \
    >"$work/refusal" 2>&1 || code=$?
  if [ $code = 2 ] && [ ! -e "$out/summary.csv" ] &&
    grep -q 'the jail does not hold where submissions would run' "$work/refusal" &&
    grep -q 'tools/setup --grading installs it' "$work/refusal"; then
    echo "nothing is graded where the jail does not hold"
  else
    echo "grading did not refuse where the jail does not hold:"
    cat "$work/refusal"
    failed=1
  fi
}

finish() { exit $failed; }
