// SPDX-License-Identifier: Apache-2.0
//
// What holds on every system. What one system alone can show is in
// the *_posix_test.cc and subprocess_windows_test.cc.

#include "common/process/run.h"

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/process/communicate.h"
#include "common/process/exit_status.h"
#include "common/process/options.h"
#include "common/process/pipe.h"
#include "common/process/stdio.h"
#include "common/process/testing/child_args.h"
#include "common/process/testing/pipe_text.h"
#include "common/process/testing/test_files.h"
#include "common/testing/run_on_threads.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace process {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using ::testing_util::ChildArgs;
using ::testing_util::IsOkAndHolds;
using ::testing_util::ReadToEnd;
using ::testing_util::StatusIs;

CompletedProcess OrUnknown(absl::StatusOr<CompletedProcess> result) {
  EXPECT_OK(result);
  return std::move(result).value_or(
      CompletedProcess{.status = ExitStatus::Unknown()});
}

CompletedProcess RunChild(std::vector<std::string> args,
                          const RunOptions& options = {}) {
  return OrUnknown(process::Run(ChildArgs(std::move(args)), options));
}

CompletedProcess RunCommand(absl::string_view command,
                            const RunOptions& options = {}) {
  return OrUnknown(process::RunShell(command, options));
}

// The child program with these steps, as a part of a command.
std::string ChildCommand(absl::string_view steps) {
  return absl::StrCat(testing_util::ChildPath(), " ", steps);
}

// What a child wrote with a NUL byte after each.
std::vector<std::string> Items(const std::string& out) {
  std::vector<std::string> items = absl::StrSplit(out, '\0');
  EXPECT_EQ(items.back(), "") << "each item ends in a NUL byte";
  items.pop_back();
  return items;
}

// The arguments that arrive in the child; `verb` is args or main-args.
std::vector<std::string> SeenByChild(const std::string& verb,
                                     std::vector<std::string> args) {
  args.insert(args.begin(), verb);
  return Items(RunChild(std::move(args)).out);
}

std::vector<std::string> TrickyArguments() {
  return {"plain",       "",
          " ",           "two words",
          "tab\there",   "line\nbreak",
          "\"",          "a\"b",
          "a\\",         "a b\\",
          "a\\\\",       "a\\\"b",
          "a b\\\\\"c",  "'single'",
          "%PATH%",      "$HOME",
          "a&b|c<d>e^f", "*",
          "?",           "!",
          "--flag=x y"};
}

TEST(RunTest, ArgumentsArriveAsTheyWere) {
  const std::vector<std::string> args = TrickyArguments();
  EXPECT_EQ(SeenByChild("args", args), args);
}

TEST(RunTest, TheRuntimeBehindMainSplitsArgumentsTheSameWay) {
  const std::vector<std::string> args = TrickyArguments();
  EXPECT_EQ(SeenByChild("main-args", args), args);
}

TEST(RunTest, ArgumentsBeyondAsciiArriveAsTheyWere) {
  const std::vector<std::string> args = {"Zürich", "日本", "\U0001F600"};
  EXPECT_EQ(SeenByChild("args", args), args);
}

TEST(RunTest, OutputAndErrorOutputAreKeptApart) {
  const CompletedProcess result = RunChild({"write", "out", "3", "err", "2"});
  EXPECT_EQ(result.out, "ooo");
  EXPECT_EQ(result.err, "ee");
  EXPECT_TRUE(result.status.ok()) << result.status;
}

TEST(RunTest, NoOutputIsTwoEmptyStrings) {
  const CompletedProcess result = RunChild({"exit", "0"});
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(result.err, "");
}

// Either pipe fills up long before the other one ends: whoever empties one
// after the other waits forever.
TEST(RunTest, BothStreamsMayBeLargerThanAPipeInAnyOrder) {
  constexpr size_t kSize = 1 << 20;
  const std::string size = absl::StrCat(kSize);
  const CompletedProcess result =
      RunChild({"write", "err", size, "out", size, "err", size, "out", size});
  EXPECT_TRUE(result.out == std::string(2 * kSize, 'o'))
      << result.out.size() << " bytes";
  EXPECT_TRUE(result.err == std::string(2 * kSize, 'e'))
      << result.err.size() << " bytes";
}

TEST(RunTest, SizesAroundAPipesCapacityAreExact) {
  for (const size_t size : {1, 4095, 4096, 4097, 65535, 65536, 65537}) {
    EXPECT_TRUE(RunChild({"write", "out", absl::StrCat(size)}).out ==
                std::string(size, 'o'))
        << size;
  }
}

TEST(RunTest, StandardInputIsEmpty) {
  EXPECT_EQ(RunChild({"count-input"}).out, "0");
}

TEST(RunTest, AFailedProgramIsAStatusNotAnError) {
  for (const int code : {0, 1, 3, 126, 127, 255}) {
    EXPECT_EQ(RunChild({"exit", absl::StrCat(code)}).status,
              ExitStatus::FromCode(code));
  }
}

TEST(RunTest, OutputOfAFailedProgramIsKept) {
  const CompletedProcess result = RunChild({"dance"});
  EXPECT_EQ(result.status, ExitStatus::FromCode(2));
  EXPECT_THAT(result.err, HasSubstr("what is dance?"));
}

TEST(RunTest, NoArgumentsAreRefused) {
  EXPECT_THAT(
      process::Run({}).status(),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("no arguments")));
}

TEST(RunTest, AnEmptyProgramNameIsRefused) {
  EXPECT_THAT(
      process::Run({"", "x"}).status(),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("args[0]")));
}

TEST(RunTest, ANulByteIsRefusedAndShown) {
  const std::string with_nul("a\0b", 3);
  EXPECT_THAT(process::Run(ChildArgs({"args", with_nul})).status(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("args[2]"), HasSubstr("a\\000b"))));
  EXPECT_THAT(
      process::Run({with_nul}).status(),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("args[0]")));
}

TEST(RunTest, MoreArgumentsThanTheSystemTakesAreRefused) {
  EXPECT_THAT(
      process::Run(ChildArgs({"args", std::string(1 << 20, 'a')})).status(),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("cannot start")));
}

TEST(RunTest, AMissingProgramIsNotFoundAndNamed) {
  EXPECT_THAT(
      process::Run({"no/such/program"}).status(),
      StatusIs(absl::StatusCode::kNotFound, HasSubstr("\"no/such/program\"")));
}

TEST(RunTest, AProgramMissingOnPathIsNotFoundAndNamed) {
  EXPECT_THAT(
      process::Run({"no-such-program"}).status(),
      StatusIs(absl::StatusCode::kNotFound,
               AllOf(HasSubstr("\"no-such-program\""), HasSubstr("PATH"))));
}

TEST(RunTest, AFileThatIsNoProgramIsPermissionDeniedAndNamed) {
  const std::string path = testing_util::FreshPath("not_a_program.txt");
  testing_util::WriteFile(path, "just text\n");
  EXPECT_THAT(process::Run({path}).status(),
              StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr(path)));
}

TEST(RunTest, AFolderIsPermissionDenied) {
  EXPECT_THAT(process::Run({::testing::TempDir()}).status(),
              StatusIs(absl::StatusCode::kPermissionDenied,
                       HasSubstr(::testing::TempDir())));
}

TEST(RunTest, ManyThreadsMayRunProgramsAtOnce) {
  constexpr int kRuns = 5;
  testing_util::RunOnThreads(8, [](int i) {
    const std::string name = absl::StrCat("thread ", i);
    for (int run = 0; run < kRuns; ++run) {
      EXPECT_EQ(SeenByChild("args", {name}), std::vector<std::string>{name});
    }
  });
}

// ---- Streams, folder and variables -----------------------------------------

TEST(RunTest, InputIsWhatTheProgramReads) {
  const std::string input("a\0b\r\nc", 6);
  EXPECT_EQ(RunChild({"cat"}, {.io = {.input = input}}).out, input);
}

TEST(RunTest, AProgramNeedNotReadItsInput) {
  const std::string input(1 << 20, 'x');
  EXPECT_EQ(RunChild({"exit", "5"}, {.io = {.input = input}}).status,
            ExitStatus::FromCode(5));
}

TEST(RunTest, InputAndAnotherSourceOfInputContradictEachOther) {
  EXPECT_THAT(
      process::Run(ChildArgs({"cat"}),
                   {.start = {.in = Stdio::Null()}, .io = {.input = "x"}}),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("start.in")));
}

TEST(RunTest, InputMayBeSaidToBeAPipe) {
  EXPECT_EQ(
      RunChild({"cat"}, {.start = {.in = Stdio::Pipe()}, .io = {.input = "x"}})
          .out,
      "x");
  EXPECT_EQ(RunChild({"count-input"}, {.start = {.in = Stdio::Pipe()}}).out,
            "0");
}

TEST(RunTest, StreamsThatLeadElsewhereAreNotCaptured) {
  const std::string path = testing_util::FreshPath("out");
  const CompletedProcess result =
      RunChild({"write", "out", "3", "err", "2"},
               {.start = {.out = Stdio::File(path, FileMode::kCreateNew),
                          .err = Stdio::Null()}});
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(result.err, "");
  EXPECT_EQ(testing_util::ReadFile(path), "ooo");
}

TEST(RunTest, ErrorOutputMayGoWithTheOutput) {
  const CompletedProcess result = RunChild(
      {"say", "out", "a", "+", "say", "err", "b", "+", "say", "out", "c"},
      {.start = {.err = Stdio::Stdout()}});
  EXPECT_EQ(result.out, "abc");
  EXPECT_EQ(result.err, "");
}

TEST(RunTest, TheProgramRunsInItsFolder) {
  const std::string folder = testing_util::FreshPath("folder");
  fs::create_directory(folder);
  EXPECT_TRUE(fs::equivalent(
      RunChild({"folder"}, {.start = {.cwd = folder}}).out, folder));
}

TEST(RunTest, TheProgramGetsItsVariables) {
  const std::vector<std::string> variables = Items(
      RunChild(
          {"variables"},
          {.start = {.env_changes = {{"ADDED", "1"}, {"CHILD", std::nullopt}}}})
          .out);
  EXPECT_THAT(variables, Contains("ADDED=1"));
  EXPECT_THAT(variables, Not(Contains(StartsWith("CHILD="))));
}

// ---- Text ------------------------------------------------------------------

TEST(RunTest, BytesComeAsTheyAre) {
  EXPECT_EQ(RunChild({"say", "out", "a\r\nb\rc\n"}).out, "a\r\nb\rc\n");
}

TEST(RunTest, TextHasNewlinesHoweverItCame) {
  const CompletedProcess result =
      RunChild({"say", "out", "a\r", "+", "say", "err", "x\r", "+", "say",
                "out", "\nb\r", "+", "say", "err", "y"},
               {.io = {.text = true}});
  EXPECT_EQ(result.out, "a\nb\n");
  EXPECT_EQ(result.err, "x\ny");
}

TEST(RunTest, TheLimitOfTextCountsItsNewlinesOnce) {
  const CompletedProcess result = RunChild(
      {"say", "out", "a\r\nb\r\n"}, {.io = {.max_output = 4, .text = true}});
  EXPECT_EQ(result.out, "a\nb\n");
  EXPECT_FALSE(result.truncated);
}

// ---- Limits ----------------------------------------------------------------

TEST(RunTest, OutputUpToTheLimitIsWhole) {
  const CompletedProcess result =
      RunChild({"write", "out", "5000"}, {.io = {.max_output = 5000}});
  EXPECT_EQ(result.out.size(), 5000u);
  EXPECT_FALSE(result.truncated);
  EXPECT_FALSE(RunChild({"exit", "0"}, {.io = {.max_output = 0}}).truncated);
}

TEST(RunTest, BeyondTheLimitOutputIsDiscardedAndTheProgramRunsOn) {
  const CompletedProcess result =
      RunChild({"write", "out", "1000000", "+", "exit", "3"},
               {.io = {.max_output = 4999}});
  EXPECT_EQ(result.out, std::string(4999, 'o'));
  EXPECT_TRUE(result.truncated);
  EXPECT_EQ(result.status, ExitStatus::FromCode(3));
}

TEST(RunTest, EachStreamHasTheLimitForItself) {
  const CompletedProcess result = RunChild(
      {"write", "out", "2000", "err", "2000"}, {.io = {.max_output = 2000}});
  EXPECT_EQ(result.out.size(), 2000u);
  EXPECT_EQ(result.err.size(), 2000u);
  EXPECT_FALSE(result.truncated);
  EXPECT_TRUE(RunChild({"write", "out", "1", "err", "2001"},
                       {.io = {.max_output = 2000}})
                  .truncated);
}

TEST(RunTest, TheLimitMayCloseTheStream) {
  const CompletedProcess result =
      RunChild({"flood", "out"},
               {.io = {.max_output = 100000, .on_limit = OnLimit::kClose}});
  EXPECT_EQ(result.out, std::string(100000, 'f'));
  EXPECT_TRUE(result.truncated);
  EXPECT_FALSE(result.status.ok());  // it has noticed
}

TEST(RunTest, TheLimitMayKillTheProgram) {
  const CompletedProcess result =
      RunChild({"write", "out", "5000", "+", "hold"},
               {.io = {.max_output = 100, .on_limit = OnLimit::kKill}});
  EXPECT_EQ(result.out, std::string(100, 'o'));
  EXPECT_TRUE(result.truncated);
  EXPECT_FALSE(result.status.ok());
  EXPECT_FALSE(result.timed_out);
}

// ---- Timeouts --------------------------------------------------------------

TEST(RunTest, AProgramThatEndsInTimeHasNotTimedOut) {
  const CompletedProcess result =
      RunChild({"say", "out", "x"}, {.io = {.timeout = absl::Hours(1)}});
  EXPECT_EQ(result.out, "x");
  EXPECT_FALSE(result.timed_out);
}

TEST(RunTest, NoTimeIsATimeout) {
  for (const absl::Duration timeout :
       {absl::ZeroDuration(), -absl::Seconds(1), -absl::InfiniteDuration()}) {
    const CompletedProcess result =
        RunChild({"hold"}, {.io = {.timeout = timeout}});
    EXPECT_TRUE(result.timed_out);
    EXPECT_FALSE(result.status.ok());
  }
}

// A program and those it has started, seen from outside: as long as one of them
// lives the pipe that is their error output has no end.
struct Family {
  CompletedProcess result;
  PipeReader alive;
};

using RunFunction = absl::FunctionRef<CompletedProcess(const RunOptions&)>;

// Runs what says something and goes on for ever, with a longer and longer
// timeout, until there was time to say it.
Family RunUntilItHasSaidSomething(RunFunction run, RunOptions options) {
  for (options.io.timeout = absl::Milliseconds(50);; options.io.timeout *= 2) {
    absl::StatusOr<Pipe> pipe = OpenPipe();
    EXPECT_OK(pipe);
    options.start.err = Stdio::Own(std::move(pipe->write));
    CompletedProcess result = run(options);
    EXPECT_TRUE(result.timed_out);
    if (!result.out.empty()) {
      return {std::move(result), PipeReader(std::move(pipe->read))};
    }
  }
}

// The child program with these steps.
Family RunUntilItHasSaidSomething(const std::vector<std::string>& steps,
                                  const RunOptions& options) {
  return RunUntilItHasSaidSomething(
      [&](const RunOptions& start) { return RunChild(steps, start); }, options);
}

TEST(RunTest, AfterATimeoutTheProgramIsDeadAndItsOutputKept) {
  Family family =
      RunUntilItHasSaidSomething({"say", "out", "partial", "+", "hold"}, {});
  EXPECT_EQ(family.result.out, "partial");
  EXPECT_FALSE(family.result.status.ok());
  EXPECT_FALSE(family.result.status.unknown());
  EXPECT_FALSE(family.result.held_open);
  EXPECT_THAT(ReadToEnd(family.alive), IsOkAndHolds(""));
}

TEST(RunTest, AfterATimeoutThoseThatTheProgramStartedAreDead) {
  Family family = RunUntilItHasSaidSomething(
      {"start", "hold", "+", "say", "out", "started", "+", "hold"}, {});
  EXPECT_EQ(family.result.out, "started");
  EXPECT_THAT(ReadToEnd(family.alive), IsOkAndHolds(""));
}

TEST(RunTest, AProgramMayEndByItselfInTheGrace) {
  Family family = RunUntilItHasSaidSomething(
      {"say", "out", "partial", "+", "hold"}, {.kill_grace = absl::Hours(1)});
  EXPECT_EQ(family.result.out, "partial");
  EXPECT_FALSE(family.result.status.ok());
  EXPECT_THAT(ReadToEnd(family.alive), IsOkAndHolds(""));
}

// Terminate() reaches the program alone.
TEST(RunTest, AfterTheGraceThoseThatTheProgramStartedAreDead) {
  Family family = RunUntilItHasSaidSomething(
      {"start", "hold", "+", "say", "out", "started", "+", "hold"},
      {.start = {.group = Group::kNewGroup}, .kill_grace = absl::Hours(1)});
  EXPECT_EQ(family.result.out, "started");
  EXPECT_THAT(ReadToEnd(family.alive), IsOkAndHolds(""));
}

// There is always something to read, so reading alone never comes to the clock.
TEST(RunTest, AProgramThatNeverStopsWritingTimesOut) {
  Family family = RunUntilItHasSaidSomething(
      {"start", "flood out", "+", "flood", "out"}, {.io = {.max_output = 10}});
  EXPECT_EQ(family.result.out, std::string(10, 'f'));
  EXPECT_TRUE(family.result.truncated);
  EXPECT_THAT(ReadToEnd(family.alive), IsOkAndHolds(""));
}

// ---- Processes that are left behind ----------------------------------------

TEST(RunTest, WhatAProgramLeftBehindWritesIsReadToItsEnd) {
  const CompletedProcess result = RunChild({"start", "say out late"});
  EXPECT_EQ(result.out, "late");
  EXPECT_FALSE(result.held_open);
}

TEST(RunTest, WhoHoldsTheOutputOpenIsNotWaitedForBeyondTheDrainGrace) {
  for (const absl::Duration grace :
       {absl::ZeroDuration(), absl::Milliseconds(20)}) {
    ASSERT_OK_AND_ASSIGN(Pipe input, OpenPipe());
    // cat ends when our end of `input` closes.
    const CompletedProcess result =
        RunChild({"start", "cat", "+", "write", "out", "100000"},
                 {.start = {.in = Stdio::Own(std::move(input.read))},
                  .io = {.drain_grace = grace}});
    EXPECT_EQ(result.out, std::string(100000, 'o'));
    EXPECT_TRUE(result.held_open);
    EXPECT_TRUE(result.status.ok()) << result.status;
  }
}

TEST(RunTest, NobodyWhoHoldsTheOutputOpenMakesForATimeout) {
  const CompletedProcess result = RunChild(
      {"say", "out", "x"}, {.io = {.drain_grace = absl::Milliseconds(20)}});
  EXPECT_EQ(result.out, "x");
  EXPECT_FALSE(result.held_open);
}

// The system may know no more of it that it belongs to the program.
TEST(RunTest, AfterATimeoutNobodyWhoWasLeftBehindIsWaitedFor) {
  ASSERT_OK_AND_ASSIGN(Pipe input, OpenPipe());
  Family silent = RunUntilItHasSaidSomething(
      {"start", "cat", "+", "say", "out", "x"},
      {.start = {.in = Stdio::Borrow(input.read.get())}});
  EXPECT_EQ(silent.result.out, "x");
  Family loud = RunUntilItHasSaidSomething({"start", "flood out"},
                                           {.io = {.max_output = 10}});
  EXPECT_EQ(loud.result.out, std::string(10, 'f'));
}

// ---- The shell -------------------------------------------------------------

TEST(RunShellTest, TheShellRunsTheCommandAndItsExitCodeIsTheResult) {
  EXPECT_EQ(RunCommand("exit 3").status, ExitStatus::FromCode(3));
  const CompletedProcess result =
      RunCommand("echo hello&& exit 7", {.io = {.text = true}});
  EXPECT_EQ(result.out, "hello\n");
  EXPECT_EQ(result.err, "");
  EXPECT_EQ(result.status, ExitStatus::FromCode(7));
}

TEST(RunShellTest, TheShellConnectsPrograms) {
  const CompletedProcess result = RunCommand(absl::StrCat(
      ChildCommand("write out 3 err 2"), " | ", ChildCommand("count-input")));
  EXPECT_EQ(result.out, "3");
  EXPECT_EQ(result.err, "ee");
  EXPECT_TRUE(result.status.ok()) << result.status;
}

TEST(RunShellTest, AProgramThatTheShellDoesNotFindIsTheShellsFailure) {
  const CompletedProcess result = RunCommand("no-such-program");
  EXPECT_FALSE(result.status.ok());
  EXPECT_THAT(result.err, HasSubstr("no-such-program"));
}

TEST(RunShellTest, InputIsWhatTheCommandReads) {
  EXPECT_EQ(RunCommand(ChildCommand("cat"), {.io = {.input = "a b"}}).out,
            "a b");
  EXPECT_EQ(RunCommand(ChildCommand("count-input")).out, "0");
}

TEST(RunShellTest, TheCommandGetsItsFolderVariablesAndStreams) {
  const std::string folder = testing_util::FreshPath("folder");
  fs::create_directory(folder);
  EXPECT_TRUE(fs::equivalent(
      RunCommand(ChildCommand("folder"), {.start = {.cwd = folder}}).out,
      folder));
  EXPECT_THAT(Items(RunCommand(ChildCommand("variables"),
                               {.start = {.env_changes = {{"ADDED", "1"}}}})
                        .out),
              Contains("ADDED=1"));
  EXPECT_EQ(RunCommand(ChildCommand("write err 2"),
                       {.start = {.err = Stdio::Stdout()}})
                .out,
            "ee");
}

TEST(RunShellTest, TheLimitsHoldForTheCommand) {
  const CompletedProcess result =
      RunCommand(ChildCommand("write out 5000"), {.io = {.max_output = 4999}});
  EXPECT_EQ(result.out, std::string(4999, 'o'));
  EXPECT_TRUE(result.truncated);
}

// The shell waits for the program and would go on after it.
Family RunCommandUntilItHasSaidSomething(const RunOptions& options) {
  const std::string command = absl::StrCat(
      ChildCommand("start hold + say out started + hold"), " && exit 0");
  return RunUntilItHasSaidSomething(
      [&](const RunOptions& start) { return RunCommand(command, start); },
      options);
}

TEST(RunShellTest, AfterATimeoutAllThatTheShellStartedIsDead) {
  Family family = RunCommandUntilItHasSaidSomething({});
  EXPECT_EQ(family.result.out, "started");
  EXPECT_FALSE(family.result.status.ok());
  EXPECT_THAT(ReadToEnd(family.alive), IsOkAndHolds(""));
}

TEST(RunShellTest, AfterTheGraceTheShellsGroupIsDead) {
  Family family = RunCommandUntilItHasSaidSomething(
      {.start = {.group = Group::kNewGroup}, .kill_grace = absl::Hours(1)});
  EXPECT_EQ(family.result.out, "started");
  EXPECT_THAT(ReadToEnd(family.alive), IsOkAndHolds(""));
}

TEST(RunShellTest, ACommandThatIsNoneIsRefused) {
  EXPECT_THAT(process::RunShell("").status(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("the command is empty")));
  EXPECT_THAT(process::RunShell(absl::string_view("a\0b", 3)).status(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("the command"), HasSubstr("a\\000b"))));
}

TEST(RunShellTest, AnotherShellIsRefused) {
  EXPECT_THAT(
      process::RunShell("exit 0",
                        {.start = {.executable = testing_util::ChildPath()}}),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("executable")));
}

TEST(RunShellTest, AShellThatNeverRanHasTheCodeOfItsStart) {
  EXPECT_THAT(
      process::RunShell("exit 0", {.start = {.cwd = "no/such/folder"}}),
      StatusIs(absl::StatusCode::kNotFound, HasSubstr("no/such/folder")));
}

// ---- CompletedProcess ------------------------------------------------------

TEST(CompletedProcessTest, ExitCodeZeroInTimeIsOk) {
  EXPECT_OK(CompletedProcess().ToStatus());
  EXPECT_OK((CompletedProcess{.err = "a warning"}.ToStatus()));
}

TEST(CompletedProcessTest, AFailureIsAbortedAndSaysHowAndWhatWasWritten) {
  const CompletedProcess failed = {.status = ExitStatus::FromCode(3),
                                   .err = "first\nlast\n\n"};
  EXPECT_EQ(failed.ToStatus(),
            absl::AbortedError("exit code 3; it wrote: first\nlast"));
  EXPECT_EQ(CompletedProcess{.status = ExitStatus::FromSignal(9)}.ToStatus(),
            absl::AbortedError("killed by signal 9 (SIGKILL)"));
  EXPECT_EQ(CompletedProcess{.status = ExitStatus::Unknown()}.ToStatus(),
            absl::AbortedError("exit status unknown"));
}

TEST(CompletedProcessTest, ATimeoutIsDeadlineExceededHoweverItEnded) {
  const CompletedProcess late = {.err = "working", .timed_out = true};
  EXPECT_THAT(late.ToStatus(),
              StatusIs(absl::StatusCode::kDeadlineExceeded,
                       AllOf(HasSubstr("timeout"), HasSubstr("working"))));
}

TEST(CompletedProcessTest, OfMuchErrorOutputTheMessageHasTheLastWholeLines) {
  std::string err;
  for (int i = 0; i < 1000; ++i) absl::StrAppend(&err, "line ", i, "\n");
  const absl::Status status =
      CompletedProcess{.status = ExitStatus::FromCode(1), .err = err}
          .ToStatus();
  EXPECT_LT(status.message().size(), 2100u);
  EXPECT_TRUE(absl::EndsWith(status.message(), "line 998\nline 999")) << status;
  EXPECT_THAT(std::string(status.message()),
              StartsWith("exit code 1; it wrote: line "));
}

// ---- CheckOutput -----------------------------------------------------------

TEST(CheckOutputTest, IsTheOutputOfAProgramThatSucceeds) {
  EXPECT_THAT(
      process::CheckOutput(ChildArgs({"write", "out", "3", "err", "2"})),
      IsOkAndHolds("ooo"));
}

TEST(CheckOutputTest, AFailureIsAbortedAndNamesTheProgram) {
  EXPECT_THAT(process::CheckOutput(
                  ChildArgs({"say", "err", "no luck", "+", "exit", "3"})),
              StatusIs(absl::StatusCode::kAborted,
                       AllOf(HasSubstr(testing_util::ChildPath()),
                             HasSubstr("exit code 3"), HasSubstr("no luck"))));
}

TEST(CheckOutputTest, ATimeoutIsDeadlineExceeded) {
  EXPECT_THAT(process::CheckOutput(ChildArgs({"hold"}),
                                   {.io = {.timeout = absl::Milliseconds(20)}}),
              StatusIs(absl::StatusCode::kDeadlineExceeded));
}

TEST(CheckOutputTest, AProgramThatNeverRanHasTheCodeOfItsStart) {
  EXPECT_THAT(process::CheckOutput({"no/such/program"}),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(process::CheckOutput({}),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

// Whatever the limit made of the program.
TEST(CheckOutputTest, MoreThanTheLimitIsResourceExhausted) {
  EXPECT_THAT(process::CheckOutput(ChildArgs({"write", "out", "101"}),
                                   {.io = {.max_output = 100}}),
              StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("100")));
  for (const OnLimit on_limit : {OnLimit::kClose, OnLimit::kKill}) {
    EXPECT_THAT(
        process::CheckOutput(ChildArgs({"flood", "out"}),
                             {.io = {.max_output = 100, .on_limit = on_limit}}),
        StatusIs(absl::StatusCode::kResourceExhausted, HasSubstr("100")));
  }
}

}  // namespace
}  // namespace process
