// SPDX-License-Identifier: Apache-2.0
// EXPECTED: DATA_RACE 20
//
// No lock: right with one thread, and most often with more (8).

#include <cstdint>
#include <mutex>

#include "tools/grade/attacks/exercises/2_tally/tally.h"

namespace student {

void Tally::Add(int64_t number) { total_ += number; }

int64_t Tally::total() const { return total_; }

}  // namespace student
