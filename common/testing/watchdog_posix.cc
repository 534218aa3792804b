// SPDX-License-Identifier: Apache-2.0
//
// Linux: every thread is sent a signal, and the handler, on that thread, writes
// down its own stack. Sources: tgkill(2), rt_tgsigqueueinfo(2), proc(5),
// signal-safety(7), and the unwinder of the Itanium C++ ABI.

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <unwind.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/config.h"
#include "absl/base/optimization.h"
#include "absl/debugging/stacktrace.h"
#include "absl/functional/any_invocable.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/testing/watchdog_platform.h"

#ifdef ABSL_HAVE_THREAD_SANITIZER
// ThreadSanitizer takes sigaction() over and then holds a signal back until the
// thread calls into its runtime. A thread that is blocked in absl::Mutex, a
// futex call the runtime does not see, would never answer. This is the C
// library's other name for the same function, and not taken over.
extern "C" int __sigaction(int, const struct sigaction*, struct sigaction*);
#define LAB_SIGACTION __sigaction
// So the runtime does not know of the handler, and the handler should not call
// it: the order that the signal brings about would go unseen and be reported as
// a data race, and the thread that was interrupted may hold one of the
// runtime's locks. Clang's no_sanitize("thread") is not enough, it spares no
// atomics.
//
// A limit remains: the C++ unwinder calls pthread_once(), which the runtime
// takes over too. A thread that is interrupted inside the runtime, say while it
// starts, can therefore hang in the handler, and the report with it; Bazel then
// ends the test as if there were no watchdog. A thread that has been blocked
// for long is not in there.
#ifdef __clang__
#define LAB_NOT_INSTRUMENTED __attribute__((disable_sanitizer_instrumentation))
#else
#define LAB_NOT_INSTRUMENTED __attribute__((no_sanitize_thread))
#endif
#else
#define LAB_NOT_INSTRUMENTED
#define LAB_SIGACTION sigaction
#endif

namespace testing_util {
namespace {

std::atomic<int> stderr_to_use = STDERR_FILENO;

// A stack that is being written down from within a signal handler.
struct StackWalk {
  void** frames;
  int max_depth;
  int depth = 0;
  bool past_handler = false;
};

// What a handler fills in; `answered` is set last and read first. It is used
// through the compiler's atomic builtins, as std::atomic's member functions are
// instrumented for ThreadSanitizer wherever they are called from.
struct Slot {
  pid_t thread = 0;
  int send_error = 0;
  void* frames[kMaxFrames];
  StackWalk walk = {frames, kMaxFrames};
  bool answered = false;
};

bool HasAnswered(const Slot& slot) {
  return __atomic_load_n(&slot.answered, __ATOMIC_ACQUIRE);
}

// Real-time signals queue with a value; few programs use the second last.
int DumpSignal() { return SIGRTMAX - 1; }

LAB_NOT_INSTRUMENTED
_Unwind_Reason_Code AddFrame(_Unwind_Context* context, void* argument) {
  StackWalk* walk = static_cast<StackWalk*>(argument);
  int interrupted = 0;
  uintptr_t address = _Unwind_GetIPInfo(context, &interrupted);
  if (interrupted != 0 && !walk->past_handler) {
    // So far it was the handler; here begins what the signal interrupted.
    walk->past_handler = true;
    walk->depth = 0;
  }
  if (address == 0 || walk->depth == walk->max_depth) return _URC_END_OF_STACK;
  if (interrupted == 0) --address;
  walk->frames[walk->depth++] = reinterpret_cast<void*>(address);
  return _URC_NO_REASON;
}

// The C++ unwinder rather than absl::GetStackTrace(): that one follows frame
// pointers, which the C library is built without, and so it loses whoever
// waits for a std::mutex or calls abort().
LAB_NOT_INSTRUMENTED
void WriteDownOwnStack(int, siginfo_t* info, void*) {
  if (info->si_code != SI_QUEUE) return;
  int saved_errno = errno;
  Slot* slot = static_cast<Slot*>(info->si_value.sival_ptr);
  _Unwind_Backtrace(AddFrame, &slot->walk);
  __atomic_store_n(&slot->answered, true, __ATOMIC_RELEASE);
  errno = saved_errno;
}

// An absl::SetStackUnwinder() function. Abseil passes a context from its crash
// handler only; elsewhere its own way is good, and much faster.
int UnwindCrash(void** frames, int* sizes, int max_depth, int skip_count,
                const void* context, int* dropped_frames) {
  if (context == nullptr) {
    int depth = absl::DefaultStackUnwinder(
        frames, sizes, max_depth, skip_count + 1, context, dropped_frames);
    ABSL_BLOCK_TAIL_CALL_OPTIMIZATION();  // It counts on this frame.
    return depth;
  }
  StackWalk walk = {frames, max_depth};
  _Unwind_Backtrace(AddFrame, &walk);
  if (sizes != nullptr) std::fill(sizes, sizes + walk.depth, 0);
  if (dropped_frames != nullptr) *dropped_frames = 0;
  return walk.depth;
}

void InstallHandler() {
  struct sigaction action = {};
  action.sa_sigaction = WriteDownOwnStack;
  action.sa_flags = SA_SIGINFO | SA_RESTART | SA_ONSTACK;
  LAB_SIGACTION(DumpSignal(), &action, nullptr);
  sigset_t dump_signal;
  sigemptyset(&dump_signal);
  sigaddset(&dump_signal, DumpSignal());
  pthread_sigmask(SIG_UNBLOCK, &dump_signal, nullptr);
}

std::vector<pid_t> ThreadsOfThisProcess() {
  std::vector<pid_t> threads;
  DIR* directory = opendir("/proc/self/task");
  if (directory == nullptr) return {getpid()};
  while (const dirent* entry = readdir(directory)) {
    int32_t thread;
    if (absl::SimpleAtoi(entry->d_name, &thread)) threads.push_back(thread);
  }
  closedir(directory);
  return threads;
}

void SendSignal(Slot* slot) {
  siginfo_t info = {};
  info.si_code = SI_QUEUE;
  info.si_pid = getpid();
  info.si_uid = getuid();
  info.si_value.sival_ptr = slot;
  long result = syscall(SYS_rt_tgsigqueueinfo, getpid(), slot->thread,
                        DumpSignal(), &info);
  if (result != 0) slot->send_error = errno;
}

bool AllAnswered(const std::vector<Slot>& slots) {
  for (const Slot& slot : slots) {
    if (!HasAnswered(slot) && slot.send_error == 0) return false;
  }
  return true;
}

// A second is a long time for this, and short within any test's timeout. (Under
// ThreadSanitizer it always passes: its own thread blocks all signals.)
// Looks again and again: a handler may not do much more than set a flag, and
// the locks that could wake this thread may be what the process hangs on.
void WaitForAnswers(const std::vector<Slot>& slots) {
  const absl::Time deadline = absl::Now() + absl::Seconds(1);
  while (!AllAnswered(slots) && absl::Now() < deadline) {
    absl::SleepFor(absl::Milliseconds(1));
  }
}

std::string FirstLineOf(const std::string& file, absl::string_view start) {
  std::ifstream in(file);
  std::string line;
  while (std::getline(in, line)) {
    if (absl::StartsWith(line, start)) return line;
  }
  return "";
}

ThreadStack ReadSlot(const Slot& slot) {
  const std::string task = absl::StrCat("/proc/self/task/", slot.thread);
  ThreadStack stack;
  stack.id = slot.thread;
  stack.name = FirstLineOf(task + "/comm", "");
  if (HasAnswered(slot)) {
    stack.frames.assign(slot.frames, slot.frames + slot.walk.depth);
  } else if (slot.send_error != 0) {
    stack.problem = absl::StrCat("cannot be asked for its stack: ",
                                 std::strerror(slot.send_error));
  } else {
    stack.problem = absl::StrCat(
        "does not answer; it blocks the signal or is inside the kernel (",
        FirstLineOf(task + "/status", "State:"), ")");
  }
  return stack;
}

}  // namespace

void ForEachThreadStack(absl::FunctionRef<void(const ThreadStack&)> report) {
  const std::vector<pid_t> threads = ThreadsOfThisProcess();
  // Leaked: a thread may yet answer when nobody waits for it any more.
  std::vector<Slot>& slots = *new std::vector<Slot>(threads.size());
  InstallHandler();
  for (size_t i = 0; i < slots.size(); ++i) {
    slots[i].thread = threads[i];
    SendSignal(&slots[i]);
  }
  WaitForAnswers(slots);
  for (const Slot& slot : slots) report(ReadSlot(slot));
}

std::string ModuleAndOffset(const void* address) {
  Dl_info info;
  if (dladdr(address, &info) == 0 || info.dli_fname == nullptr) return "";
  const char* slash = std::strrchr(info.dli_fname, '/');
  return absl::StrFormat("%s+0x%x",
                         slash == nullptr ? info.dli_fname : slash + 1,
                         reinterpret_cast<uintptr_t>(address) -
                             reinterpret_cast<uintptr_t>(info.dli_fbase));
}

void RememberStderr() {
  static const int copy = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0);
  if (copy >= 0) stderr_to_use = copy;
}

void WriteToStderr(absl::string_view text) {
  while (!text.empty()) {
    ssize_t written = write(stderr_to_use, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    text.remove_prefix(written);
  }
}

void UseCompleteStacksForCrashes() { absl::SetStackUnwinder(UnwindCrash); }

std::thread StartHelperThread(const std::string& name,
                              absl::AnyInvocable<void()> body) {
  // A thread inherits its creator's mask. The dump is for this thread too.
  sigset_t all_but_dump, before;
  sigfillset(&all_but_dump);
  sigdelset(&all_but_dump, DumpSignal());
  pthread_sigmask(SIG_SETMASK, &all_but_dump, &before);
  std::thread thread([name, body = std::move(body)]() mutable {
    pthread_setname_np(pthread_self(), name.c_str());
    body();
  });
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return thread;
}

}  // namespace testing_util
