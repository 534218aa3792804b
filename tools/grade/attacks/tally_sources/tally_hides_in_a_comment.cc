// SPDX-License-Identifier: Apache-2.0
// EXPECTED: POLICY 0
//
// Says that its lines are another file's, behind a text that looks like the
// beginning of a comment.

#include <cstdint>

#include "tools/grade/attacks/exercises/2_tally/tally.h"

namespace {
[[maybe_unused]] const char kText[] = R"(" /* )";
}  // namespace
#line 1 "/usr/include/stdio.h"

namespace student {

__attribute__((no_sanitize("thread"))) void Tally::Add(int64_t number) {
  total_ += number;
}

int64_t Tally::total() const { return total_; }

}  // namespace student
