// SPDX-License-Identifier: Apache-2.0
//
// Stacks for fibers. Below each lies a guard: memory that nobody may touch, so
// that a stack that overflows is noticed, and whose it is.
//
//   GuardedStacks stacks(kMaxThreads, 256 * 1024, ReportOverflow);
//   char* top = stacks.Top(3);
//
// Stack n is at the same place for as long as the object lives, and is memory
// only once it is used.
//
// Thread safety: made, used and destroyed by one thread; faults may come from
// any. Errors: no memory ends the program, with the reason.
//
// Source: man 2 mmap, sigaction, sigaltstack.

#ifndef COMMON_EXPLORER_INTERNAL_GUARDED_STACKS_POSIX_H_
#define COMMON_EXPLORER_INTERNAL_GUARDED_STACKS_POSIX_H_

#include <signal.h>

#include <cstddef>
#include <memory>

namespace explorer::internal {

class GuardedStacks {
 public:
  // `bytes` each, rounded up to whole pages. `overflow` is called by the thread
  // that overflows, on a stack that is kept for signals, with the number; it
  // need not return, and if it does the fault goes on to who handled faults
  // before. nullptr: so it does at once.
  GuardedStacks(int count, size_t bytes, void (*overflow)(int));
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
  bool IsGuardOf(const char* address, int* number) const;
  void WatchFaults();
  void UnwatchFaults();

  const int count_;
  const size_t bytes_;
  void (*const overflow_)(int);
  char* memory_;

  // A list of those that are watched: the handler of faults finds the stack.
  GuardedStacks* next_ = nullptr;
  std::unique_ptr<char[]> signal_stack_;
  stack_t signal_stack_before_ = {};
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_GUARDED_STACKS_POSIX_H_
