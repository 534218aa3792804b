// SPDX-License-Identifier: Apache-2.0
//
// What a thread is about to do, as far as other threads can notice it: an
// operation on an object that they share. The search orders operations; two
// that are independent lead to the same state in either order, and only one of
// the two orders is worth running.
//
//   Operation a = {OpKind::kRead, AddressOf(x)};
//   Operation b = {OpKind::kWrite, AddressOf(x)};
//   Dependent(a, b);  // true: the read may see the value before or after
//
// Thread safety: values and pure functions. Errors: none.
//
// Source: A. Mazurkiewicz, "Trace theory", 1986, for independence.

#ifndef COMMON_EXPLORER_INTERNAL_PROGRAM_OPERATION_H_
#define COMMON_EXPLORER_INTERNAL_PROGRAM_OPERATION_H_

#include <cstdint>

namespace explorer::internal {

// Threads of an explored program, the one that runs the body among them.
inline constexpr int kMaxThreads = 32;

// A set of threads: bit t stands for thread t.
using ThreadSet = uint32_t;

constexpr ThreadSet SetOf(int thread) { return ThreadSet{1} << thread; }
constexpr bool Has(ThreadSet set, int thread) { return set >> thread & 1; }

enum class OpKind : uint8_t {
  kLocal,  // touches nothing shared: a thread's first step, a join, a yield
  kRead,
  kWrite,
  kReadWrite,       // in one step, as an atomic's fetch_add
  kLock,            // goes on once no other thread holds the object
  kReaderLock,      // goes on once no other thread holds it exclusively
  kTryLock,         // goes on at once
  kUnlock,          // of an object that is try-locked: a try-lock can notice
  kWait,            // on a condition variable; lets go of the mutex
  kTimeOut,         // of such a wait: instead of a notification
  kSpuriousWakeup,  // of such a wait: for no reason
  kNotifyOne,
  kNotifyAll,
  // Which thread a notification wakes, right after it: the one that performs
  // this. No operation of its own, but a choice that the search makes.
  kWoken,
};

// Whether it waits until the object is free.
constexpr bool IsLock(OpKind kind) {
  return kind == OpKind::kLock || kind == OpKind::kReaderLock;
}

constexpr bool IsOfMemory(OpKind kind) {
  return kind == OpKind::kRead || kind == OpKind::kWrite ||
         kind == OpKind::kReadWrite;
}

struct Operation {
  OpKind kind = OpKind::kLocal;
  // The address of what it is about: the same in each execution. 0 for kLocal.
  uintptr_t object = 0;
  // kWait: the mutex, if others can notice that it is let go of, as they try to
  // lock it; else 0.
  uintptr_t unlocks = 0;

  friend bool operator==(const Operation&, const Operation&) = default;
};

// Whether the order of the two can matter.
constexpr bool Dependent(const Operation& a, const Operation& b) {
  if (a.unlocks != 0 && (a.unlocks == b.object || a.unlocks == b.unlocks)) {
    return true;
  }
  if (b.unlocks != 0 && b.unlocks == a.object) return true;
  if (a.object != b.object) return false;
  if (a.kind == OpKind::kLocal || b.kind == OpKind::kLocal) return false;
  if (a.kind == OpKind::kRead && b.kind == OpKind::kRead) return false;
  return a.kind != OpKind::kReaderLock || b.kind != OpKind::kReaderLock;
}

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_PROGRAM_OPERATION_H_
