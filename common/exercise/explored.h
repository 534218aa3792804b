// SPDX-License-Identifier: Apache-2.0
//
// For runners that explore: the student's code in every interleaving.
//
//   // runner.cc, an explorer_binary
//   template <typename Counter>
//   explorer::Result Count(int sensors, int readings) {
//     return explorer::Explore([&] {
//       Counter counter;
//       ... threads that count ...
//       exercise::Require("the count", counter.value(), sensors * readings);
//     });
//   }
//
//   exercise::Values Total(const exercise::Values& ask) {
//     const int sensors = ask.Int("sensors"), readings = ask.Int("readings");
//     return exercise::Explored(exercise::IsCanary(ask)
//                                   ? Count<BrokenCounter>(sensors, readings)
//                                   : Count<student::Counter>(sensors,
//                                   readings));
//   }
//
// explored_check.h is the judge's half, and tells what canaries are for.
//
// Thread safety: pure functions.

#ifndef COMMON_EXERCISE_EXPLORED_H_
#define COMMON_EXERCISE_EXPLORED_H_

#include <cstdint>

#include "absl/strings/string_view.h"
#include "common/exercise/values.h"
#include "common/explorer/explorer.h"

namespace exercise {

// Whether the runner is to explore its own broken code in place of the
// student's. `arguments` are those of a question that ExpectProved() asks.
bool IsCanary(const Values& arguments);

// What there is to say of an exploration: proved, executions, and of a finding
// its kind, message and trace; and `more`, such as what the body computed.
Values Explored(const explorer::Result& result, const Values& more = {});

// Inside of the body: the finding "failed assertion" if the two differ, with
// the message "the count is 5, and should be 6". Quieter than CHECK_EQ(), whose
// log would be explored, too.
void Require(absl::string_view what, int64_t got, int64_t expected);

// The same for what is no number; `otherwise` is the message.
void Require(bool holds, absl::string_view otherwise);

}  // namespace exercise

#endif  // COMMON_EXERCISE_EXPLORED_H_
