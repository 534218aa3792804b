// SPDX-License-Identifier: Apache-2.0
//
// How far an exploration is, in a line:
//
//   ProgressLine({.executions = 120'000, .elapsed = absl::Seconds(4), ...});
//   // "120000 executions, 30000 a second, about 25% done, 12s left"
//
// Thread safety: a pure function. Errors: none.

#ifndef COMMON_EXPLORER_INTERNAL_RUN_PROGRESS_LINE_H_
#define COMMON_EXPLORER_INTERNAL_RUN_PROGRESS_LINE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/time.h"

namespace explorer::internal {

struct ProgressSoFar {
  uint64_t executions = 0;
  absl::Duration elapsed = absl::ZeroDuration();
  // How much is done, 0 to 1, an estimate; nullopt: nobody knows.
  std::optional<double> done = std::nullopt;
};

// Without a line end.
std::string ProgressLine(const ProgressSoFar& progress);

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_RUN_PROGRESS_LINE_H_
