// SPDX-License-Identifier: Apache-2.0
// EXPECTED: PREMATURE_EXIT
//
// The same, from a static constructor.

#include <unistd.h>

#include "tools/grade/attacks/exercises/1_sum/sum.h"
namespace {
struct Quitter {
  Quitter() { _exit(0); }
} quitter;
}  // namespace

namespace student {

int64_t Sum(const std::vector<int64_t>& numbers) { return numbers[0]; }

}  // namespace student
