// SPDX-License-Identifier: Apache-2.0
//
// The steps between the numbers of an axis.
//
// Thread safety: pure function.

#ifndef COMMON_LAB_INTERNAL_ROUND_STEP_H_
#define COMMON_LAB_INTERNAL_ROUND_STEP_H_

#include <cmath>

namespace lab {

// The smallest of 1, 2 and 5 times a power of ten that is `least` or more.
inline double RoundStep(double least) {
  const double power = std::pow(10, std::floor(std::log10(least)));
  for (int times : {1, 2, 5}) {
    // A hair below counts: 0.3 / 3 is not quite 0.1.
    if (times * power >= least * (1 - 1e-9)) return times * power;
  }
  return 10 * power;
}

}  // namespace lab

#endif  // COMMON_LAB_INTERNAL_ROUND_STEP_H_
