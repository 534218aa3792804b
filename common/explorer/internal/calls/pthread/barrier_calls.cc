// SPDX-License-Identifier: Apache-2.0
//
// pthread_barrier_t, as hooks. One that is made in an exploration has our own
// fields in its memory.

#include <pthread.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <new>

#include "common/explorer/internal/calls/pthread/real.h"
#include "common/explorer/internal/hooks/active_here.h"
#include "common/explorer/internal/hooks/caller.h"
#include "common/explorer/internal/hooks/hooks.h"

namespace {

using explorer::internal::ActiveHere;
using explorer::internal::Mode;
using explorer::internal::Pc;

// const pthread_barrierattr_t*, or const void*.
template <typename Attributes>
Attributes SecondOf(int (*)(pthread_barrier_t*, Attributes, unsigned));
using BarrierAttributes = decltype(SecondOf(&pthread_barrier_init));

// Guarded by the mutex that is named by its address.
// As small as the smallest: winpthreads' is a pointer.
struct Barrier {
  static constexpr uint16_t kOurs =
      0x7265;  // in no pointer, nor round of glibc

  uint16_t threads = 0;
  uint16_t waiting = 0;  // its address names the condition variable
  uint16_t round = 0;
  uint16_t magic = kOurs;
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
    explorer::internal::NotifyAll(&barrier->waiting, pc);
  } else {
    const uint16_t round = barrier->round;
    while (barrier->round == round) {
      explorer::internal::Wait(&barrier->waiting, barrier, pc);
    }
  }
  explorer::internal::Unlock(barrier, Mode::kExclusive, pc);
  return is_last;
}

}  // namespace

extern "C" {

int INTERPOSED(pthread_barrier_init)(pthread_barrier_t* memory,
                                     BarrierAttributes attributes,
                                     unsigned threads) noexcept {
  REAL(pthread_barrier_init);
  if (!ActiveHere()) return real(memory, attributes, threads);
  if (threads == 0) return EINVAL;
  explorer::internal::Write(memory, sizeof(*memory), CALLER);
  // More than an exploration has threads are never there.
  (new (memory) Barrier)->threads =
      static_cast<uint16_t>(std::min(threads, 0xffffU));
  return 0;
}

int INTERPOSED(pthread_barrier_wait)(pthread_barrier_t* memory) noexcept {
  REAL(pthread_barrier_wait);
  if (!ActiveHere()) return real(memory);
  constexpr char kOther[] =
      "pthread_barrier_wait (on a barrier from before the exploration)";
  const bool is_last = WaitForAll(BarrierIn(memory, kOther, CALLER), CALLER);
  return is_last ? PTHREAD_BARRIER_SERIAL_THREAD : 0;
}

int INTERPOSED(pthread_barrier_destroy)(pthread_barrier_t* memory) noexcept {
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
