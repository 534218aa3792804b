// SPDX-License-Identifier: Apache-2.0
//
// For tests of parts that run without the runtime, which has this variable.

#include "common/explorer/internal/hooks/hooks.h"

namespace explorer::internal {

bool g_active = false;

}  // namespace explorer::internal
