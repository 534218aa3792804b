// SPDX-License-Identifier: Apache-2.0
//
// Signals: that SIGPIPE doesn't end this program, what a child inherits, how a
// killed child is reported, and whose end is seen where SIGCHLD is ignored or
// other code waits for children.

#include <pthread.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <filesystem>  // NOLINT(build/c++17)
#include <fstream>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/process/exit_status.h"
#include "common/process/options.h"
#include "common/process/run.h"
#include "common/process/subprocess.h"
#include "common/process/testing/posix_scopes.h"
#include "common/process/testing/program_path.h"
#include "common/testing/run_on_threads.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace process {
namespace {

using ::testing::AnyOf;
using ::testing_util::IsOkAndHolds;
using ::testing_util::LeakCheck;
using ::testing_util::ScopedBlockedSignal;
using ::testing_util::ScopedLimit;
using ::testing_util::ScopedSignalHandling;
using ::testing_util::StatusIs;

std::string Child() { return testing_util::ProgramPath("CHILD"); }
std::string ChildPosix() { return testing_util::ProgramPath("CHILD_POSIX"); }
std::string Tiny() { return testing_util::ProgramPath("TINY"); }

absl::StatusOr<Subprocess> StartWithPipes(
    const std::vector<std::string>& args) {
  return Subprocess::Start(args, {.in = Stdio::Pipe(), .out = Stdio::Pipe()});
}

// ---- SIGPIPE ---------------------------------------------------------------

// Far more than a pipe holds.
std::string MuchInput() { return std::string(1 << 20, 'i'); }

std::atomic<int> signals_seen = 0;
void CountSignal(int) { ++signals_seen; }

bool IsPending(int signal) {
  sigset_t pending;
  sigpending(&pending);
  return sigismember(&pending, signal) == 1;
}

bool IsBlocked(int signal) {
  sigset_t blocked;
  pthread_sigmask(SIG_BLOCK, nullptr, &blocked);
  return sigismember(&blocked, signal) == 1;
}

TEST(SignalsPosixTest, AChildThatDoesNotReadItsInputDoesNotEndThisProgram) {
  const ScopedSignalHandling deadly(SIGPIPE, SIG_DFL);
  const std::string input = MuchInput();
  const absl::StatusOr<CompletedProcess> result =
      process::Run({Tiny(), "exit", "5"}, {.io = {.input = input}});
  ASSERT_OK(result);
  EXPECT_EQ(result->status, ExitStatus::FromCode(5));
}

TEST(SignalsPosixTest, NorDoesAChildThatClosesItsInputAndLivesOn) {
  const ScopedSignalHandling deadly(SIGPIPE, SIG_DFL);
  const std::string input = MuchInput();
  const absl::StatusOr<CompletedProcess> result =
      process::Run({Child(), "close", "in", "+", "write", "out", "3"},
                   {.io = {.input = input}});
  ASSERT_OK(result);
  EXPECT_EQ(result->out, "ooo");
}

TEST(SignalsPosixTest, WritingToAChildThatIsGoneIsAnError) {
  const ScopedSignalHandling deadly(SIGPIPE, SIG_DFL);
  absl::StatusOr<Subprocess> child = StartWithPipes({Tiny()});
  ASSERT_OK(child);
  ASSERT_OK(child->Wait());
  EXPECT_THAT(child->in().Write("x"), StatusIs(absl::StatusCode::kAborted));
}

TEST(SignalsPosixTest, TheCallersHandlerOfSigpipeIsNotCalledAndStays) {
  const ScopedSignalHandling counted(SIGPIPE, CountSignal);
  signals_seen = 0;
  const std::string input = MuchInput();
  EXPECT_OK(process::Run({Tiny()}, {.io = {.input = input}}));
  EXPECT_EQ(signals_seen, 0);
  EXPECT_FALSE(IsPending(SIGPIPE));
  EXPECT_FALSE(IsBlocked(SIGPIPE));
  raise(SIGPIPE);
  EXPECT_EQ(signals_seen, 1) << "it is still the handler";
}

TEST(SignalsPosixTest, ABlockedSigpipeStaysBlockedAndNoneIsLeftPending) {
  const ScopedBlockedSignal blocked(SIGPIPE);
  const std::string input = MuchInput();
  EXPECT_OK(process::Run({Tiny()}, {.io = {.input = input}}));
  EXPECT_FALSE(IsPending(SIGPIPE));
  EXPECT_TRUE(IsBlocked(SIGPIPE));
}

TEST(SignalsPosixTest, APendingSigpipeStaysPending) {
  const ScopedSignalHandling counted(SIGPIPE, CountSignal);
  signals_seen = 0;
  {
    const ScopedBlockedSignal blocked(SIGPIPE);
    raise(SIGPIPE);
    const std::string input = MuchInput();
    EXPECT_OK(process::Run({Tiny()}, {.io = {.input = input}}));
    EXPECT_TRUE(IsPending(SIGPIPE));
    EXPECT_EQ(signals_seen, 0);
  }
  EXPECT_EQ(signals_seen, 1);
}

TEST(SignalsPosixTest, AnIgnoredSigpipeStaysIgnored) {
  const ScopedSignalHandling ignored(SIGPIPE, SIG_IGN);
  const std::string input = MuchInput();
  EXPECT_OK(process::Run({Tiny()}, {.io = {.input = input}}));
  EXPECT_FALSE(IsPending(SIGPIPE));
  struct sigaction now;
  sigaction(SIGPIPE, nullptr, &now);
  EXPECT_EQ(now.sa_handler, SIG_IGN);
}

// ---- What a child inherits -------------------------------------------------

struct SignalState {
  uint64_t blocked = 0;
  uint64_t ignored = 0;

  bool Blocks(int signal) const { return Has(blocked, signal); }
  bool Ignores(int signal) const { return Has(ignored, signal); }

 private:
  static bool Has(uint64_t set, int signal) {
    return (set >> (signal - 1) & 1) != 0;
  }
};

SignalState SeenByChild(bool restore_signals) {
  const absl::StatusOr<std::string> text =
      CheckOutput({ChildPosix(), "signals"},
                  {.start = {.posix = {.restore_signals = restore_signals}}});
  EXPECT_OK(text);
  SignalState state;
  unsigned long long blocked = 0;  // NOLINT: what sscanf takes
  unsigned long long ignored = 0;  // NOLINT
  EXPECT_EQ(
      sscanf(text->c_str(), "blocked %llx ignored %llx", &blocked, &ignored), 2)
      << *text;
  state.blocked = blocked;
  state.ignored = ignored;
  return state;
}

TEST(SignalsPosixTest, AChildStartsWithSigpipeAndSigxfszByDefault) {
  const ScopedSignalHandling sigpipe(SIGPIPE, SIG_IGN);
  const ScopedSignalHandling sigxfsz(SIGXFSZ, SIG_IGN);
  const SignalState state = SeenByChild(/*restore_signals=*/true);
  EXPECT_FALSE(state.Ignores(SIGPIPE));
  EXPECT_FALSE(state.Ignores(SIGXFSZ));
  EXPECT_THAT(process::Run({Tiny(), "raise", absl::StrCat(SIGPIPE)})->status,
              ExitStatus::FromSignal(SIGPIPE));
}

TEST(SignalsPosixTest, OrInheritsWhatIsIgnoredIfAsked) {
  const ScopedSignalHandling sigpipe(SIGPIPE, SIG_IGN);
  EXPECT_TRUE(SeenByChild(/*restore_signals=*/false).Ignores(SIGPIPE));
  EXPECT_EQ(process::Run({Tiny(), "raise", absl::StrCat(SIGPIPE)},
                         {.start = {.posix = {.restore_signals = false}}})
                ->status,
            ExitStatus::FromCode(0));
}

TEST(SignalsPosixTest, OtherSignalsThatAreIgnoredStaySo) {
  const ScopedSignalHandling sighup(SIGHUP, SIG_IGN);
  EXPECT_TRUE(SeenByChild(/*restore_signals=*/true).Ignores(SIGHUP));
}

TEST(SignalsPosixTest, AChildStartsWithNoSignalBlocked) {
  const ScopedBlockedSignal sigterm(SIGTERM);
  const ScopedBlockedSignal sigusr1(SIGUSR1);
  EXPECT_EQ(SeenByChild(/*restore_signals=*/true).blocked, 0u);
  const SignalState inherited = SeenByChild(/*restore_signals=*/false);
  EXPECT_TRUE(inherited.Blocks(SIGTERM));
  EXPECT_TRUE(inherited.Blocks(SIGUSR1));
  EXPECT_FALSE(inherited.Blocks(SIGINT));
  EXPECT_TRUE(IsBlocked(SIGTERM)) << "here it stays as it was";
  EXPECT_FALSE(IsBlocked(SIGINT));
}

TEST(SignalsPosixTest, HandlersDoNotCarryOver) {
  const ScopedSignalHandling counted(SIGUSR1, CountSignal);
  EXPECT_EQ(process::Run({Tiny(), "raise", absl::StrCat(SIGUSR1)})->status,
            ExitStatus::FromSignal(SIGUSR1));
}

// ---- How a child ended -----------------------------------------------------

bool EndsAProcess(int signal) {
  for (const int harmless : {SIGCHLD, SIGCONT, SIGSTOP, SIGTSTP, SIGTTIN,
                             SIGTTOU, SIGURG, SIGWINCH}) {
    if (signal == harmless) return false;
  }
  return true;
}

TEST(SignalsPosixTest, ASignalThatEndsAChildIsReportedByNumber) {
  const ScopedLimit no_core_files(RLIMIT_CORE, 0);
  for (int signal = 1; signal < 32; ++signal) {
    if (!EndsAProcess(signal)) continue;
    const absl::StatusOr<CompletedProcess> result =
        process::Run({Tiny(), "raise", absl::StrCat(signal)});
    ASSERT_OK(result);
    EXPECT_EQ(result->status.term_signal(), signal);
    EXPECT_EQ(result->status.returncode(), -signal);
  }
}

TEST(SignalsPosixTest, SignalsSentArriveByNumber) {
  const ScopedLimit no_core_files(RLIMIT_CORE, 0);
  for (int signal = 1; signal < 32; ++signal) {
    if (!EndsAProcess(signal)) continue;
    absl::StatusOr<Subprocess> child = StartWithPipes({Tiny(), "hold"});
    ASSERT_OK(child);
    EXPECT_OK(child->SendSignal(signal));
    const absl::StatusOr<ExitStatus> status = child->Wait();
    ASSERT_OK(status);
    EXPECT_EQ(status->term_signal(), signal);
  }
}

TEST(SignalsPosixTest, ASignalThatDoesNotExistIsRefused) {
  absl::StatusOr<Subprocess> child = StartWithPipes({Tiny(), "hold"});
  ASSERT_OK(child);
  EXPECT_THAT(child->SendSignal(1000),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(child->Poll(), std::nullopt);
}

// Where the system writes core files is the administrator's choice; in the
// child's folder is the usual one.
TEST(SignalsPosixTest, ACoreDumpIsReported) {
  std::string pattern;
  std::getline(std::ifstream("/proc/sys/kernel/core_pattern"), pattern);
  if (pattern != "core") GTEST_SKIP() << "core files go to " << pattern;
  rlimit limit;
  getrlimit(RLIMIT_CORE, &limit);
  if (limit.rlim_max < (1 << 20)) GTEST_SKIP() << "no core files allowed";
  const std::string folder = testing_util::MakeFolder("core");
  const std::string tiny = std::filesystem::absolute(Tiny());
  for (const rlim_t size : {rlim_t{0}, rlim_t{1 << 20}}) {
    const ResourceLimit core = {RLIMIT_CORE, size, limit.rlim_max};
    const absl::StatusOr<CompletedProcess> result =
        process::Run({tiny, "raise", absl::StrCat(SIGABRT)},
                     {.start = {.cwd = folder, .posix = {.limits = {core}}}});
    ASSERT_OK(result);
    EXPECT_EQ(result->status.term_signal(), SIGABRT);
    EXPECT_EQ(result->status.core_dumped(), !std::filesystem::is_empty(folder));
    EXPECT_EQ(result->status.core_dumped(), size > 0);
  }
}

TEST(SignalsPosixTest, AStoppedChildHasNotEnded) {
  absl::StatusOr<Subprocess> child = StartWithPipes({Tiny(), "cat"});
  ASSERT_OK(child);
  ASSERT_OK(child->SendSignal(SIGSTOP));
  siginfo_t info = {};
  ASSERT_EQ(waitid(P_PID, child->pid(), &info, WSTOPPED | WNOWAIT), 0);
  EXPECT_EQ(child->Poll(), std::nullopt);
  EXPECT_THAT(child->Wait(absl::Milliseconds(20)),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_OK(child->SendSignal(SIGCONT));
  child->in().Close();
  EXPECT_THAT(child->Wait(), IsOkAndHolds(ExitStatus::FromCode(0)));
}

TEST(SignalsPosixTest, AStoppedChildCanBeKilledAndItsTreeToo) {
  for (const bool tree : {false, true}) {
    absl::StatusOr<Subprocess> child = StartWithPipes({Tiny(), "cat"});
    ASSERT_OK(child);
    ASSERT_OK(child->SendSignal(SIGSTOP));
    EXPECT_OK(tree ? child->KillTree().status() : child->Kill());
    EXPECT_THAT(child->Wait(), IsOkAndHolds(ExitStatus::FromSignal(SIGKILL)));
  }
}

// ---- Others who reap -------------------------------------------------------

// Whether this kernel tells the status of a process that others have reaped
// (since Linux 6.15).
bool KernelTellsOfReaped() {
  const pid_t pid = fork();
  if (pid == 0) _exit(0);
  const int pidfd = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  waitpid(pid, nullptr, 0);
  uint64_t info[8] = {1 << 3};  // struct pidfd_info, PIDFD_INFO_EXIT
  const bool told = ioctl(pidfd, _IOWR(0xFF, 11, uint64_t[8]), info) == 0 &&
                    (info[0] & 1 << 3) != 0;
  close(pidfd);
  return told;
}

ExitStatus IfReapedByOthers(ExitStatus status) {
  return KernelTellsOfReaped() ? status : ExitStatus::Unknown();
}

TEST(SignalsPosixTest, WhereSigchldIsIgnoredTheStatusIsTheTrueOneOrUnknown) {
  const ExitStatus failed = IfReapedByOthers(ExitStatus::FromCode(3));
  const ExitStatus killed = IfReapedByOthers(ExitStatus::FromSignal(SIGKILL));
  const LeakCheck leaks;
  const ScopedSignalHandling ignored(SIGCHLD, SIG_IGN);
  // Often: the system's reaping and our looking race.
  for (int i = 0; i < 300; ++i) {
    const absl::StatusOr<CompletedProcess> result =
        process::Run({Tiny(), "exit", "3"});
    ASSERT_OK(result);
    ASSERT_EQ(result->status, failed);
    ASSERT_EQ(process::Run({Tiny(), "raise", absl::StrCat(SIGKILL)})->status,
              killed);
  }
  EXPECT_EQ(process::Run({Child(), "write", "out", "5"})->out, "ooooo");
  EXPECT_EQ(leaks.Found(), "");
}

// As Wait() and Poll() do it, without Communicate().
TEST(SignalsPosixTest, PollSeesTheEndWhereSigchldIsIgnored) {
  const ExitStatus expected = IfReapedByOthers(ExitStatus::FromCode(3));
  const ScopedSignalHandling ignored(SIGCHLD, SIG_IGN);
  for (int i = 0; i < 300; ++i) {
    absl::StatusOr<Subprocess> child = StartWithPipes({Tiny(), "exit", "3"});
    ASSERT_OK(child);
    std::optional<ExitStatus> status;
    while (!(status = child->Poll())) {
    }
    ASSERT_EQ(*status, expected);
    EXPECT_THAT(child->Wait(), IsOkAndHolds(expected));
  }
}

TEST(SignalsPosixTest, CodeThatWaitsForAnyChildDoesNotHarm) {
  const ExitStatus expected = IfReapedByOthers(ExitStatus::FromCode(3));
  std::atomic<bool> done = false;
  std::thread thief([&] {
    while (!done) waitpid(-1, nullptr, WNOHANG);
  });
  for (int i = 0; i < 300; ++i) {
    absl::StatusOr<Subprocess> child = StartWithPipes({Tiny(), "exit", "3"});
    ASSERT_OK(child);
    const absl::StatusOr<ExitStatus> status = child->Wait();
    ASSERT_OK(status);
    // Ours if we were first.
    EXPECT_THAT(*status, AnyOf(ExitStatus::FromCode(3), expected));
    EXPECT_OK(child->SendSignal(SIGKILL));
    EXPECT_OK(child->KillTree());
  }
  done = true;
  thief.join();
}

// A program that runs under a debugger (strace -f) is the debugger's first.
TEST(SignalsPosixTest, AnEndThatADebuggerHoldsBackIsNoEndYet) {
  absl::StatusOr<Subprocess> child = StartWithPipes({Tiny(), "cat"});
  ASSERT_OK(child);
  absl::StatusOr<Subprocess> tracer =
      StartWithPipes({ChildPosix(), "trace", absl::StrCat(child->pid())});
  ASSERT_OK(tracer);
  if (tracer->out().Read()->empty()) GTEST_SKIP() << "may not trace processes";
  child->in().Close();
  EXPECT_THAT(child->out().Read(), IsOkAndHolds("")) << "it ends";
  // Long enough to see it, if it could be seen.
  EXPECT_THAT(child->Wait(absl::Milliseconds(50)),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_EQ(child->Poll(), std::nullopt);
  tracer->in().Close();
  EXPECT_THAT(child->Wait(), IsOkAndHolds(ExitStatus::FromCode(0)));
  EXPECT_OK(tracer->Wait());
}

// ---- After the end ---------------------------------------------------------

TEST(SignalsPosixTest, SignalsAfterTheEndAreHarmless) {
  absl::StatusOr<Subprocess> child = StartWithPipes({Tiny()});
  ASSERT_OK(child);
  ASSERT_OK(child->Wait());
  EXPECT_OK(child->SendSignal(SIGTERM));
  EXPECT_OK(child->Terminate());
  EXPECT_OK(child->Kill());
  EXPECT_OK(child->KillTree());
  EXPECT_THAT(child->Stop(), IsOkAndHolds(ExitStatus::FromCode(0)));
}

// Starts a child that holds, as process number `pid` if the system lets us say.
absl::StatusOr<Subprocess> StartAs(int64_t pid, const StartOptions& options) {
  for (int attempt = 0; attempt < 100; ++attempt) {
    std::ofstream("/proc/sys/kernel/ns_last_pid") << pid - 1;
    absl::StatusOr<Subprocess> child =
        Subprocess::Start({Tiny(), "hold"}, options);
    if (!child.ok() || child->pid() == pid) return child;
  }
  return absl::UnavailableError("can't choose process numbers here");
}

// Also where it isn't we who have reaped the first one.
TEST(SignalsPosixTest, ASignalNeverHitsAnotherProcessOfTheSameNumber) {
  for (const bool reaped_by_us : {true, false}) {
    for (const Group group : {Group::kInherit, Group::kNewGroup}) {
      StartOptions options;
      options.group = group;
      absl::StatusOr<Subprocess> first = Subprocess::Start({Tiny()}, options);
      ASSERT_OK(first);
      if (reaped_by_us) {
        ASSERT_OK(first->Wait());
      } else {
        ASSERT_EQ(waitpid(static_cast<pid_t>(first->pid()), nullptr, 0),
                  first->pid());
      }
      absl::StatusOr<Subprocess> second = StartAs(first->pid(), options);
      if (absl::IsUnavailable(second.status())) {
        GTEST_SKIP() << second.status();
      }
      ASSERT_OK(second);
      EXPECT_OK(first->Kill());
      EXPECT_OK(first->KillTree());
      EXPECT_OK(first->Stop());
      EXPECT_EQ(second->Poll(), std::nullopt) << "it lives";
      EXPECT_OK(second->SendSignal(SIGTERM));
      EXPECT_THAT(second->Wait(), IsOkAndHolds(ExitStatus::FromSignal(SIGTERM)))
          << "and nobody else has killed it";
    }
  }
}

// Waiting, asking and signalling from all sides: one end, seen by all.
TEST(SignalsPosixTest, AnyThreadsMayWaitAndSignalAtOnce) {
  const LeakCheck leaks;
  for (int i = 0; i < 50; ++i) {
    absl::StatusOr<Subprocess> child = StartWithPipes({Tiny(), "hold"});
    ASSERT_OK(child);
    testing_util::RunOnThreads(8, [&](int thread) {
      switch (thread) {
        case 0:
          EXPECT_OK(child->Kill());
          break;
        case 1:
          EXPECT_OK(child->KillTree());
          break;
        case 2:
          EXPECT_OK(child->SendSignal(SIGCONT));
          break;
        case 3:
          child->Poll();
          break;
        default:
          break;
      }
      EXPECT_THAT(child->Wait(), IsOkAndHolds(ExitStatus::FromSignal(SIGKILL)));
    });
  }
  EXPECT_EQ(leaks.Found(), "");
}

}  // namespace
}  // namespace process
