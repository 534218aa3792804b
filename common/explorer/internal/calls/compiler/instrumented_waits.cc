// SPDX-License-Identifier: Apache-2.0
//
// How latches and barriers in code under test arrive and wait: see
// instrumented_waits.h. What is unseen here is a part of the step before it: no
// other thread of an exploration runs in between. Without an exploration they
// are atomics as any other.

#include <cstddef>

#include "common/explorer/internal/hooks/active_here.h"
#include "common/explorer/internal/hooks/caller.h"
#include "common/explorer/internal/hooks/hooks.h"

using explorer::internal::ActiveHere;

extern "C" {

// Waits until holds(argument) and reads the atomic; `holds` looks at nothing
// else, and what it found true stays so. False: the caller is to wait for real.
bool explorer_wait_until(const void* atomic, size_t size,
                         bool (*holds)(const void*), const void* argument) {
  if (!ActiveHere()) return false;
  explorer::internal::AtomicLoadWhen(atomic, size, {holds, argument}, CALLER);
  return true;
}

// Whether other threads may use this memory of the library's right now.
bool explorer_others_are_at(const void* memory, size_t size) {
  return !ActiveHere() || explorer::internal::OthersAreAt(memory, size);
}

// At the barrier of this phase.
unsigned char explorer_arrive(const unsigned char* phase) {
  if (ActiveHere()) explorer::internal::Arrive(phase, CALLER);
  return __atomic_load_n(phase, __ATOMIC_SEQ_CST);
}

unsigned char explorer_load_unseen(const unsigned char* atomic) {
  return __atomic_load_n(atomic, __ATOMIC_SEQ_CST);
}

bool explorer_compare_exchange_unseen(unsigned char* atomic,
                                      unsigned char* expected,
                                      unsigned char desired) {
  if (ActiveHere()) explorer::internal::AtomicWithinStep(atomic);
  return __atomic_compare_exchange_n(atomic, expected, desired, false,
                                     __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

}  // extern "C"
