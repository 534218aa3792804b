// SPDX-License-Identifier: Apache-2.0
//
// Linux: a timer's signal goes to the thread that explores, and on to the one
// that runs the program if that is another. A thread that waits is interrupted
// in its system call; one that has too little of the processor is not stuck.

#include <signal.h>
#include <sys/syscall.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <memory>

#include "common/explorer/internal/run/watchdog.h"

// Of the program itself, without its libraries; named by the linker.
extern "C" const char __executable_start;
extern "C" const char etext;

namespace explorer::internal {
namespace {

constexpr int kLooks = 4;  // within the limit
constexpr int64_t kSoonNs = 1'000'000;
constexpr int64_t kHurriedNs = 200'000'000;

int SignalNumber() { return SIGRTMAX - 3; }

// Asked of the system itself: to the program, which runs, time is virtual.
int64_t ProcessorTime() {
  timespec used = {};
  syscall(SYS_clock_gettime, CLOCK_THREAD_CPUTIME_ID, &used);
  return int64_t{used.tv_sec} * 1'000'000'000 + used.tv_nsec;
}

uintptr_t CodeOf(const ucontext_t& context) {
#if defined(__x86_64__)
  return static_cast<uintptr_t>(context.uc_mcontext.gregs[REG_RIP]);
#else
  return context.uc_mcontext.pc;
#endif
}

bool IsSystemCall(uintptr_t code) {
#if defined(__x86_64__)
  constexpr unsigned char kInstruction[] = {0x0f, 0x05};
#else
  constexpr unsigned char kInstruction[] = {0x01, 0x00, 0x00, 0xd4};
#endif
  return std::memcmp(reinterpret_cast<const void*>(code), kInstruction,
                     sizeof(kInstruction)) == 0;
}

// One that waits is made anew after the signal, or comes back with an error.
bool InSystemCall(uintptr_t code) {
  return IsSystemCall(code) || IsSystemCall(code - 2) || IsSystemCall(code - 4);
}

// There it can be left for good: no library of the system holds a lock.
bool InProgram(uintptr_t code) {
  return code >= reinterpret_cast<uintptr_t>(&__executable_start) &&
         code < reinterpret_cast<uintptr_t>(&etext);
}

// The timer of the last watchdog, for the next one of the same thread: to make
// one takes longer than an execution.
struct KeptTimer {
  timer_t timer = {};
  int owner = 0;  // system thread; 0: there is none
  pid_t process = 0;
};
constinit KeptTimer g_timer;
// The system gives the numbers of threads that have ended to others.
thread_local bool t_made_timer = false;

// Whether there is a timer that signals this thread; at first it rests.
bool MakeTimer() {
  const int self = CurrentSystemThread();
  if (g_timer.owner == self && t_made_timer) return true;
  // Another thread's. After a fork it is the parent's, and its number may be
  // that of one which the program has made here.
  if (g_timer.owner != 0 && g_timer.process == getpid()) {
    timer_delete(g_timer.timer);
  }
  g_timer.owner = 0;
  sigevent event = {};
  event.sigev_notify = SIGEV_THREAD_ID;
  event.sigev_signo = SignalNumber();
  event._sigev_un._tid = self;
  if (timer_create(CLOCK_MONOTONIC, &event, &g_timer.timer) != 0) return false;
  g_timer.owner = self;
  g_timer.process = getpid();
  t_made_timer = true;
  return true;
}

// Every so often from now on; 0: not any more.
void Start(int64_t interval_ns) {
  itimerspec times = {};
  times.it_interval = {.tv_sec = interval_ns / 1'000'000'000,
                       .tv_nsec = interval_ns % 1'000'000'000};
  times.it_value = times.it_interval;
  timer_settime(g_timer.timer, 0, &times, nullptr);
}

}  // namespace

struct Watchdog::State {
  int64_t limit_ns;
  Moment (*look)();
  void (*on_stuck)(const StuckThread&);
  struct sigaction before = {};

  // Since when nothing came on.
  Moment last = {};
  int64_t used_before_ns = 0;
  int waits = 0;      // looks that saw it in a system call
  bool soon = false;  // looks again within a moment

  void StartAnew() {
    soon = false;
    Start(std::max(limit_ns / kLooks, kSoonNs));
  }

  static void OnSignal(int signal, siginfo_t*, void* context);
  void Tick(int signal, const ucontext_t& context);
  void LookAt(const ucontext_t& context);
};

namespace {

// Read by the handler of the signal.
constinit Watchdog::State* g_state = nullptr;

}  // namespace

int CurrentSystemThread() { return static_cast<int>(syscall(SYS_gettid)); }

void Watchdog::State::OnSignal(int signal, siginfo_t*, void* context) {
  const int error = errno;
  if (g_state != nullptr) {
    g_state->Tick(signal, *static_cast<const ucontext_t*>(context));
  }
  errno = error;
}

void Watchdog::State::Tick(int signal, const ucontext_t& context) {
  const Moment now = look();
  if (now.system_thread != 0 && now.system_thread != CurrentSystemThread()) {
    syscall(SYS_tgkill, getpid(), now.system_thread, signal);
    return;
  }
  const bool comes_on = now.system_thread == 0 ||
                        now.system_thread != last.system_thread ||
                        now.progress != last.progress;
  last = now;
  if (!comes_on) return LookAt(context);
  if (soon) StartAnew();
  used_before_ns = ProcessorTime();
  waits = 0;
}

void Watchdog::State::LookAt(const ucontext_t& context) {
  const uintptr_t code = CodeOf(context);
  waits = InSystemCall(code) ? waits + 1 : 0;
  const bool runs = ProcessorTime() - used_before_ns >= limit_ns;
  if (!runs && waits < kLooks) return;
  if (runs && !InProgram(code)) {
    if (!soon) Start(kSoonNs);
    soon = true;
    return;
  }
  StartAnew();
  last = {};
  // Signals are as before this one, since it may be left for good.
  sigprocmask(SIG_SETMASK, &context.uc_sigmask, nullptr);
  on_stuck({.runs = runs, .code = reinterpret_cast<const void*>(code + 1)});
}

Watchdog::Watchdog(int64_t limit_ns, Moment (*look)(),
                   void (*on_stuck)(const StuckThread&))
    : state_(std::make_unique<State>()) {
  *state_ = {.limit_ns = limit_ns, .look = look, .on_stuck = on_stuck};
  struct sigaction action = {};
  action.sa_sigaction = &State::OnSignal;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART;
  sigaction(SignalNumber(), &action, &state_->before);
  if (!MakeTimer()) return;
  g_state = state_.get();
  state_->StartAnew();
}

Watchdog::~Watchdog() {
  // In this order: a signal that comes meanwhile starts nothing anew.
  const bool has_timer = g_state != nullptr;
  g_state = nullptr;
  if (has_timer) Start(0);
  // One that is on its way is for nobody.
  signal(SignalNumber(), SIG_IGN);
  sigaction(SignalNumber(), &state_->before, nullptr);
}

void Watchdog::Hurry() {
  state_->limit_ns = std::min(state_->limit_ns, kHurriedNs);
  state_->StartAnew();
}

}  // namespace explorer::internal
