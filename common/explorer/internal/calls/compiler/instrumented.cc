// SPDX-License-Identifier: Apache-2.0
//
// memcpy and its like, as code under test calls them (see instrumented.h).

#include <cstddef>
#include <cstring>

#include "common/explorer/internal/hooks/active_here.h"
#include "common/explorer/internal/hooks/caller.h"
#include "common/explorer/internal/hooks/hooks.h"

namespace {

using explorer::internal::ActiveHere;
using explorer::internal::Pc;

void ReadAndWrite(void* to, const void* from, size_t size, Pc pc) {
  if (!ActiveHere() || size == 0) return;
  explorer::internal::Read(from, size, pc);
  explorer::internal::Write(to, size, pc);
}

}  // namespace

extern "C" {

void* explorer_memcpy(void* to, const void* from, size_t size) {
  ReadAndWrite(to, from, size, CALLER);
  return memcpy(to, from, size);
}

void* explorer_memmove(void* to, const void* from, size_t size) {
  ReadAndWrite(to, from, size, CALLER);
  return memmove(to, from, size);
}

void* explorer_memset(void* to, int value, size_t size) {
  if (ActiveHere() && size != 0) explorer::internal::Write(to, size, CALLER);
  return memset(to, value, size);
}

// Newer Clangs call these themselves, also where no source says memcpy.
void* __tsan_memcpy(void* to, const void* from, size_t size) {
  ReadAndWrite(to, from, size, CALLER);
  return memcpy(to, from, size);
}

void* __tsan_memmove(void* to, const void* from, size_t size) {
  ReadAndWrite(to, from, size, CALLER);
  return memmove(to, from, size);
}

void* __tsan_memset(void* to, int value, size_t size) {
  if (ActiveHere() && size != 0) explorer::internal::Write(to, size, CALLER);
  return memset(to, value, size);
}

}  // extern "C"
