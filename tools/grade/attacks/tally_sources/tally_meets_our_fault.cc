// SPDX-License-Identifier: Apache-2.0
// EXPECTED: INFRA 0
//
// What ends the judge, by a fault of ours (52).

#include <cstdint>
#include <mutex>

#include "tools/grade/attacks/exercises/2_tally/tally.h"

namespace student {

void Tally::Add(int64_t number) {
  std::lock_guard<std::mutex> lock(mutex_);
  total_ += number;
}

int64_t Tally::total() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return -13;
}

}  // namespace student
