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
# shellcheck source=tools/grade/attacks/hand_ins.sh
. tools/grade/attacks/hand_ins.sh

out=${1:-$work/out}
make_hand_ins
remember_outside
grade "$out"
check_outside
check_verdicts "$out"
check_texts "$out"
python3 tools/grade/check_exports.py "$out" || failed=1

# What passes now and then is found by judging it more than once.
submissions=$work/flaky expected=$work/flaky_expected
hand_in_flaky
grade "$out.flaky" --only=attacks/1 --runs=16
check_verdicts "$out.flaky"
check_refusal
finish
