// SPDX-License-Identifier: Apache-2.0
//
// For checks of concurrent code: no order of the threads' steps breaks it.
//
//   return exercise::ExpectProved(student, random,
//                                 {.question = "total",
//                                  .arguments = {{"sensors", 2},
//                                                {"readings", 2}},
//                                  .tried = "2 sensors, 2 readings each"});
//
// explored.h is the runner's half.
//
// What this does and does not defend against. That an exploration found nothing
// is one bit, and student's code in the same process could forge it: by taking
// the place of the explorer's functions, or by writing an answer of its own. So
// the judge asks twice, in random order, once about the student's code and once
// about code of ours with a bug in it (a canary), and believes only who tells
// the two apart. That catches whatever says "proved" come what may: forged
// answers learnt by heart, an explorer that was switched off, instrumentation
// that was suppressed for the whole program. It does not catch code that finds
// the question in memory and reads it as the runner does; nor no_sanitize
// attributes on the student's own functions alone. Those need a look at the
// source and the symbols, which is the grader's part (verdict POLICY), and a
// race runner (Check::race), which sees other things.
//
// Thread safety: as check.h. Errors: none.

#ifndef COMMON_EXERCISE_EXPLORED_CHECK_H_
#define COMMON_EXERCISE_EXPLORED_CHECK_H_

#include <cstdint>
#include <optional>
#include <string>

#include "common/exercise/check.h"
#include "common/exercise/random.h"
#include "common/exercise/values.h"

namespace exercise {

struct Exploration {
  std::string question = "";  // the runner's function; it returns Explored()
  Values arguments = {};
  std::string tried = "";  // for the student: "2 sensors, 2 readings each"

  // Where it is known how many schedules a right solution has, whatever way the
  // student took; most tasks leave more than one.
  std::optional<int64_t> executions = std::nullopt;
  // How many executions the canary takes until its bug is found; our own code,
  // so this is known to the digit.
  std::optional<int64_t> canary_executions = std::nullopt;
};

// Passes if the explorer proved the student's code free of findings, and found
// the canary's bug. If not, the verdict is
//   DATA_RACE, DEADLOCK, LEAK, CRASH, WRONG, ...  by the kind of the finding;
//     `tried` then holds the schedule
//   WRONG   nothing was found, but nothing proved either
//   POLICY  the canary's bug was not reported
Outcome ExpectProved(Student& student, Random& random,
                     const Exploration& exploration);

// For questions without a canary, as on code that starts no threads but may
// wait for itself: passes if an answer that Explored() made holds a proof, and
// each of `expected` (see Answer::Expect()).
Outcome ExpectExplored(const Answer& answer, const Values& expected);

}  // namespace exercise

#endif  // COMMON_EXERCISE_EXPLORED_CHECK_H_
