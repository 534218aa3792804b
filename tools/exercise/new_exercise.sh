#!/bin/bash
# Scaffolds an exercise that builds; its self-check says what is still to be
# written.
#
#   bazel run //tools:new_exercise -- ch36 6 pipeline
set -euo pipefail

usage() {
  echo "new_exercise: $1" >&2
  echo "usage: bazel run //tools:new_exercise -- CHAPTER NUMBER NAME, as in: ch36 6 pipeline" >&2
  exit 2
}

[ $# = 3 ] || usage "takes three words, not $#"
chapter=$1 number=$2 name=$3
[[ $chapter =~ ^ch[0-9]+$ ]] || usage "\"$chapter\" is no chapter"
[[ $number =~ ^[1-9][0-9]*$ ]] || usage "\"$number\" is no number from 1 on"
[[ $name =~ ^[a-z][a-z0-9_]*$ ]] || usage "\"$name\" is no name in small letters, digits and _"

# Where bazel run starts it, its files are below the current folder.
template=$PWD/tools/exercise/template
workspace=${BUILD_WORKSPACE_DIRECTORY:?run it by: bazel run //tools:new_exercise}
[ -d "$workspace/labs/$chapter" ] || usage "there is no labs/$chapter"
for taken in "$workspace/labs/$chapter/exercises/${number}_"*; do
  [ ! -e "$taken" ] || usage "$chapter/$number is there already: ${taken#"$workspace/"}"
done

package=labs/$chapter/exercises/${number}_$name
guard=$(echo "$package/$name" | tr 'a-z/' 'A-Z_')_H_

fill_in() { # TEMPLATE FILE
  mkdir -p "$(dirname "$workspace/$package/$2")"
  sed -e "s#@CHAPTER@#$chapter#g" -e "s#@NUMBER@#$number#g" -e "s#@NAME@#$name#g" \
    -e "s#@PACKAGE@#$package#g" -e "s#@GUARD@#$guard#g" "$template/$1" >"$workspace/$package/$2"
}

fill_in BUILD.template BUILD
fill_in task.md.template task.md
fill_in given.h.template "$name.h"
fill_in source.cc.template "source/$name.cc"
fill_in runner.cc.template runner.cc
fill_in visible_checks.cc.template visible_checks.cc
fill_in hidden_checks.cc.template hidden_checks.cc

cat <<END
$package is there, and builds. Next:
  1. read docs/authors_guide.md;
  2. replace what the scaffold computes by your task, and see what is missing:
       bazel test //$package:all
  3. add "//$package" to tools/exercises.bzl, to hand it out.
END
