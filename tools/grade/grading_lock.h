// SPDX-License-Identifier: Apache-2.0
//
// One grading with a cache at a time: two would take each other's compiler, and
// each other's logs of the same tests.
//
//   absl::StatusOr<grade::GradingLock> lock =
//       grade::GradingLock::Take(cache, std::cerr);
//
// Held until the object is gone, or the program is, however it ends.
//
// Linux alone. Thread safety: as for an int.
//
// Source: flock(2).

#ifndef TOOLS_GRADE_GRADING_LOCK_H_
#define TOOLS_GRADE_GRADING_LOCK_H_

#include <filesystem>
#include <ostream>
#include <utility>

#include "absl/status/statusor.h"

namespace grade {

class GradingLock {
 public:
  // Waits for another grading that uses the same cache; before that, says so on
  // `progress`. Unavailable: the lock's file cannot be made; it is named.
  static absl::StatusOr<GradingLock> Take(const std::filesystem::path& cache,
                                          std::ostream& progress);

  GradingLock(GradingLock&& other) noexcept
      : descriptor_(std::exchange(other.descriptor_, -1)) {}
  GradingLock& operator=(GradingLock&&) = delete;
  ~GradingLock();

 private:
  explicit GradingLock(int descriptor) : descriptor_(descriptor) {}

  int descriptor_;  // -1: moved from
};

}  // namespace grade

#endif  // TOOLS_GRADE_GRADING_LOCK_H_
