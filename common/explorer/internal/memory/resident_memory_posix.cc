// SPDX-License-Identifier: Apache-2.0

#include <sys/resource.h>
#include <unistd.h>

#include <cstddef>
#include <fstream>

#include "common/explorer/internal/memory/resident_memory.h"

namespace explorer::internal {

size_t ResidentBytes() {
  std::ifstream file("/proc/self/statm");
  size_t all_pages = 0;
  size_t resident_pages = 0;
  if (!(file >> all_pages >> resident_pages)) return 0;
  return resident_pages * static_cast<size_t>(sysconf(_SC_PAGESIZE));
}

bool ResidentBytesReach(size_t bytes) {
  rusage usage = {};
  const bool told = getrusage(RUSAGE_SELF, &usage) == 0;
  const size_t most = static_cast<size_t>(usage.ru_maxrss) * 1024;
  if (told && most > 0 && most < bytes) return false;
  return ResidentBytes() >= bytes;
}

}  // namespace explorer::internal
