// SPDX-License-Identifier: Apache-2.0
//
// Where a check takes its inputs from: random, and yet the same for the same
// seed, on every system.
//
//   const int readings = random.Between(2, 5);
//   const std::string word = random.Word();
//
// Thread safety: one thread at a time.

#ifndef COMMON_EXERCISE_RANDOM_H_
#define COMMON_EXERCISE_RANDOM_H_

#include <cstdint>
#include <random>
#include <string>

#include "absl/strings/string_view.h"

namespace exercise {

class Random {
 public:
  // What it gives depends on the seed and on the name of the check alone: a
  // check that is run by itself sees the same.
  Random(uint64_t seed, absl::string_view check);

  // A number from `low` to `high`, both included; low <= high.
  int64_t Between(int64_t low, int64_t high);

  // 4 to 10 small letters.
  std::string Word();

 private:
  std::mt19937_64 engine_;  // defined by the standard, to the bit
};

// A seed for judges that were not given one: 0 to 999,999,999, so that people
// can copy it.
uint64_t RandomSeed();

}  // namespace exercise

#endif  // COMMON_EXERCISE_RANDOM_H_
