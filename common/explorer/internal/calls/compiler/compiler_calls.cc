// SPDX-License-Identifier: Apache-2.0
//
// What GCC and Clang call from code compiled with -fsanitize=thread at each
// read, each write, and both ends of each function. The names are the
// compilers'; TSan's own runtime, which has the same, is not linked.
//
// Source: gcc/tsan.cc of GCC 12 and ThreadSanitizer.cpp of LLVM 14 for which
// calls there are; sanitizer/tsan_interface.h for their meaning.

#include <cstddef>

#include "common/explorer/internal/hooks/active_here.h"
#include "common/explorer/internal/hooks/caller.h"
#include "common/explorer/internal/hooks/hooks.h"

// Under --config=tsan the code is TSan's.
#ifndef __SANITIZE_THREAD__

namespace {

using explorer::internal::ActiveHere;
using explorer::internal::EnterFunction;
using explorer::internal::LeaveFunction;
using explorer::internal::Read;
using explorer::internal::Write;

}  // namespace

// Volatile says nothing about threads: such accesses are as others are.
#define READ_AND_WRITE(prefix, size)                      \
  void __tsan_##prefix##read##size(void* address) {       \
    if (ActiveHere()) Read(address, size, CALLER);        \
  }                                                       \
  void __tsan_##prefix##write##size(void* address) {      \
    if (ActiveHere()) Write(address, size, CALLER);       \
  }                                                       \
  void __tsan_##prefix##read_write##size(void* address) { \
    if (!ActiveHere()) return;                            \
    Read(address, size, CALLER);                          \
    Write(address, size, CALLER);                         \
  }

#define READ_AND_WRITE_OF_ALL_SIZES(prefix) \
  READ_AND_WRITE(prefix, 1)                 \
  READ_AND_WRITE(prefix, 2)                 \
  READ_AND_WRITE(prefix, 4)                 \
  READ_AND_WRITE(prefix, 8)                 \
  READ_AND_WRITE(prefix, 16)

extern "C" {

READ_AND_WRITE_OF_ALL_SIZES()
READ_AND_WRITE_OF_ALL_SIZES(unaligned_)
READ_AND_WRITE_OF_ALL_SIZES(volatile_)
READ_AND_WRITE_OF_ALL_SIZES(unaligned_volatile_)

void __tsan_read_range(void* address, size_t size) {
  if (ActiveHere()) Read(address, size, CALLER);
}

void __tsan_write_range(void* address, size_t size) {
  if (ActiveHere()) Write(address, size, CALLER);
}

// A virtual call reads the pointer to the table, a constructor or destructor
// writes it; where it stays the same nobody can tell.
void __tsan_vptr_read(void** address) {
  if (ActiveHere()) Read(address, sizeof(*address), CALLER);
}

void __tsan_vptr_update(void** address, void* value) {
  if (ActiveHere() && *address != value) Write(address, sizeof(value), CALLER);
}

void __tsan_func_entry(void* caller) {
  if (ActiveHere()) EnterFunction(caller);
}

void __tsan_func_exit() {
  if (ActiveHere()) LeaveFunction();
}

void __tsan_init() {}

}  // extern "C"

#endif  // __SANITIZE_THREAD__
