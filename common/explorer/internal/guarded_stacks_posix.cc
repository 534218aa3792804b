// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/guarded_stacks_posix.h"

#include <signal.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include <cstddef>
#include <memory>

#include "absl/log/check.h"

namespace explorer::internal {
namespace {

constexpr size_t kSignalStackBytes = 64 * 1024;

// Read by the handler of faults.
constinit GuardedStacks* g_watched = nullptr;
struct sigaction g_action_before;

size_t WholePages(size_t bytes) {
  const size_t page = sysconf(_SC_PAGESIZE);
  return (bytes + page - 1) / page * page;
}

// What would have happened to the fault.
void PassOn(int signal, siginfo_t* info, void* context) {
  if (g_action_before.sa_flags & SA_SIGINFO) {
    g_action_before.sa_sigaction(signal, info, context);
  } else if (g_action_before.sa_handler != SIG_DFL &&
             g_action_before.sa_handler != SIG_IGN) {
    g_action_before.sa_handler(signal);
  } else {
    // The instruction runs again and ends the program; a signal that was sent
    // (code 0 or less) has no instruction.
    sigaction(signal, &g_action_before, nullptr);
    if (info->si_code <= 0) raise(signal);
  }
}

}  // namespace

GuardedStacks::GuardedStacks(int count, size_t bytes, void (*overflow)(int))
    : count_(count), bytes_(WholePages(bytes)), overflow_(overflow) {
  const size_t total = count_ * (kGuardBytes + bytes_);
  void* const memory =
      mmap(nullptr, total, PROT_READ | PROT_WRITE,
           MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  PCHECK(memory != MAP_FAILED)
      << "no room for " << count_ << " stacks of " << bytes_ << " bytes";
  memory_ = static_cast<char*>(memory);
  for (int i = 0; i < count_; ++i) {
    PCHECK(mprotect(Bottom(i) - kGuardBytes, kGuardBytes, PROT_NONE) == 0);
  }
  if (overflow_ != nullptr) WatchFaults();
}

GuardedStacks::~GuardedStacks() {
  if (overflow_ != nullptr) UnwatchFaults();
  munmap(memory_, count_ * (kGuardBytes + bytes_));
}

void GuardedStacks::WatchFaults() {
  // The stack that overflowed can't run the handler.
  signal_stack_ = std::make_unique<char[]>(kSignalStackBytes);
  stack_t stack = {};
  stack.ss_sp = signal_stack_.get();
  stack.ss_size = kSignalStackBytes;
  PCHECK(sigaltstack(&stack, &signal_stack_before_) == 0);

  next_ = g_watched;
  g_watched = this;
  if (next_ != nullptr) return;
  struct sigaction action = {};
  action.sa_sigaction = OnFault;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  PCHECK(sigaction(SIGSEGV, &action, &g_action_before) == 0);
}

void GuardedStacks::UnwatchFaults() {
  GuardedStacks** link = &g_watched;
  while (*link != this) link = &(*link)->next_;
  *link = next_;
  if (g_watched == nullptr) sigaction(SIGSEGV, &g_action_before, nullptr);
  sigaltstack(&signal_stack_before_, nullptr);
}

bool GuardedStacks::IsGuardOf(const char* address, int* number) const {
  const size_t each = kGuardBytes + bytes_;
  if (address < memory_ || address >= memory_ + count_ * each) return false;
  *number = static_cast<int>((address - memory_) / each);
  return address < Bottom(*number);
}

void GuardedStacks::OnFault(int signal, siginfo_t* info, void* context) {
  const char* const address = static_cast<const char*>(info->si_addr);
  for (GuardedStacks* stacks = g_watched; stacks; stacks = stacks->next_) {
    int number;
    if (!stacks->IsGuardOf(address, &number)) continue;
    // Signals are as before the fault, since this may be left for good.
    const auto* const fault = static_cast<const ucontext_t*>(context);
    sigprocmask(SIG_SETMASK, &fault->uc_sigmask, nullptr);
    stacks->overflow_(number);
  }
  PassOn(signal, info, context);
}

}  // namespace explorer::internal
