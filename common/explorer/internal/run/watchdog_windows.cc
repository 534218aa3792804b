// SPDX-License-Identifier: Apache-2.0
//
// Windows: a thread of its own looks now and then, and stops the one that runs
// the program meanwhile. One that is stuck goes on in OnStuck(). One that waits
// in a system call can't be led there: it is not noticed.

#include <windows.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>

#include "common/explorer/internal/run/watchdog.h"

// The program itself, without the system's libraries; named by the linker.
extern "C" const IMAGE_DOS_HEADER __ImageBase;

// Where a stuck thread goes on: as if nobody had called, for those that follow
// the stack.
extern "C" void explorer_go_on_stuck();
extern "C" void explorer_in_stuck_thread();
__asm__(
    ".text\n"
    "explorer_go_on_stuck:\n"
    "  pushq $0\n"
    "  jmp explorer_in_stuck_thread\n");

namespace explorer::internal {
namespace {

constexpr int kLooks = 4;  // within the limit
constexpr int64_t kSoonNs = 1'000'000;
constexpr int64_t kHurriedNs = 200'000'000;

int64_t ProcessorTime(HANDLE thread) {
  FILETIME begin, end, system, user;
  if (!GetThreadTimes(thread, &begin, &end, &system, &user)) return 0;
  const auto ns = [](const FILETIME& time) {
    return (int64_t{time.dwHighDateTime} << 32 | time.dwLowDateTime) * 100;
  };
  return ns(system) + ns(user);
}

// There it can be left for good: no library of the system holds a lock.
bool InProgram(uintptr_t code) {
  const auto program = reinterpret_cast<uintptr_t>(&__ImageBase);
  const auto* const headers = reinterpret_cast<const IMAGE_NT_HEADERS64*>(
      program + __ImageBase.e_lfanew);
  const uintptr_t begin = program + headers->OptionalHeader.BaseOfCode;
  return code >= begin && code - begin < headers->OptionalHeader.SizeOfCode;
}

// The thread that runs the program, while it is looked at.
class StoppedThread {
 public:
  explicit StoppedThread(int id)
      : handle_(OpenThread(THREAD_SUSPEND_RESUME | THREAD_GET_CONTEXT |
                               THREAD_SET_CONTEXT | THREAD_QUERY_INFORMATION,
                           FALSE, static_cast<DWORD>(id))),
        stopped_(handle_ != nullptr &&
                 SuspendThread(handle_) != static_cast<DWORD>(-1)) {
    context_.ContextFlags = CONTEXT_FULL;
    known_ = stopped_ && GetThreadContext(handle_, &context_);
  }
  ~StoppedThread() {
    if (stopped_) ResumeThread(handle_);
    if (handle_ != nullptr) CloseHandle(handle_);
  }
  StoppedThread(const StoppedThread&) = delete;
  StoppedThread& operator=(const StoppedThread&) = delete;

  bool known() const { return known_; }
  const CONTEXT& context() const { return context_; }
  int64_t processor_time() const { return ProcessorTime(handle_); }

  // It goes on there.
  void GoOnIn(void (*function)()) {
    CONTEXT there = context_;
    // Below it is room for what a function keeps above its return address.
    constexpr DWORD64 kRoom = 64;
    there.Rsp = (there.Rsp - kRoom) & ~DWORD64{15};
    there.Rip = reinterpret_cast<DWORD64>(function);
    SetThreadContext(handle_, &there);
  }

 private:
  const HANDLE handle_;
  const bool stopped_;
  bool known_ = false;
  CONTEXT context_ = {};
};

}  // namespace

struct Watchdog::State {
  std::atomic<int64_t> limit_ns;
  Moment (*const look)();
  void (*const on_stuck)(const StuckThread&);
  HANDLE changed = nullptr;  // an event: the limit, or that it ends
  HANDLE thread = nullptr;   // that looks
  std::atomic<bool> ends = false;

  // Since when nothing came on.
  Moment last = {};
  int64_t used_before_ns = 0;
  bool soon = false;  // looks again within a moment

  CONTEXT interrupted = {};  // of the stuck thread

  static DWORD WINAPI Run(void* state);
  void Look();
  int64_t Interval() const {
    return soon ? kSoonNs : std::max(limit_ns / kLooks, kSoonNs);
  }
};

namespace {

// Read by the stuck thread.
constinit Watchdog::State* g_state = nullptr;

}  // namespace

int CurrentSystemThread() { return static_cast<int>(GetCurrentThreadId()); }

DWORD WINAPI Watchdog::State::Run(void* state) {
  auto* const self = static_cast<State*>(state);
  while (!self->ends) {
    const auto milliseconds = static_cast<DWORD>(
        std::min<int64_t>(self->Interval() / kSoonNs, INFINITE - 1));
    const DWORD result = WaitForSingleObject(self->changed, milliseconds);
    if (result == WAIT_TIMEOUT) self->Look();
  }
  return 0;
}

// While the thread is stopped nothing here may wait for what it holds.
void Watchdog::State::Look() {
  const int id = look().system_thread;
  if (id == 0) return;
  StoppedThread thread(id);
  if (!thread.known()) return;
  const Moment now = look();
  const bool comes_on = now.system_thread != id ||
                        now.system_thread != last.system_thread ||
                        now.progress != last.progress;
  last = now;
  if (comes_on) {
    used_before_ns = thread.processor_time();
    soon = false;
    return;
  }
  if (thread.processor_time() - used_before_ns < limit_ns) return;
  soon = !InProgram(thread.context().Rip);
  if (soon) return;
  last = {};
  interrupted = thread.context();
  thread.GoOnIn(&explorer_go_on_stuck);
}

Watchdog::Watchdog(int64_t limit_ns, Moment (*look)(),
                   void (*on_stuck)(const StuckThread&))
    : state_(new State{limit_ns, look, on_stuck}) {
  g_state = state_.get();
  state_->changed = CreateEventW(nullptr, FALSE, FALSE, nullptr);
  state_->thread =
      CreateThread(nullptr, 0, &State::Run, state_.get(), 0, nullptr);
}

Watchdog::~Watchdog() {
  state_->ends = true;
  SetEvent(state_->changed);
  if (state_->thread != nullptr) {
    WaitForSingleObject(state_->thread, INFINITE);
    CloseHandle(state_->thread);
  }
  CloseHandle(state_->changed);
  g_state = nullptr;
}

void Watchdog::Hurry() {
  state_->limit_ns = std::min(state_->limit_ns.load(), kHurriedNs);
  SetEvent(state_->changed);
}

}  // namespace explorer::internal

// In the thread itself. It need not come back from OnStuck().
extern "C" void explorer_in_stuck_thread() {
  using explorer::internal::g_state;
  explorer::internal::Watchdog::State& state = *g_state;
  CONTEXT before = state.interrupted;
  state.on_stuck(
      {.runs = true, .code = reinterpret_cast<const void*>(before.Rip + 1)});
  RtlRestoreContext(&before, nullptr);
}
