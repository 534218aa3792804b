// SPDX-License-Identifier: Apache-2.0
//
// The one call of blocking_select that each system spells in its own way.

#ifndef LABS_CH37_INTERNAL_SELECT_H_
#define LABS_CH37_INTERNAL_SELECT_H_

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace ch37::internal {

// Calls select() once with nothing that can become ready and `timeout`, which
// is finite and not negative. OK when the timeout ran out.
absl::Status SelectNothing(absl::Duration timeout);

}  // namespace ch37::internal

#endif  // LABS_CH37_INTERNAL_SELECT_H_
