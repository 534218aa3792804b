// SPDX-License-Identifier: Apache-2.0
//
// Whether this machine's jail holds: tries to break out of one, and to pass its
// limits.
//
//   absl::Status holds = grade::CheckJail("tools/grade/jail/probe");
//   if (!holds.ok()) std::cerr << holds.message();  // and mark nothing
//
// Thread safety: as RunInJail().

#ifndef TOOLS_GRADE_JAIL_CHECK_H_
#define TOOLS_GRADE_JAIL_CHECK_H_

#include <string>

#include "absl/status/status.h"

namespace grade {

// FailedPrecondition: no jail, or it does not hold; the message names what got
// through, a line each, and what to do.
absl::Status CheckJail(const std::string& probe);

}  // namespace grade

#endif  // TOOLS_GRADE_JAIL_CHECK_H_
