// SPDX-License-Identifier: Apache-2.0
//
// What GCC and Clang call for atomics in code compiled with -fsanitize=thread:
// the call is the operation. In an exploration one thread runs at a time, so
// after the hook plain accesses do; otherwise the operation is a real one,
// sequentially consistent whatever the order asked for (which allows it).
//
// Source: gcc/sanitizer.def of GCC 12; sanitizer/tsan_interface_atomic.h.

#include <atomic>
#include <cstdint>

#include "common/explorer/internal/hooks/active_here.h"
#include "common/explorer/internal/hooks/caller.h"
#include "common/explorer/internal/hooks/hooks.h"

// Under --config=tsan the code is TSan's.
#ifndef __SANITIZE_THREAD__

namespace {

using explorer::internal::ActiveHere;
using explorer::internal::Pc;

__extension__ using Int128 = __int128;

// ---- The three operations that all others are made of, for real threads.

template <typename T>
T RealLoad(const volatile T* address) {
  return __atomic_load_n(address, __ATOMIC_SEQ_CST);
}

template <typename T>
void RealStore(volatile T* address, T value) {
  __atomic_store_n(address, value, __ATOMIC_SEQ_CST);
}

// What was there; `desired` is there now if that was `expected`.
template <typename T>
T RealCompareExchange(volatile T* address, T expected, T desired) {
  __atomic_compare_exchange_n(address, &expected, desired, false,
                              __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
  return expected;
}

// Of 16 bytes at once there is only this instruction (on x86-64: -mcx16).
Int128 RealCompareExchange(volatile Int128* address, Int128 expected,
                           Int128 desired) {
  return __sync_val_compare_and_swap(address, expected, desired);
}

Int128 RealLoad(const volatile Int128* address) {
  return RealCompareExchange(const_cast<volatile Int128*>(address), Int128{0},
                             Int128{0});
}

void RealStore(volatile Int128* address, Int128 value) {
  Int128 before = RealLoad(address);
  for (;;) {
    const Int128 now = RealCompareExchange(address, before, value);
    if (now == before) return;
    before = now;
  }
}

// ---- The same in an exploration or not.

// What the hooks are told: Intel's lock elision has bits of its own above.
int OrderOnly(int order) { return order & 0xff; }

template <typename T>
T Load(const volatile T* address, int order, Pc pc) {
  if (!ActiveHere()) return RealLoad(address);
  explorer::internal::AtomicLoad(address, sizeof(T), OrderOnly(order), pc);
  return *address;
}

template <typename T>
void Store(volatile T* address, T value, int order, Pc pc) {
  if (!ActiveHere()) return RealStore(address, value);
  explorer::internal::AtomicStore(address, sizeof(T), OrderOnly(order), pc);
  *address = value;
}

// Makes what is there update(what was there), and returns the latter.
template <typename T, typename Update>
T ReadWrite(volatile T* address, Update update, int order, Pc pc) {
  if (ActiveHere()) {
    explorer::internal::AtomicReadWrite(address, sizeof(T), OrderOnly(order),
                                        pc);
    const T before = *address;
    *address = update(before);
    return before;
  }
  T before = RealLoad(address);
  for (;;) {
    const T now = RealCompareExchange(address, before, update(before));
    if (now == before) return before;
    before = now;
  }
}

template <typename T>
T CompareExchange(volatile T* address, T expected, T desired, int order,
                  Pc pc) {
  if (!ActiveHere()) return RealCompareExchange(address, expected, desired);
  explorer::internal::AtomicReadWrite(address, sizeof(T), OrderOnly(order), pc);
  const T before = *address;
  if (before == expected) *address = desired;
  return before;
}

template <typename T>
bool CompareExchangeIn(volatile T* address, T* expected, T desired, int order,
                       Pc pc) {
  const T before = CompareExchange(address, *expected, desired, order, pc);
  if (before == *expected) return true;
  *expected = before;
  return false;
}

// It may fail although what is there is what was expected.
template <typename T>
bool CompareExchangeWeakIn(volatile T* address, T* expected, T desired,
                           int order, Pc pc) {
  if (!ActiveHere()) {
    return CompareExchangeIn(address, expected, desired, order, pc);
  }
  explorer::internal::AtomicReadWrite(address, sizeof(T), OrderOnly(order), pc);
  const T before = *address;
  const bool as_expected = before == *expected;
  if (explorer::internal::WeakFails(as_expected)) return false;
  if (as_expected) {
    *address = desired;
  } else {
    *expected = before;
  }
  return as_expected;
}

}  // namespace

#define READ_WRITE(bits, type, name, update)                              \
  type __tsan_atomic##bits##_##name(volatile type* address, type operand, \
                                    int order) {                          \
    return ReadWrite(                                                     \
        address,                                                          \
        [operand]([[maybe_unused]] type before) {                         \
          return static_cast<type>(update);                               \
        },                                                                \
        order, CALLER);                                                   \
  }

#define COMPARE_EXCHANGE(bits, type, name, function)                       \
  int __tsan_atomic##bits##_##name(volatile type* address, type* expected, \
                                   type desired, int order, int) {         \
    return function(address, expected, desired, order, CALLER);            \
  }

// Unsigned, so that additions wrap around as atomics do.
#define ATOMICS(bits, type)                                                  \
  type __tsan_atomic##bits##_load(const volatile type* address, int order) { \
    return Load(address, order, CALLER);                                     \
  }                                                                          \
  void __tsan_atomic##bits##_store(volatile type* address, type value,       \
                                   int order) {                              \
    Store(address, value, order, CALLER);                                    \
  }                                                                          \
  READ_WRITE(bits, type, exchange, operand)                                  \
  READ_WRITE(bits, type, fetch_add, before + operand)                        \
  READ_WRITE(bits, type, fetch_sub, before - operand)                        \
  READ_WRITE(bits, type, fetch_and, before& operand)                         \
  READ_WRITE(bits, type, fetch_or, before | operand)                         \
  READ_WRITE(bits, type, fetch_xor, before ^ operand)                        \
  READ_WRITE(bits, type, fetch_nand, ~(before & operand))                    \
  COMPARE_EXCHANGE(bits, type, compare_exchange_strong, CompareExchangeIn)   \
  COMPARE_EXCHANGE(bits, type, compare_exchange_weak, CompareExchangeWeakIn) \
  type __tsan_atomic##bits##_compare_exchange_val(                           \
      volatile type* address, type expected, type desired, int order, int) { \
    return CompareExchange(address, expected, desired, order, CALLER);       \
  }

extern "C" {

ATOMICS(8, uint8_t)
ATOMICS(16, uint16_t)
ATOMICS(32, uint32_t)
ATOMICS(64, uint64_t)
ATOMICS(128, Int128)

void __tsan_atomic_thread_fence(int order) {
  if (ActiveHere()) {
    explorer::internal::AtomicFence(OrderOnly(order), CALLER);
  } else {
    std::atomic_thread_fence(std::memory_order_seq_cst);
  }
}

// Between a thread and its own signal handlers: nothing to explore.
void __tsan_atomic_signal_fence(int) {
  std::atomic_signal_fence(std::memory_order_seq_cst);
}

}  // extern "C"

#endif  // __SANITIZE_THREAD__
