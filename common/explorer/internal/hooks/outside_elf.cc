// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/hooks/outside_elf.h"

namespace explorer::internal {

constinit thread_local bool t_is_outside = true;

}  // namespace explorer::internal
