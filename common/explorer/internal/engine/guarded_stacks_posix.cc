// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/engine/guarded_stacks_posix.h"

#include <signal.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include <array>
#include <cstddef>
#include <cstdint>

#include "absl/log/check.h"
#include "common/explorer/internal/engine/engine.h"

namespace explorer::internal {
namespace {

constexpr size_t kSignalStackBytes = 64 * 1024;

// Of each signal that tells of a fault, what handled it before.
struct Handled {
  const int signal;
  const char* const name;
  struct sigaction before = {};
};

// Read by the handler of faults.
constinit GuardedStacks* g_watched = nullptr;
constinit std::array<Handled, 4> g_handled = {{{SIGSEGV, "SIGSEGV"},
                                               {SIGBUS, "SIGBUS"},
                                               {SIGFPE, "SIGFPE"},
                                               {SIGILL, "SIGILL"}}};

Handled& HandledOf(int signal) {
  size_t i = 0;
  while (g_handled[i].signal != signal) ++i;
  return g_handled[i];
}

size_t WholePages(size_t bytes) {
  const size_t page = sysconf(_SC_PAGESIZE);
  return (bytes + page - 1) / page * page;
}

void* Reserve(size_t bytes) {
  void* const memory =
      mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
           MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  PCHECK(memory != MAP_FAILED) << "no room for stacks of " << bytes << " bytes";
  return memory;
}

// What would have happened to the fault.
void PassOn(int signal, siginfo_t* info, void* context) {
  const struct sigaction& before = HandledOf(signal).before;
  if (before.sa_flags & SA_SIGINFO) {
    before.sa_sigaction(signal, info, context);
  } else if (before.sa_handler != SIG_DFL && before.sa_handler != SIG_IGN) {
    before.sa_handler(signal);
  } else {
    // The instruction runs again and ends the program; a signal that was sent
    // (code 0 or less) has no instruction.
    sigaction(signal, &before, nullptr);
    if (info->si_code <= 0) raise(signal);
  }
}

// Where a thread stood when the signal came.
uintptr_t CodeOf(const ucontext_t& context) {
#if defined(__x86_64__)
  return static_cast<uintptr_t>(context.uc_mcontext.gregs[REG_RIP]);
#else
  return context.uc_mcontext.pc;
#endif
}

// Where the function that it had just come to was called.
uintptr_t CallerOf(const ucontext_t& context) {
#if defined(__x86_64__)
  return *reinterpret_cast<const uintptr_t*>(
      context.uc_mcontext.gregs[REG_RSP]);
#else
  return context.uc_mcontext.regs[30];
#endif
}

bool IsWrite([[maybe_unused]] const ucontext_t& context) {
#if defined(__x86_64__)
  constexpr auto kWrite = 2;  // of a page fault
  return (context.uc_mcontext.gregs[REG_ERR] & kWrite) != 0;
#else
  return false;
#endif
}

// Addresses differ from run to run, reports don't: they have none.
const char* WhatAccess(const siginfo_t& info, const ucontext_t& context) {
  constexpr uintptr_t kNeverThere = 64 * 1024;
  const auto address = reinterpret_cast<uintptr_t>(info.si_addr);
  const bool writes = IsWrite(context);
  // Of an address that can't be one (SI_KERNEL), the system does not say which.
  if (info.si_code == SEGV_MAPERR && address < kNeverThere) {
    return writes ? "writes through a null pointer"
                  : "reads through a null pointer";
  }
  if (info.si_code == SEGV_ACCERR) {
    return writes ? "writes memory that it may only read"
                  : "reads memory that it may not";
  }
  return writes ? "writes memory that is not there"
                : "reads memory that is not there";
}

Fault FaultOf(int signal, const siginfo_t& info, const ucontext_t& context) {
  Fault fault = {.signal = HandledOf(signal).name};
  const uintptr_t code = CodeOf(context);
  fault.code = reinterpret_cast<const void*>(code + 1);
  if (info.si_code <= 0) {
    fault.what = "is sent a signal";
  } else if (signal == SIGSEGV &&
             code == reinterpret_cast<uintptr_t>(info.si_addr)) {
    fault.what = "calls what is no function";
    fault.code = reinterpret_cast<const void*>(CallerOf(context));
  } else if (signal == SIGSEGV) {
    fault.what = WhatAccess(info, context);
  } else if (signal == SIGBUS) {
    fault.what = "reads or writes what its memory can't give";
  } else if (signal == SIGILL) {
    fault.what =
        "comes to no instruction, as where a function does not return what it "
        "should";
  } else {
    fault.what = info.si_code == FPE_INTDIV ? "divides by zero"
                                            : "calculates what can't be";
  }
  return fault;
}

}  // namespace

GuardedStacks::GuardedStacks(int count, const EngineOptions& options)
    : count_(count),
      bytes_(WholePages(options.stack_bytes)),
      overflow_(options.overflow),
      fault_(options.fault),
      memory_(static_cast<char*>(Reserve(count_ * (kGuardBytes + bytes_)))) {
  for (int i = 0; i < count_; ++i) {
    PCHECK(mprotect(Bottom(i) - kGuardBytes, kGuardBytes, PROT_NONE) == 0);
  }
  if (overflow_ != nullptr || fault_ != nullptr) WatchFaults();
}

GuardedStacks::~GuardedStacks() {
  if (signal_stack_ != nullptr) UnwatchFaults();
  munmap(memory_, count_ * (kGuardBytes + bytes_));
}

void GuardedStacks::WatchFaults() {
  // The stack that overflowed can't run the handler.
  signal_stack_ = Reserve(kSignalStackBytes);
  stack_t stack = {};
  stack.ss_sp = signal_stack_;
  stack.ss_size = kSignalStackBytes;
  PCHECK(sigaltstack(&stack, &signal_stack_before_) == 0);

  next_ = g_watched;
  g_watched = this;
  if (next_ != nullptr) return;
  struct sigaction action = {};
  action.sa_sigaction = OnFault;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  for (Handled& handled : g_handled) {
    PCHECK(sigaction(handled.signal, &action, &handled.before) == 0);
  }
}

void GuardedStacks::UnwatchFaults() {
  GuardedStacks** link = &g_watched;
  while (*link != this) link = &(*link)->next_;
  *link = next_;
  if (g_watched == nullptr) {
    for (const Handled& handled : g_handled) {
      sigaction(handled.signal, &handled.before, nullptr);
    }
  }
  // Another thread's has gone with the thread.
  stack_t stack = {};
  sigaltstack(nullptr, &stack);
  if (stack.ss_sp != signal_stack_) return;
  sigaltstack(&signal_stack_before_, nullptr);
  munmap(signal_stack_, kSignalStackBytes);
}

bool GuardedStacks::IsGuardOf(const char* address, int* number) const {
  const size_t each = kGuardBytes + bytes_;
  if (address < memory_ || address >= memory_ + count_ * each) return false;
  *number = static_cast<int>((address - memory_) / each);
  return address < Bottom(*number);
}

void GuardedStacks::OnFault(int signal, siginfo_t* info, void* context) {
  // Signals are as before the fault, since this may be left for good.
  const auto* const fault = static_cast<const ucontext_t*>(context);
  sigprocmask(SIG_SETMASK, &fault->uc_sigmask, nullptr);
  for (GuardedStacks* stacks = g_watched; stacks; stacks = stacks->next_) {
    stacks->Report(signal, info, context);
  }
  PassOn(signal, info, context);
}

void GuardedStacks::Report(int signal, const siginfo_t* info,
                           const void* context) const {
  int number;
  if (signal == SIGSEGV &&
      IsGuardOf(static_cast<const char*>(info->si_addr), &number)) {
    if (overflow_ != nullptr) overflow_(number);
  } else if (fault_ != nullptr) {
    fault_(FaultOf(signal, *info, *static_cast<const ucontext_t*>(context)));
  }
}

}  // namespace explorer::internal
