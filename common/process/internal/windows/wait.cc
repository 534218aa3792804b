// SPDX-License-Identifier: Apache-2.0

#include "common/process/internal/windows/wait.h"

#include <windows.h>

#include <algorithm>
#include <cstdint>

#include "absl/time/time.h"

namespace process::internal {

uint32_t WaitMilliseconds(absl::Duration left) {
  if (left == absl::InfiniteDuration()) return INFINITE;
  const absl::Duration capped =
      std::clamp(left, absl::ZeroDuration(), absl::Hours(24));
  return static_cast<uint32_t>(
      absl::ToInt64Milliseconds(absl::Ceil(capped, absl::Milliseconds(1))));
}

}  // namespace process::internal
