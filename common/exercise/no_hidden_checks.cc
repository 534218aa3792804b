// SPDX-License-Identifier: Apache-2.0
//
// For the handout, and for exercises all of whose checks are visible.

#include <vector>

#include "common/exercise/check.h"

namespace exercise {

std::vector<Check> HiddenChecks() { return {}; }

}  // namespace exercise
