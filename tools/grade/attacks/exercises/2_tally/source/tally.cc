// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/attacks/exercises/2_tally/tally.h"

#include <cstdint>
#include <mutex>

namespace student {

void Tally::Add(int64_t number) {
  // BEGIN SOLUTION
  std::lock_guard<std::mutex> add_lock(mutex_);
  total_ += number;
  // STUB: total_ = number;
  // END SOLUTION
}

int64_t Tally::total() const {
  // BEGIN SOLUTION
  std::lock_guard<std::mutex> total_lock(mutex_);
  // END SOLUTION
  return total_;
}

}  // namespace student
