// SPDX-License-Identifier: Apache-2.0
//
// The two ways to make a child, side by side, and what becomes of a start or of
// a running child where the kernel denies system calls: an old kernel, a
// container's filter, an exhausted system, a storm of signals.

#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <filesystem>  // NOLINT(build/c++17)
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/process/exit_status.h"
#include "common/process/internal/posix/child_main.h"
#include "common/process/internal/posix/driver.h"
#include "common/process/options.h"
#include "common/process/run.h"
#include "common/process/start_failure.h"
#include "common/process/stdio.h"
#include "common/process/subprocess.h"
#include "common/process/testing/deny_system_call.h"
#include "common/process/testing/posix_scopes.h"
#include "common/process/testing/program_path.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace process {
namespace {

using ::testing::HasSubstr;
using ::testing_util::DeniedCall;
using ::testing_util::IsOkAndHolds;
using ::testing_util::LeakCheck;
using ::testing_util::ScopedDescriptor;
using ::testing_util::ScopedSignalHandling;
using ::testing_util::StatusIs;

std::string ChildPosix() { return testing_util::ProgramPath("CHILD_POSIX"); }
std::string Tiny() { return testing_util::ProgramPath("TINY"); }

// ---- The drivers themselves ------------------------------------------------

struct Driver {
  std::string name;
  int (*make)(internal::ChildPlan plan, internal::NewChild& child);
};

class DriversPosixTest : public ::testing::TestWithParam<Driver> {
 protected:
  // Makes a child that runs `args`, after `change` has been made to its plan.
  // Returns its wait status.
  int Make(
      std::vector<std::string> args,
      absl::FunctionRef<void(internal::ChildPlan&)> change = [](auto&) {}) {
    std::vector<char*> argv;
    for (std::string& arg : args) argv.push_back(arg.data());
    argv.push_back(nullptr);
    const char* const candidates[] = {argv[0]};
    internal::ChildPlan plan;
    plan.candidates = candidates;
    plan.candidate_count = 1;
    plan.argv = argv.data();
    plan.envp = environ;
    change(plan);
    child_ = internal::NewChild();
    EXPECT_EQ(GetParam().make(plan, child_), 0);
    int status = -1;
    EXPECT_EQ(waitpid(child_.pid, &status, 0), child_.pid);
    child_.pidfd.Close();
    return status;
  }

  const internal::ChildReport& report() const { return child_.report; }

 private:
  internal::NewChild child_;
};

INSTANTIATE_TEST_SUITE_P(Both, DriversPosixTest,
                         ::testing::Values(Driver{"Clone",
                                                  internal::CloneChild},
                                           Driver{"Fork", internal::ForkChild}),
                         [](const auto& info) { return info.param.name; });

TEST_P(DriversPosixTest, AChildThatStartsReportsNothing) {
  const LeakCheck leaks;
  EXPECT_EQ(WEXITSTATUS(Make({Tiny(), "exit", "9"})), 9);
  EXPECT_EQ(report().error, 0);
  EXPECT_EQ(leaks.Found(), "");
}

TEST_P(DriversPosixTest, AStepThatFailsIsReportedWithItsReason) {
  const LeakCheck leaks;
  Make({Tiny()}, [](internal::ChildPlan& plan) { plan.cwd = "/no/such"; });
  EXPECT_EQ(report().stage, internal::ChildStage::kChdir);
  EXPECT_EQ(report().error, ENOENT);
  Make({"/no/such/program"});
  EXPECT_EQ(report().stage, internal::ChildStage::kExec);
  EXPECT_EQ(report().error, ENOENT);
  Make({Tiny()}, [](internal::ChildPlan& plan) { plan.group = 1 << 30; });
  EXPECT_EQ(report().stage, internal::ChildStage::kSetpgid);
  EXPECT_EQ(report().error, EPERM);
  EXPECT_EQ(leaks.Found(), "");
}

// By its number: the drivers keep lists of their own.
TEST_P(DriversPosixTest, AHandleThatCannotBePassedIsReportedByItsNumber) {
  const ScopedDescriptor open(500);
  const internal::KeptHandle kept[] = {{.fd = 500, .for_program = true},
                                       {.fd = 900, .for_program = true}};
  Make({Tiny()}, [&](internal::ChildPlan& plan) {
    plan.kept = kept;
    plan.kept_count = 2;
  });
  EXPECT_EQ(report().stage, internal::ChildStage::kPassHandle);
  EXPECT_EQ(report().index, 900);
  EXPECT_EQ(report().error, EBADF);
}

TEST_P(DriversPosixTest, TheCallingThreadsSignalMaskIsAsBefore) {
  sigset_t before;
  pthread_sigmask(SIG_BLOCK, nullptr, &before);
  Make({Tiny()});
  sigset_t after;
  pthread_sigmask(SIG_BLOCK, nullptr, &after);
  for (int signal = 1; signal < 32; ++signal) {
    EXPECT_EQ(sigismember(&before, signal), sigismember(&after, signal));
  }
}

// A child that uses much of its stack overwrites nothing of its parent's.
TEST_P(DriversPosixTest, AThreadWithASmallStackCanMakeAChild) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  // A sanitizer's thread needs some of it for itself.
  pthread_attr_setstacksize(&attributes, 256 * 1024);
  std::function<void()> body = [&] {
    EXPECT_EQ(WEXITSTATUS(Make({Tiny(), "exit", "9"})), 9);
  };
  pthread_t thread;
  const auto run = [](void* function) -> void* {
    (*static_cast<std::function<void()>*>(function))();
    return nullptr;
  };
  ASSERT_EQ(pthread_create(&thread, &attributes, run, &body), 0);
  pthread_join(thread, nullptr);
  pthread_attr_destroy(&attributes);
}

std::atomic<int> handler_calls = 0;
void CountCall(int) { ++handler_calls; }

// The children of this process's thread `tid`, as the kernel lists them.
std::vector<pid_t> ChildrenOf(pid_t tid) {
  std::ifstream file(absl::StrCat("/proc/self/task/", tid, "/children"));
  std::vector<pid_t> children;
  for (pid_t child; file >> child;) children.push_back(child);
  return children;
}

// Sends SIGUSR1 to every child of the thread `tid` until `done`.
void SignalChildren(pid_t tid, const std::atomic<bool>& done) {
  while (!done) {
    for (const pid_t child : ChildrenOf(tid)) kill(child, SIGUSR1);
  }
}

// Its file is busy, so the child tries again for a while, and gets signals
// before it is another program. They may end it. The parent's handler would run
// in the parent's memory.
TEST_P(DriversPosixTest, AHandlerOfTheParentsNeverRunsInTheChild) {
  const std::string busy = testing_util::MakeExecutable("busy", "");
  std::filesystem::copy_file(Tiny(), busy,
                             std::filesystem::copy_options::overwrite_existing);
  const std::ofstream writer(busy, std::ios::app);
  const ScopedSignalHandling counted(SIGUSR1, CountCall);
  handler_calls = 0;
  std::atomic<bool> done = false;
  const pid_t tid = gettid();
  std::thread sender([&] { SignalChildren(tid, done); });
  // Until one was hit in time.
  for (int status = 0; !WIFSIGNALED(status);) {
    status = Make({busy});
    if (WIFSIGNALED(status)) {
      EXPECT_EQ(WTERMSIG(status), SIGUSR1);
    } else {
      EXPECT_EQ(report().error, ETXTBSY);
    }
  }
  done = true;
  sender.join();
  EXPECT_EQ(handler_calls, 0);
}

// ---- System calls that the kernel denies -----------------------------------

class DeniedPosixTest : public ::testing::Test {
 protected:
  // Calls `body` where these calls are denied, and then looks for leaks.
  void Denied(absl::Span<const DeniedCall> calls,
              absl::FunctionRef<void()> body) {
    const LeakCheck leaks;
    if (!testing_util::RunDenied(calls, body)) {
      GTEST_SKIP() << "this kernel takes no seccomp filter";
    }
    EXPECT_EQ(leaks.Found(), "");
  }
};

StartOptions AllPipes() {
  StartOptions options;
  options.in = Stdio::Pipe();
  options.out = Stdio::Pipe();
  options.err = Stdio::Pipe();
  return options;
}

// Starts with everything, and sees that it works.
void ExpectCatWorks() {
  EXPECT_THAT(process::Run({Tiny(), "cat"}, {.io = {.input = "x"}})->out, "x");
  EXPECT_THAT(process::Run({"no/such/program"}).status(),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST_F(DeniedPosixTest, WithoutClone3ItForks) {
  for (const int error : {ENOSYS, EPERM, EINVAL}) {
    Denied({{SYS_clone3, error}}, ExpectCatWorks);
  }
}

TEST_F(DeniedPosixTest, NoRoomForAProcessIsResourceExhausted) {
  for (const int error : {EAGAIN, ENOMEM}) {
    Denied({{SYS_clone3, error}, {SYS_clone, error}}, [&] {
      const absl::Status status =
          Subprocess::Start({Tiny()}, AllPipes()).status();
      EXPECT_THAT(status, StatusIs(absl::StatusCode::kResourceExhausted,
                                   HasSubstr("fork")));
      EXPECT_EQ(FailureOf(status)->os_error, error);
    });
  }
}

TEST_F(DeniedPosixTest, WithoutAnyWayToMakeAProcessStartingFails) {
  Denied({{SYS_clone3, ENOSYS}, {SYS_clone, EPERM}}, [] {
    EXPECT_THAT(Subprocess::Start({Tiny()}, AllPipes()).status(),
                StatusIs(absl::StatusCode::kPermissionDenied));
  });
}

TEST_F(DeniedPosixTest, WithoutCloseRangeHandlesAreStillClosed) {
  // More than one reading of /proc/self/fd brings, in both directions.
  std::vector<std::unique_ptr<ScopedDescriptor>> many;
  for (int fd = 300; fd < 600; ++fd) {
    many.push_back(std::make_unique<ScopedDescriptor>(fd));
  }
  for (const int error : {ENOSYS, EPERM}) {
    Denied({{SYS_close_range, error}}, [] {
      EXPECT_THAT(CheckOutput({ChildPosix(), "descriptors"},
                              {.start = {.pass_handles = {310, 599}}}),
                  IsOkAndHolds("0 1 2 310 599 "));
      ExpectCatWorks();
    });
  }
}

TEST_F(DeniedPosixTest, WithoutCloseRangeALimitOfNoFilesStillStarts) {
  Denied({{SYS_close_range, ENOSYS}}, [] {
    EXPECT_OK(process::Run(
        {Tiny()}, {.start = {.posix = {.limits = {{RLIMIT_NOFILE, 0, 0}}}}}));
  });
}

// A child that gets handles it should not have is worse than none.
TEST_F(DeniedPosixTest, WithoutCloseRangeAndProcStartingIsRefused) {
  Denied({{SYS_close_range, ENOSYS}, {SYS_open, ENOENT}, {SYS_openat, ENOENT}},
         [] {
           EXPECT_THAT(Subprocess::Start({Tiny()}, AllPipes()).status(),
                       StatusIs(absl::StatusCode::kUnimplemented,
                                HasSubstr("close other handles")));
         });
}

TEST_F(DeniedPosixTest, WithoutPipesStartingIsResourceExhausted) {
  Denied({{SYS_pipe2, EMFILE}}, [] {
    EXPECT_THAT(
        Subprocess::Start({Tiny()}, AllPipes()).status(),
        StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("pipe")));
  });
}

// Other code has reaped the child, and the kernel doesn't tell.
TEST_F(DeniedPosixTest, AStatusThatNobodyTellsIsUnknown) {
  const ScopedSignalHandling ignored(SIGCHLD, SIG_IGN);
  Denied({{SYS_ioctl, ENOTTY}}, [] {
    const absl::StatusOr<CompletedProcess> result =
        process::Run({Tiny(), "exit", "3"});
    ASSERT_OK(result);
    EXPECT_EQ(result->status, ExitStatus::Unknown());
  });
}

const std::vector<DeniedCall>& NoPoll() {
  static const auto* const kCalls =
      new std::vector<DeniedCall>{{SYS_poll, ENOMEM}, {SYS_ppoll, ENOMEM}};
  return *kCalls;
}

TEST_F(DeniedPosixTest, WithoutPollReadingFailsAndTheChildIsKilled) {
  Denied(NoPoll(), [] {
    EXPECT_THAT(process::Run({Tiny(), "cat"}, {.io = {.input = "x"}}).status(),
                StatusIs(absl::StatusCode::kInternal, HasSubstr("poll")));
  });
}

TEST_F(DeniedPosixTest, WithoutPollWaitingStillTellsTheTruth) {
  Denied(NoPoll(), [] {
    absl::StatusOr<Subprocess> child =
        Subprocess::Start({Tiny(), "cat"}, AllPipes());
    ASSERT_OK(child);
    EXPECT_THAT(child->Wait(absl::Milliseconds(20)),
                StatusIs(absl::StatusCode::kDeadlineExceeded));
    child->in().Close();
    EXPECT_THAT(child->Wait(), IsOkAndHolds(ExitStatus::FromCode(0)));
  });
}

TEST_F(DeniedPosixTest, WithoutPollAFailedStartLeavesNothing) {
  Denied(NoPoll(), [] {
    for (int i = 0; i < 20; ++i) {
      EXPECT_THAT(Subprocess::Start({"no/such/program"}, AllPipes()).status(),
                  StatusIs(absl::StatusCode::kNotFound));
    }
  });
}

TEST_F(DeniedPosixTest, WithoutPollWritingMuchFails) {
  Denied(NoPoll(), [] {
    absl::StatusOr<Subprocess> child =
        Subprocess::Start({Tiny(), "hold"}, AllPipes());
    ASSERT_OK(child);
    EXPECT_THAT(child->in().Write(std::string(1 << 20, 'i')),
                StatusIs(absl::StatusCode::kResourceExhausted));
  });
}

// ---- A storm of signals ----------------------------------------------------

// Interrupts this thread, whatever it does, as often as can be.
class SignalStorm {
 public:
  SignalStorm() : target_(pthread_self()) {
    handler_calls = 0;
    sender_ = std::thread([this] {
      while (!done_) pthread_kill(target_, SIGUSR1);
    });
  }
  ~SignalStorm() {
    done_ = true;
    sender_.join();
  }

 private:
  const ScopedSignalHandling interrupting_{SIGUSR1, CountCall};
  const pthread_t target_;
  std::atomic<bool> done_ = false;
  std::thread sender_;
};

TEST(SignalStormPosixTest, NothingIsLostAndNothingFails) {
  const LeakCheck leaks;
  const std::string input(1 << 20, 'i');
  {
    const SignalStorm storm;
    for (int i = 0; i < 10; ++i) {
      const absl::StatusOr<CompletedProcess> result =
          process::Run({Tiny(), "cat"}, {.io = {.input = input}});
      ASSERT_OK(result);
      EXPECT_EQ(result->status, ExitStatus::FromCode(0));
      EXPECT_TRUE(result->out == input) << result->out.size() << " bytes";
    }
    while (handler_calls == 0) sched_yield();
  }
  EXPECT_EQ(leaks.Found(), "");
}

TEST(SignalStormPosixTest, StartingWaitingAndKillingAreNotDisturbed) {
  const LeakCheck leaks;
  {
    const SignalStorm storm;
    for (int i = 0; i < 100; ++i) {
      absl::StatusOr<Subprocess> child =
          Subprocess::Start({Tiny(), "cat"}, AllPipes());
      ASSERT_OK(child);
      EXPECT_OK(child->in().Write("x"));
      EXPECT_THAT(child->out().Read(), IsOkAndHolds("x"));
      EXPECT_THAT(child->Wait(absl::Microseconds(100)),
                  StatusIs(absl::StatusCode::kDeadlineExceeded));
      EXPECT_OK(child->KillTree());
      EXPECT_THAT(child->Wait(), IsOkAndHolds(ExitStatus::FromSignal(SIGKILL)));
      EXPECT_THAT(Subprocess::Start({"no/such/program"}, AllPipes()).status(),
                  StatusIs(absl::StatusCode::kNotFound));
    }
    while (handler_calls == 0) sched_yield();
  }
  EXPECT_EQ(leaks.Found(), "");
}

}  // namespace
}  // namespace process
