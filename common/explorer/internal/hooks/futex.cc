// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/hooks/futex.h"

#include <cstdint>

#include "common/explorer/internal/hooks/hooks.h"

namespace explorer::internal {
namespace {

// Objects are named by their addresses; no other object lies within the word.
void* WaitersOf(volatile uint32_t* word) {
  return const_cast<char*>(reinterpret_cast<volatile char*>(word)) + 1;
}

void* MutexOf(volatile uint32_t* word) {
  return const_cast<char*>(reinterpret_cast<volatile char*>(word)) + 2;
}

// Whether it is `value`; with the word's mutex.
bool LockIf(volatile uint32_t* word, uint32_t value, Pc pc) {
  Lock(MutexOf(word), Mode::kExclusive, pc);
  AtomicLoad(word, sizeof(*word), __ATOMIC_SEQ_CST, pc);
  if (*word == value) return true;
  Unlock(MutexOf(word), Mode::kExclusive, pc);
  return false;
}

}  // namespace

bool FutexWait(volatile uint32_t* word, uint32_t value, Pc pc) {
  if (!LockIf(word, value, pc)) return false;
  Wait(WaitersOf(word), MutexOf(word), pc);
  Unlock(MutexOf(word), Mode::kExclusive, pc);
  return true;
}

FutexResult FutexWaitWithin(volatile uint32_t* word, uint32_t value, Pc pc) {
  if (!LockIf(word, value, pc)) return FutexResult::kOtherValue;
  const bool woken = WaitWithin(WaitersOf(word), MutexOf(word), pc);
  Unlock(MutexOf(word), Mode::kExclusive, pc);
  return woken ? FutexResult::kWoken : FutexResult::kTimeOut;
}

void FutexWakeOne(volatile uint32_t* word, Pc pc) {
  Lock(MutexOf(word), Mode::kExclusive, pc);
  NotifyOne(WaitersOf(word), pc);
  Unlock(MutexOf(word), Mode::kExclusive, pc);
}

void FutexWakeAll(volatile uint32_t* word, Pc pc) {
  Lock(MutexOf(word), Mode::kExclusive, pc);
  NotifyAll(WaitersOf(word), pc);
  Unlock(MutexOf(word), Mode::kExclusive, pc);
}

}  // namespace explorer::internal
