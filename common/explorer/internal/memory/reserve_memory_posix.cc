// SPDX-License-Identifier: Apache-2.0

#include <sys/mman.h>

#include <cstddef>
#include <cstdio>
#include <cstdlib>

#include "common/explorer/internal/memory/reserve_memory.h"

namespace explorer::internal {

void* ReserveMemory(size_t bytes) {
  void* memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (memory == MAP_FAILED) {
    std::perror("explorer: no address space for the explored program's heap");
    std::abort();
  }
  return memory;
}

}  // namespace explorer::internal
