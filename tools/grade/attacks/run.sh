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
finish
