// SPDX-License-Identifier: Apache-2.0
// EXPECTED: POLICY 0
//
// Puts attributes where a look at "[[" does not find them.

#include <cstdint>

#include "tools/grade/attacks/exercises/2_tally/tally.h"

namespace student {

namespace {
void Early() {}
}  // namespace

// clang-format off
[ [gnu::aligned(8), gnu::used, gnu::section(".init_array")]] void (*const kEarly)() = Early;
// clang-format on

void Tally::Add(int64_t number) { total_ += number; }

int64_t Tally::total() const { return total_; }

}  // namespace student
