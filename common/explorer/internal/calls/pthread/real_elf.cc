// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/calls/pthread/real_elf.h"

#include <dlfcn.h>
#include <unistd.h>

#include <cstring>

namespace explorer::internal {
namespace {

// Neither abort() nor printf(), which may be what was not found.
[[noreturn]] void Missing(const char* name) {
  constexpr char kText[] = "explorer: this C library has no ";
  if (write(STDERR_FILENO, kText, sizeof(kText) - 1) >= 0 &&
      write(STDERR_FILENO, name, strlen(name)) >= 0 &&
      write(STDERR_FILENO, "\n", 1) >= 0) {
  }
  _exit(1);
}

}  // namespace

void* FindReal(const char* name) {
  void* found = dlsym(RTLD_NEXT, name);
  if (found == nullptr) Missing(name);
  return found;
}

}  // namespace explorer::internal
