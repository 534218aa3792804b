// SPDX-License-Identifier: Apache-2.0

#include "common/exercise/listed_checks.h"

#include <utility>
#include <vector>

#include "common/exercise/check.h"
#include "common/exercise/judge.h"

namespace exercise {

std::vector<ListedCheck> ListedChecks() {
  std::vector<ListedCheck> all;
  for (Check& check : VisibleChecks()) {
    all.push_back({std::move(check), /*visible=*/true});
  }
  for (Check& check : HiddenChecks()) {
    all.push_back({std::move(check), /*visible=*/false});
  }
  return all;
}

}  // namespace exercise
