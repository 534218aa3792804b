// SPDX-License-Identifier: Apache-2.0
//
// What holds on every system. What one system alone can show is in
// the *_posix_test.cc and subprocess_windows_test.cc; what is said of
// arguments and output is in run_test.cc, of streams and options in
// stdio_test.cc and options_test.cc, of talking to a child in
// communicate_test.cc.

#include "common/process/subprocess.h"

#include <cstdint>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/process/communicate.h"
#include "common/process/exit_status.h"
#include "common/process/options.h"
#include "common/process/pipe.h"
#include "common/process/stdio.h"
#include "common/process/testing/child_args.h"
#include "common/process/testing/pipe_text.h"
#include "common/process/testing/start_child.h"
#include "common/process/testing/test_files.h"
#include "common/testing/run_on_threads.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace process {
namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing_util::IsOkAndHolds;
using ::testing_util::Pipes;
using ::testing_util::ReadLine;
using ::testing_util::ReadToEnd;
using ::testing_util::StartChild;
using ::testing_util::StatusIs;

// ---- Wait and Poll ---------------------------------------------------------

TEST(SubprocessTest, WaitReturnsHowItEnded) {
  for (const int code : {0, 1, 3, 126, 127, 255}) {
    ASSERT_OK_AND_ASSIGN(Subprocess child,
                         StartChild({"exit", absl::StrCat(code)}));
    EXPECT_THAT(child.Wait(), IsOkAndHolds(ExitStatus::FromCode(code)));
  }
}

TEST(SubprocessTest, WaitAndPollReturnTheSameHoweverOften) {
  ASSERT_OK_AND_ASSIGN(Subprocess child, StartChild({"exit", "3"}));
  const ExitStatus status = ExitStatus::FromCode(3);
  EXPECT_THAT(child.Wait(), IsOkAndHolds(status));
  EXPECT_THAT(child.Wait(), IsOkAndHolds(status));
  EXPECT_THAT(child.Wait(absl::ZeroDuration()), IsOkAndHolds(status));
  EXPECT_EQ(child.Poll(), status);
}

TEST(SubprocessTest, PollIsNothingWhileItRuns) {
  ASSERT_OK_AND_ASSIGN(Subprocess child, StartChild({"hold"}));
  EXPECT_EQ(child.Poll(), std::nullopt);
  ASSERT_OK(child.Kill());
  ASSERT_OK(child.Wait());
  EXPECT_FALSE(child.Poll()->ok());
}

TEST(SubprocessTest, WaitGivesUpWhenItsTimeIsUp) {
  ASSERT_OK_AND_ASSIGN(Subprocess child, StartChild({"hold"}));
  for (const absl::Duration timeout :
       {absl::ZeroDuration(), -absl::Nanoseconds(1), -absl::Seconds(1e18),
        -absl::InfiniteDuration(), absl::Nanoseconds(1),
        absl::Milliseconds(20)}) {
    EXPECT_THAT(child.Wait(timeout),
                StatusIs(absl::StatusCode::kDeadlineExceeded,
                         HasSubstr(absl::StrCat(child.pid()))))
        << timeout;
  }
  EXPECT_EQ(child.Poll(), std::nullopt) << "it is none the worse for it";
}

TEST(SubprocessTest, AnyTimeCanBeWaitedFor) {
  for (const absl::Duration timeout :
       {absl::Hours(1), absl::Hours(24 * 365), absl::Seconds(1e10),
        absl::Seconds(1e18), absl::InfiniteDuration() / 2,
        absl::InfiniteDuration()}) {
    ASSERT_OK_AND_ASSIGN(Subprocess child,
                         StartChild({"cat", "+", "exit", "4"}, Pipes()));
    std::thread ending([&] { child.in().Close(); });
    EXPECT_THAT(child.Wait(timeout), IsOkAndHolds(ExitStatus::FromCode(4)));
    ending.join();
  }
}

TEST(SubprocessTest, ManyThreadsMayWaitForOneChild) {
  ASSERT_OK_AND_ASSIGN(Subprocess child,
                       StartChild({"cat", "+", "exit", "9"}, Pipes()));
  testing_util::RunOnThreads(17, [&](int i) {
    if (i == 16) {
      child.in().Close();
    } else if (i % 2 == 0) {
      EXPECT_THAT(child.Wait(), IsOkAndHolds(ExitStatus::FromCode(9)));
    } else {
      std::optional<ExitStatus> status;
      while (!status.has_value()) {
        status = child.Poll();
        std::this_thread::yield();
      }
      EXPECT_EQ(status, ExitStatus::FromCode(9));
    }
  });
}

TEST(SubprocessTest, PidIsTheChildsNumber) {
  ASSERT_OK_AND_ASSIGN(Subprocess child, StartChild({"pid"}, Pipes()));
  EXPECT_THAT(ReadLine(child.out()), IsOkAndHolds(absl::StrCat(child.pid())));
}

TEST(SubprocessTest, ThereIsAHandleToWaitFor) {
  ASSERT_OK_AND_ASSIGN(Subprocess child, StartChild({"exit", "0"}));
  EXPECT_NE(child.wait_handle(), kNoHandle);
  const NativeHandle before = child.wait_handle();
  ASSERT_OK(child.Wait());
  EXPECT_EQ(child.wait_handle(), before) << "it stays open";
}

// ---- Ending it -------------------------------------------------------------

TEST(SubprocessTest, KillEndsIt) {
  ASSERT_OK_AND_ASSIGN(Subprocess child, StartChild({"hold"}));
  ASSERT_OK(child.Kill());
  ASSERT_OK_AND_ASSIGN(const ExitStatus status, child.Wait());
  EXPECT_FALSE(status.ok());
}

TEST(SubprocessTest, TerminateEndsIt) {
  ASSERT_OK_AND_ASSIGN(Subprocess child, StartChild({"hold"}));
  ASSERT_OK(child.Terminate());
  ASSERT_OK_AND_ASSIGN(const ExitStatus status, child.Wait());
  EXPECT_FALSE(status.ok());
}

TEST(SubprocessTest, StopEndsItAndSaysHow) {
  for (const absl::Duration grace :
       {absl::Hours(1), absl::ZeroDuration(), -absl::Seconds(1)}) {
    ASSERT_OK_AND_ASSIGN(Subprocess child, StartChild({"hold"}));
    ASSERT_OK_AND_ASSIGN(const ExitStatus status, child.Stop(grace));
    EXPECT_FALSE(status.ok());
    EXPECT_EQ(child.Poll(), status);
  }
}

TEST(SubprocessTest, AfterItsEndNothingEndsItAgain) {
  for (const Group group : {Group::kInherit, Group::kNewGroup}) {
    ASSERT_OK_AND_ASSIGN(Subprocess child,
                         StartChild({"exit", "3"}, {.group = group}));
    ASSERT_OK(child.Wait());
    EXPECT_OK(child.Terminate());
    EXPECT_OK(child.Kill());
    EXPECT_OK(child.KillTree());
    EXPECT_THAT(child.Stop(), IsOkAndHolds(ExitStatus::FromCode(3)));
    EXPECT_EQ(child.Poll(), ExitStatus::FromCode(3));
  }
}

// Its error output is a pipe that has no end as long as one of them lives.
TEST(SubprocessTest, KillTreeEndsThoseThatItStarted) {
  ASSERT_OK_AND_ASSIGN(
      Subprocess child,
      StartChild({"start", "start hold + hold", "+", "start", "hold", "+",
                  "say", "out", "started\n", "+", "hold"},
                 {.out = Stdio::Pipe(), .err = Stdio::Pipe()}));
  ASSERT_THAT(ReadLine(child.out()), IsOkAndHolds("started"));
  EXPECT_THAT(child.KillTree(),
              IsOkAndHolds(AnyOf(TreeReach::kAll, TreeReach::kDescendants)));
  EXPECT_THAT(ReadToEnd(child.err()), IsOkAndHolds(""));
  ASSERT_OK_AND_ASSIGN(const ExitStatus status, child.Wait());
  EXPECT_FALSE(status.ok());
}

TEST(SubprocessTest, StopEndsThoseThatItStarted) {
  ASSERT_OK_AND_ASSIGN(
      Subprocess child,
      StartChild({"start", "hold", "+", "say", "out", "started\n", "+", "hold"},
                 {.out = Stdio::Pipe(),
                  .err = Stdio::Pipe(),
                  .group = Group::kNewGroup}));
  ASSERT_THAT(ReadLine(child.out()), IsOkAndHolds("started"));
  EXPECT_OK(child.Stop(absl::Hours(1)));
  EXPECT_THAT(ReadToEnd(child.err()), IsOkAndHolds(""));
}

TEST(SubprocessTest, KillTreeReachesAGroupAfterTheChildsEnd) {
  ASSERT_OK_AND_ASSIGN(
      Subprocess child,
      StartChild({"start", "close err + hold", "+", "exit", "5"},
                 {.out = Stdio::Pipe(),
                  .err = Stdio::Pipe(),
                  .group = Group::kNewGroup}));
  // The child has ended: nobody else holds this.
  ASSERT_THAT(ReadToEnd(child.err()), IsOkAndHolds(""));
  EXPECT_THAT(child.KillTree(),
              IsOkAndHolds(AnyOf(TreeReach::kAll, TreeReach::kGroup)));
  EXPECT_THAT(ReadToEnd(child.out()), IsOkAndHolds(""));
}

TEST(SubprocessTest, ManyThreadsMayEndOneChild) {
  ASSERT_OK_AND_ASSIGN(Subprocess child, StartChild({"hold"}));
  testing_util::RunOnThreads(10, [&](int i) {
    if (i % 5 == 0) {
      EXPECT_OK(child.Terminate());
    }
    if (i % 5 == 1) {
      EXPECT_OK(child.Kill());
    }
    if (i % 5 == 2) {
      EXPECT_OK(child.KillTree());
    }
    if (i % 5 == 3) {
      EXPECT_OK(child.Stop());
    }
    ASSERT_OK_AND_ASSIGN(const ExitStatus status, child.Wait());
    EXPECT_FALSE(status.ok());
  });
}

// ---- Moving ----------------------------------------------------------------

TEST(MovingTest, AMovedChildIsTheSameChild) {
  ASSERT_OK_AND_ASSIGN(Subprocess first, StartChild({"cat"}, Pipes()));
  const int64_t pid = first.pid();
  ASSERT_OK(first.in().Write("x"));
  Subprocess second = std::move(first);
  EXPECT_EQ(second.pid(), pid);
  ASSERT_OK_AND_ASSIGN(const Output output, second.Communicate());
  EXPECT_EQ(output.out, "x");
  EXPECT_EQ(second.Poll(), ExitStatus());
}

TEST(MovingTest, AMovedFromObjectHasNoChild) {
  ASSERT_OK_AND_ASSIGN(Subprocess child, StartChild({"exit", "0"}));
  const Subprocess moved = std::move(child);
  const auto is_refused =
      StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("moved from"));
  // NOLINTBEGIN(bugprone-use-after-move): that is what is tested.
  EXPECT_THAT(child.Wait(), is_refused);
  EXPECT_THAT(child.Communicate(), is_refused);
  EXPECT_THAT(
      child.Stream([](OutputStream, absl::string_view) { return true; }),
      is_refused);
  EXPECT_THAT(child.SendSignal(15), is_refused);
  EXPECT_THAT(child.Terminate(), is_refused);
  EXPECT_THAT(child.Kill(), is_refused);
  EXPECT_THAT(child.KillTree(), is_refused);
  EXPECT_THAT(child.Stop(), is_refused);
  EXPECT_EQ(child.Poll(), std::nullopt);
  EXPECT_EQ(child.wait_handle(), kNoHandle);
  EXPECT_FALSE(child.in().is_open());
  // NOLINTEND(bugprone-use-after-move)
}

TEST(MovingTest, AssigningEndsTheChildThatWasThere) {
  ASSERT_OK_AND_ASSIGN(Pipe alive, OpenPipe());
  ASSERT_OK_AND_ASSIGN(
      Subprocess child,
      StartChild({"hold"}, {.err = Stdio::Own(std::move(alive.write))}));
  ASSERT_OK_AND_ASSIGN(child, StartChild({"cat"}, Pipes()));
  PipeReader reader(std::move(alive.read));
  EXPECT_THAT(ReadToEnd(reader), IsOkAndHolds(""));
  ASSERT_OK_AND_ASSIGN(const Output output, child.Communicate({.input = "x"}));
  EXPECT_EQ(output.out, "x");
}

TEST(MovingTest, AnObjectThatWasMovedFromCanBeAssignedTo) {
  ASSERT_OK_AND_ASSIGN(Subprocess child, StartChild({"exit", "1"}));
  Subprocess moved = std::move(child);
  ASSERT_OK_AND_ASSIGN(child, StartChild({"exit", "2"}));
  EXPECT_THAT(moved.Wait(), IsOkAndHolds(ExitStatus::FromCode(1)));
  EXPECT_THAT(child.Wait(), IsOkAndHolds(ExitStatus::FromCode(2)));
}

TEST(MovingTest, AssigningAChildToItselfChangesNothing) {
  ASSERT_OK_AND_ASSIGN(Subprocess child, StartChild({"cat"}, Pipes()));
  Subprocess& same = child;
  child = std::move(same);
  ASSERT_OK_AND_ASSIGN(const Output output, child.Communicate({.input = "x"}));
  EXPECT_EQ(output.out, "x");
}

// ---- Destroying ------------------------------------------------------------

// A child, and one that it has started (a cat), which only its own input and
// output connect to the test; both hold `alive`, unless they close it.
class DestroyTest : public ::testing::Test {
 protected:
  void Start(const std::string& grandchild, OnDestroy on_destroy) {
    ASSERT_OK_AND_ASSIGN(Pipe alive, OpenPipe());
    ASSERT_OK_AND_ASSIGN(Pipe in, OpenPipe());
    ASSERT_OK_AND_ASSIGN(Pipe out, OpenPipe());
    alive_ = PipeReader(std::move(alive.read));
    in_ = PipeWriter(std::move(in.write));
    out_ = PipeReader(std::move(out.read));
    ASSERT_OK_AND_ASSIGN(Subprocess child,
                         StartChild({"start", grandchild, "+", "hold"},
                                    {.in = Stdio::Own(std::move(in.read)),
                                     .out = Stdio::Own(std::move(out.write)),
                                     .err = Stdio::Own(std::move(alive.write)),
                                     .on_destroy = on_destroy}));
    child_ = std::move(child);
    ASSERT_THAT(ReadLine(out_), IsOkAndHolds("started"));
  }

  void ExpectGrandchildLives() {
    ASSERT_OK(in_.Write("are you there?\n"));
    EXPECT_THAT(ReadLine(out_), IsOkAndHolds("are you there?"));
    in_.Close();
    EXPECT_THAT(ReadToEnd(out_), IsOkAndHolds(""));
  }

  PipeReader alive_;
  PipeWriter in_;
  PipeReader out_;
  std::optional<Subprocess> child_;
};

TEST_F(DestroyTest, KillTreeEndsTheChildAndThoseItStarted) {
  Start("say out started\n + cat", OnDestroy::kKillTree);
  child_.reset();
  EXPECT_THAT(ReadToEnd(alive_), IsOkAndHolds(""));
}

TEST_F(DestroyTest, KillEndsTheChildAlone) {
  Start("close err + say out started\n + cat", OnDestroy::kKill);
  child_.reset();
  EXPECT_THAT(ReadToEnd(alive_), IsOkAndHolds(""));
  ExpectGrandchildLives();
}

TEST(DestructorTest, WaitWaitsForTheChildsOwnEnd) {
  const std::string path = testing_util::FreshPath("out");
  {
    ASSERT_OK_AND_ASSIGN(
        Subprocess child,
        StartChild({"count-input"},
                   {.in = Stdio::Pipe(),
                    .out = Stdio::File(path, FileMode::kCreateNew),
                    .on_destroy = OnDestroy::kWait}));
    ASSERT_OK(child.in().Write("12345"));
  }
  EXPECT_EQ(testing_util::ReadFile(path), "5");
}

TEST(DestructorTest, DetachLeavesItRunning) {
  ASSERT_OK_AND_ASSIGN(Pipe in, OpenPipe());
  ASSERT_OK_AND_ASSIGN(Pipe out, OpenPipe());
  {
    ASSERT_OK_AND_ASSIGN(
        Subprocess child,
        StartChild({"cat"}, {.in = Stdio::Own(std::move(in.read)),
                             .out = Stdio::Own(std::move(out.write)),
                             .on_destroy = OnDestroy::kDetach}));
  }
  PipeWriter writer(std::move(in.write));
  PipeReader reader(std::move(out.read));
  ASSERT_OK(writer.Write("still here\n"));
  EXPECT_THAT(ReadLine(reader), IsOkAndHolds("still here"));
  writer.Close();
  EXPECT_THAT(ReadToEnd(reader), IsOkAndHolds(""));
}

TEST(DestructorTest, AChildThatHasEndedIsNoTrouble) {
  for (const OnDestroy on_destroy : {OnDestroy::kKillTree, OnDestroy::kKill,
                                     OnDestroy::kWait, OnDestroy::kDetach}) {
    ASSERT_OK_AND_ASSIGN(Subprocess child,
                         StartChild({"exit", "0"}, {.on_destroy = on_destroy}));
    ASSERT_OK(child.Wait());
  }
}

// ---- The shell -------------------------------------------------------------

TEST(StartShellTest, TheShellRunsTheCommand) {
  ASSERT_OK_AND_ASSIGN(
      Subprocess shell,
      Subprocess::StartShell("echo hello&& exit 7", {.out = Stdio::Pipe()}));
  ASSERT_OK_AND_ASSIGN(const Output output, shell.Communicate({.text = true}));
  EXPECT_EQ(output.out, "hello\n");
  EXPECT_EQ(shell.Poll(), ExitStatus::FromCode(7));
}

TEST(StartShellTest, ACommandThatBeginsLikeAnOptionIsACommand) {
  ASSERT_OK_AND_ASSIGN(Subprocess shell,
                       Subprocess::StartShell("--no-such-program || echo no",
                                              {.out = Stdio::Pipe()}));
  ASSERT_OK_AND_ASSIGN(const Output output, shell.Communicate({.text = true}));
  EXPECT_EQ(output.out, "no\n");
}

TEST(StartShellTest, TakesTheOptionsOfStart) {
  ASSERT_OK_AND_ASSIGN(
      Subprocess shell,
      Subprocess::StartShell(
          testing_util::ChildPath() + " variables",
          {.env_changes = {{"ADDED", "1"}}, .out = Stdio::Pipe()}));
  ASSERT_OK_AND_ASSIGN(const Output output, shell.Communicate());
  EXPECT_TRUE(absl::StrContains(output.out, absl::string_view("ADDED=1\0", 8)));
}

TEST(StartShellTest, ACommandThatIsNoneIsRefused) {
  EXPECT_THAT(Subprocess::StartShell(""),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("the command is empty")));
  EXPECT_THAT(
      Subprocess::StartShell(absl::string_view("echo\0", 5)),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("the command")));
}

TEST(StartShellTest, ANonExistentFolderIsNamed) {
  EXPECT_THAT(
      Subprocess::StartShell("echo", {.cwd = "no/such/folder"}),
      StatusIs(absl::StatusCode::kNotFound, HasSubstr("no/such/folder")));
}

}  // namespace
}  // namespace process
