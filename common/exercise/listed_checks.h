// SPDX-License-Identifier: Apache-2.0
//
// The checks of the one exercise that a judge is linked with.
//
// Thread safety: pure functions.

#ifndef COMMON_EXERCISE_LISTED_CHECKS_H_
#define COMMON_EXERCISE_LISTED_CHECKS_H_

#include <vector>

#include "common/exercise/judge.h"

namespace exercise {

// VisibleChecks(), then HiddenChecks(), which the exercise defines.
std::vector<ListedCheck> ListedChecks();

}  // namespace exercise

#endif  // COMMON_EXERCISE_LISTED_CHECKS_H_
