#!/bin/bash
# Attacks the grader: hands in every submission of sources/, and archives made
# to do harm, and compares what each got with what it must get.
#
#   tools/grade/attacks/run.sh [OUT]
#
# The last lines say how many attacks there were and how many marks they gained,
# which must be none. OUT keeps what grading wrote; without it nothing is kept.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."

readonly EXERCISE=tools/grade/attacks/exercises/1_sum
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
out=${1:-$work/out}
submissions=$work/submissions
expected=$work/expected
mkdir -p "$submissions" "$work/parts"

die() {
  echo "attacks: $*" >&2
  exit 2
}

expect() { # STUDENT VERDICT
  echo "$1 $2" >>"$expected"
}

# ---- Sources -----------------------------------------------------------------

header() { # FILE: the starter's header, which has no marked regions
  cp $EXERCISE/source/sum.h "$1"
}

for source in tools/grade/attacks/sources/*.cc; do
  name=$(basename "$source" .cc)
  folder=$submissions/$name/$EXERCISE
  mkdir -p "$folder"
  cp "$source" "$folder/sum.cc"
  header "$folder/sum.h"
  verdict=$(sed -n 's|^// EXPECTED: ||p' "$source")
  [ -n "$verdict" ] || die "$source does not say what it expects"
  expect "$name" "$verdict"
done

# ---- Texts -------------------------------------------------------------------

right=tools/grade/attacks/sources/solution.cc

text() { # STUDENT VERDICT; sum.cc comes from standard input
  mkdir -p "$submissions/$1/$EXERCISE"
  cat >"$submissions/$1/$EXERCISE/sum.cc"
  header "$submissions/$1/$EXERCISE/sum.h"
  expect "$1" "$2"
}

sed 's/$/\r/' $right | text text_crlf PASS
tr '\n' '\r' <$right | text text_cr PASS
{ printf '\xef\xbb\xbf' && cat $right; } | text text_bom PASS
{ printf '\xff\xfe' && iconv -t utf-16le $right; } | text text_utf16 PASS
head -c -1 $right | text text_no_last_newline PASS
printf '' | text text_empty MISSING_FILE
head -c 4096 /bin/true | text text_program REJECTED
head -c 2000000 /dev/zero | tr '\0' ' ' | text text_too_large MISSING_FILE

# ---- Files -------------------------------------------------------------------

folder() { # STUDENT VERDICT: a folder with the right answer, to be spoilt
  text "$1" "$2" <$right
}

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
sed -i "s/^files odd .*/files_odd PASS/" "$expected"

# ---- Archives ----------------------------------------------------------------

parts=$work/parts
cp $right "$parts/sum.cc"
header "$parts/sum.h"

# See make_tar.py: an archive may hold what no folder could.
archive() { # STUDENT VERDICT ENTRY...
  local student=$1
  expect "$student" "$2"
  shift 2
  python3 tools/grade/attacks/make_tar.py "$submissions/$student.tgz" "$parts" "$@"
}

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

mkdir -p "$parts/a" "$parts/b"
cp "$parts/sum.cc" "$parts/a/"
echo '// other' >"$parts/b/sum.cc"
(cd "$parts" && zip -qr "$submissions/archive_two_answers.zip" sum.h a b)
expect archive_two_answers REJECTED
head -c 100000000 /dev/zero >"$parts/zeros"
(cd "$parts" && bsdtar -czf "$submissions/archive_bomb.tgz" sum.h sum.cc zeros)
rm "$parts/zeros"
expect archive_bomb REJECTED
mkdir -p "$parts/many"
(cd "$parts/many" && seq 3000 | xargs touch)
(cd "$parts" && bsdtar -czf "$submissions/archive_many_files.tgz" sum.h sum.cc many)
expect archive_many_files REJECTED
echo 'I am no archive' >"$submissions/archive_garbage.zip"
expect archive_garbage REJECTED
printf '#mtree\nsum.cc type=file size=2000 contents=/etc/passwd\n' >"$submissions/archive_mtree.tar"
expect archive_mtree REJECTED
(cd "$parts" && zip -q "$submissions/archive_zip.zip" sum.cc sum.h)
expect archive_zip PASS

# ---- Grade, compare ----------------------------------------------------------

before=$(find /tmp -maxdepth 1 -name 'student_cc.*' | wc -l)
bazel run --noshow_progress //tools:grade -- --submissions="$submissions" --out="$out" \
  --exercises=//tools/grade/attacks/... --title=Attacks || [ $? = 1 ] || die "grading failed"
after=$(find /tmp -maxdepth 1 -name 'student_cc.*' | wc -l)

failed=0
complain() {
  echo "attacks: $*"
  failed=1
}

attacks=0 gained=0
while read -r name verdict; do
  line=$(grep -m1 "^${name/files_odd/\"files odd .*}," "$out/summary.csv") || line=
  got=$(echo "$line" | rev | cut -d, -f7 | rev)
  points=$(echo "$line" | rev | cut -d, -f6 | rev)
  [ "$got" = "$verdict" ] || complain "$name got '$got', must get $verdict (--explain $out $name attacks/1)"
  [ "$verdict" != PASS ] || continue
  attacks=$((attacks + 1))
  # What is wrong in parts may have points for the others; an attack has none.
  if [ "$got" = PASS ] || [ "${points:-0}" -gt 0 ]; then
    gained=$((gained + 1))
    complain "$name gained $points points"
  fi
done <"$expected"

survivors=$(pgrep -fc '^/jail/' || true)
[ "$survivors" = 0 ] || complain "$survivors processes of submissions live on"
[ "$after" -le "$before" ] || complain "$((after - before)) folders of the compiler were left in /tmp"
[ ! -e /tmp/absolute.cc ] || complain "/tmp/absolute.cc was written"

echo "attacks tried: $attacks, marks gained: $gained"
[ $failed = 0 ] && echo "every submission got the verdict it must get: $(wc -l <"$expected")"
exit $failed
