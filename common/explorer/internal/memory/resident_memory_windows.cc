// SPDX-License-Identifier: Apache-2.0

#include <windows.h>
// After windows.h, which it needs.
#include <psapi.h>

#include <cstddef>

#include "common/explorer/internal/memory/resident_memory.h"

namespace explorer::internal {

size_t ResidentBytes() {
  PROCESS_MEMORY_COUNTERS counters = {};
  if (!GetProcessMemoryInfo(GetCurrentProcess(), &counters, sizeof(counters))) {
    return 0;
  }
  return counters.WorkingSetSize;
}

bool ResidentBytesReach(size_t bytes) { return ResidentBytes() >= bytes; }

}  // namespace explorer::internal
