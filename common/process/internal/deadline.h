// SPDX-License-Identifier: Apache-2.0
//
// Deadline is a moment by the steady clock, which nobody sets back or ahead, or
// never.
//
// Thread safety: a value.

#ifndef COMMON_PROCESS_INTERNAL_DEADLINE_H_
#define COMMON_PROCESS_INTERNAL_DEADLINE_H_

#include <algorithm>
#include <chrono>  // NOLINT: absl::Now() is the clock on the wall

#include "absl/time/time.h"

namespace process::internal {

class Deadline {
 public:
  static Deadline Never() { return Deadline(absl::InfiniteDuration()); }

  // `timeout` from now; already past for 0 and less, never for infinity.
  explicit Deadline(absl::Duration timeout)
      : start_(std::chrono::steady_clock::now()), timeout_(timeout) {}

  bool never() const { return timeout_ == absl::InfiniteDuration(); }

  // Zero once it is past.
  absl::Duration Left() const {
    if (never()) return timeout_;
    const absl::Duration past =
        absl::FromChrono(std::chrono::steady_clock::now() - start_);
    return std::max(absl::ZeroDuration(), timeout_ - past);
  }

  bool past() const { return Left() == absl::ZeroDuration(); }

 private:
  std::chrono::steady_clock::time_point start_;
  absl::Duration timeout_;
};

}  // namespace process::internal

#endif  // COMMON_PROCESS_INTERNAL_DEADLINE_H_
