// SPDX-License-Identifier: Apache-2.0
//
// What runs once: pthread_once (std::call_once) and the initialisation of a
// function's static variables. Whether it is done stands in the program's own
// memory, as without the explorer, and the first who comes holds it like a
// mutex meanwhile. An exception leaves it to the next.
//
// Source: Itanium C++ ABI 3.3.3 for the guards: the first byte says that the
// variable is initialised, and the compiler looks at it before it calls.

#include <pthread.h>

#include <cstdint>

#include "common/explorer/internal/calls/pthread/pthread_layout.h"
#include "common/explorer/internal/calls/pthread/real.h"
#include "common/explorer/internal/hooks/active_here.h"
#include "common/explorer/internal/hooks/caller.h"
#include "common/explorer/internal/hooks/hooks.h"

namespace {

using explorer::internal::ActiveHere;
using explorer::internal::kOnceDone;
using explorer::internal::Mode;
using explorer::internal::Pc;

// Until the routine ends, by a return or an exception.
class LockInScope {
 public:
  LockInScope(void* mutex, Pc pc) : mutex_(mutex), pc_(pc) {
    explorer::internal::Lock(mutex_, Mode::kExclusive, pc_);
  }
  ~LockInScope() { explorer::internal::Unlock(mutex_, Mode::kExclusive, pc_); }
  LockInScope(const LockInScope&) = delete;
  LockInScope& operator=(const LockInScope&) = delete;

 private:
  void* const mutex_;
  const Pc pc_;
};

// The first look comes without the lock: once it is done, calls order nothing.
void Once(pthread_once_t* once, void (*routine)(), Pc pc) {
  explorer::internal::AtomicLoad(once, sizeof(*once), __ATOMIC_SEQ_CST,
                                 explorer::internal::kNotForReaders);
  if (*once == kOnceDone) return;
  const LockInScope lock(once, pc);
  if (*once == kOnceDone) return;
  routine();
  explorer::internal::AtomicStore(once, sizeof(*once), __ATOMIC_SEQ_CST, pc);
  *once = kOnceDone;
}

char* InitialisedByte(int64_t* guard) { return reinterpret_cast<char*>(guard); }

}  // namespace

extern "C" {

int INTERPOSED(pthread_once)(pthread_once_t* once, void (*routine)()) {
  REAL(pthread_once);
  if (!ActiveHere()) return real(once, routine);
  Once(once, routine, CALLER);
  return 0;
}

int __cxa_guard_acquire(int64_t* guard);
void __cxa_guard_release(int64_t* guard) noexcept;
void __cxa_guard_abort(int64_t* guard) noexcept;

// Whether the caller is to initialise the variable.
int INTERPOSED(__cxa_guard_acquire)(int64_t* guard) {
  REAL(__cxa_guard_acquire);
  if (!ActiveHere()) return real(guard);
  explorer::internal::Lock(guard, Mode::kExclusive, CALLER);
  if (*InitialisedByte(guard) == 0) return 1;
  explorer::internal::Unlock(guard, Mode::kExclusive, CALLER);
  return 0;
}

void INTERPOSED(__cxa_guard_release)(int64_t* guard) noexcept {
  REAL(__cxa_guard_release);
  if (!ActiveHere()) return real(guard);
  explorer::internal::AtomicStore(guard, 1, __ATOMIC_RELEASE, CALLER);
  *InitialisedByte(guard) = 1;
  explorer::internal::Unlock(guard, Mode::kExclusive, CALLER);
}

void INTERPOSED(__cxa_guard_abort)(int64_t* guard) noexcept {
  REAL(__cxa_guard_abort);
  if (!ActiveHere()) return real(guard);
  explorer::internal::Unlock(guard, Mode::kExclusive, CALLER);
}

}  // extern "C"
