// SPDX-License-Identifier: Apache-2.0
//
// Stacks for fibers. Below each lies a guard: memory that nobody may touch, so
// that a stack that overflows is noticed, and whose it is; and so are other
// faults, such as a read of a null pointer.
//
//   GuardedStacks stacks(kMaxThreads, {.overflow = ReportOverflow});
//   char* top = stacks.Top(3);
//
// Stack n is at the same place for as long as the object lives, and is memory
// only once it is used.
//
// Thread safety: made and used by one thread; faults may come from any.
// Errors: no memory ends the program, with the reason.
//
// Source: man 2 mmap, sigaction, sigaltstack.

#ifndef COMMON_EXPLORER_INTERNAL_ENGINE_GUARDED_STACKS_POSIX_H_
#define COMMON_EXPLORER_INTERNAL_ENGINE_GUARDED_STACKS_POSIX_H_

#include <signal.h>

#include <cstddef>

#include "common/explorer/internal/engine/engine.h"

namespace explorer::internal {

class GuardedStacks {
 public:
  // Calls options.overflow with the number of the stack, and options.fault; by
  // the thread that has the fault, on a stack that is kept for signals if it is
  // the one that made this. They need not return; if they do, the fault goes on
  // to who handled faults before.
  GuardedStacks(int count, const EngineOptions& options);
  ~GuardedStacks();
  GuardedStacks(const GuardedStacks&) = delete;
  GuardedStacks& operator=(const GuardedStacks&) = delete;

  size_t bytes() const { return bytes_; }
  char* Bottom(int number) const {
    return memory_ + number * (kGuardBytes + bytes_) + kGuardBytes;
  }
  // A multiple of 16. The stack grows down from here.
  char* Top(int number) const { return Bottom(number) + bytes_; }

 private:
  // More than a page, for functions that skip one with a large array.
  static constexpr size_t kGuardBytes = 64 * 1024;

  static void OnFault(int signal, siginfo_t* info, void* context);
  void Report(int signal, const siginfo_t* info, const void* context) const;
  bool IsGuardOf(const char* address, int* number) const;
  void WatchFaults();
  void UnwatchFaults();

  const int count_;
  const size_t bytes_;
  void (*const overflow_)(int thread);
  void (*const fault_)(const Fault& fault);
  char* memory_;

  // A list of those that are watched: the handler of faults finds the stack.
  GuardedStacks* next_ = nullptr;
  void* signal_stack_ = nullptr;
  stack_t signal_stack_before_ = {};
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_ENGINE_GUARDED_STACKS_POSIX_H_
