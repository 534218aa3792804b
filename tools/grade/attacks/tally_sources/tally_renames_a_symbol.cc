// SPDX-License-Identifier: Apache-2.0
// EXPECTED: POLICY 0
//
// Calls ThreadSanitizer by another name, to have it see an order that is not.

#include <cstdint>

#include "tools/grade/attacks/exercises/2_tally/tally.h"

extern "C" void Before(void* place);
extern "C" void After(void* place);
#pragma redefine_extname Before __tsan_acquire
#pragma redefine_extname After __tsan_release

namespace student {

void Tally::Add(int64_t number) {
  Before(this);
  total_ += number;
  After(this);
}

int64_t Tally::total() const { return total_; }

}  // namespace student
