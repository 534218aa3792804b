// SPDX-License-Identifier: Apache-2.0
//
// pthread_barrier_t, as hooks. One that is made in an exploration has our own
// fields in its memory.

#include <pthread.h>

#include <cerrno>
#include <cstdint>
#include <new>

#include "common/explorer/internal/active_here.h"
#include "common/explorer/internal/caller.h"
#include "common/explorer/internal/hooks.h"
#include "common/explorer/internal/real_posix.h"

namespace {

using explorer::internal::ActiveHere;
using explorer::internal::Mode;
using explorer::internal::Pc;

// Guarded by the mutex that is named by its address.
struct Barrier {
  static constexpr uint64_t kOurs = 0x6c706f7261'7265;

  uint64_t magic = kOurs;
  unsigned threads = 0;
  unsigned waiting = 0;
  unsigned round = 0;
  char all_are_here = 0;  // its address names the condition variable
};
static_assert(sizeof(Barrier) <= sizeof(pthread_barrier_t));

Barrier* BarrierIn(pthread_barrier_t* memory, const char* call, Pc pc) {
  auto* barrier = reinterpret_cast<Barrier*>(memory);
  if (barrier->magic == Barrier::kOurs) return barrier;
  explorer::internal::Unsupported(call, pc);
}

bool WaitForAll(Barrier* barrier, Pc pc) {
  explorer::internal::Lock(barrier, Mode::kExclusive, pc);
  const bool is_last = ++barrier->waiting == barrier->threads;
  if (is_last) {
    barrier->waiting = 0;
    ++barrier->round;
    explorer::internal::NotifyAll(&barrier->all_are_here, pc);
  } else {
    const unsigned round = barrier->round;
    while (barrier->round == round) {
      explorer::internal::Wait(&barrier->all_are_here, barrier, pc);
    }
  }
  explorer::internal::Unlock(barrier, Mode::kExclusive, pc);
  return is_last;
}

}  // namespace

extern "C" {

int pthread_barrier_init(pthread_barrier_t* memory,
                         const pthread_barrierattr_t* attributes,
                         unsigned threads) noexcept {
  REAL(pthread_barrier_init);
  if (!ActiveHere()) return real(memory, attributes, threads);
  if (threads == 0) return EINVAL;
  explorer::internal::Write(memory, sizeof(*memory), CALLER);
  (new (memory) Barrier)->threads = threads;
  return 0;
}

int pthread_barrier_wait(pthread_barrier_t* memory) noexcept {
  REAL(pthread_barrier_wait);
  if (!ActiveHere()) return real(memory);
  constexpr char kOther[] =
      "pthread_barrier_wait (on a barrier from before the exploration)";
  const bool is_last = WaitForAll(BarrierIn(memory, kOther, CALLER), CALLER);
  return is_last ? PTHREAD_BARRIER_SERIAL_THREAD : 0;
}

int pthread_barrier_destroy(pthread_barrier_t* memory) noexcept {
  REAL(pthread_barrier_destroy);
  if (!ActiveHere()) return real(memory);
  constexpr char kOther[] =
      "pthread_barrier_destroy (of a barrier from before the exploration)";
  Barrier* barrier = BarrierIn(memory, kOther, CALLER);
  explorer::internal::MutexDestroyed(barrier, CALLER);
  barrier->magic = 0;
  return 0;
}

}  // extern "C"
