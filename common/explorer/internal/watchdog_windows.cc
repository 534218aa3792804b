// SPDX-License-Identifier: Apache-2.0

#include <windows.h>

#include <cstdint>
#include <memory>

#include "common/explorer/internal/watchdog.h"

namespace explorer::internal {

struct Watchdog::State {};

int CurrentSystemThread() { return static_cast<int>(GetCurrentThreadId()); }

Watchdog::Watchdog(int64_t, Moment (*)(), void (*)(const StuckThread&)) {}
Watchdog::~Watchdog() = default;
void Watchdog::Hurry() {}

}  // namespace explorer::internal
