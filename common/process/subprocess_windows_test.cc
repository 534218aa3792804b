// SPDX-License-Identifier: Apache-2.0
//
// What only Windows can show. Its twins are the *_posix_test.cc. What Wine
// can't show is in docs/platforms.md.

// Without the shell's API, where FindExecutable is a macro.
#define WIN32_LEAN_AND_MEAN
#include <windows.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "common/process/environment.h"
#include "common/process/exit_status.h"
#include "common/process/find_executable.h"
#include "common/process/handle.h"
#include "common/process/options.h"
#include "common/process/pipe.h"
#include "common/process/pipeline.h"
#include "common/process/run.h"
#include "common/process/start_failure.h"
#include "common/process/stdio.h"
#include "common/process/subprocess.h"
#include "common/process/testing/program_path.h"
#include "common/testing/run_on_threads.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace process {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using ::testing_util::IsOkAndHolds;
using ::testing_util::StatusIs;

// With its folder, so that it is found from everywhere.
std::filesystem::path ChildPath() {
  return std::filesystem::absolute(testing_util::ProgramPath("CHILD"));
}

std::string Child() { return ChildPath().string(); }

// Windows numbers handles 4, 8, 12 and so on. GetProcessHandleCount() would do,
// if Wine did more than return 0 for it.
int OpenHandles() {
  int count = 0;
  for (intptr_t number = 4; number < 0x4000; number += 4) {
    DWORD flags;
    count += GetHandleInformation(reinterpret_cast<HANDLE>(number), &flags);
  }
  return count;
}

// A pipe whose writing end is inheritable, as careless code makes them.
Pipe PipeWithInheritableEnd() {
  Pipe pipe = *OpenPipe();
  SetHandleInformation(reinterpret_cast<HANDLE>(pipe.write.get()),
                       HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
  return pipe;
}

size_t WaitingIn(const Pipe& pipe) {
  DWORD waiting = 0;
  EXPECT_TRUE(PeekNamedPipe(reinterpret_cast<HANDLE>(pipe.read.get()), nullptr,
                            0, nullptr, &waiting, nullptr));
  return waiting;
}

// ---- Ends ------------------------------------------------------------------

// 259 is also what Windows calls a process that still runs.
TEST(SubprocessWindowsTest, ExitCodesHave32UnsignedBits) {
  for (const int64_t code :
       {int64_t{259}, int64_t{0xC0000005}, int64_t{0xFFFFFFFF}}) {
    ASSERT_OK_AND_ASSIGN(const CompletedProcess result,
                         process::Run({Child(), "exit", absl::StrCat(code)}));
    EXPECT_EQ(result.status, ExitStatus::FromCode(code));
  }
}

TEST(SubprocessWindowsTest, AbortIsACode) {
  ASSERT_OK_AND_ASSIGN(const CompletedProcess result,
                       process::Run({Child(), "abort"}));
  EXPECT_EQ(result.status, ExitStatus::FromCode(3));
}

TEST(SubprocessWindowsTest, AKilledChildEndsWithCode1) {
  ASSERT_OK_AND_ASSIGN(Subprocess child, Subprocess::Start({Child(), "hold"}));
  EXPECT_EQ(child.Poll(), std::nullopt);
  EXPECT_OK(child.Kill());
  EXPECT_THAT(child.Wait(), IsOkAndHolds(ExitStatus::FromCode(1)));
}

TEST(SubprocessWindowsTest, WithoutACommonConsoleTerminateKills) {
  ASSERT_OK_AND_ASSIGN(
      Subprocess child,
      Subprocess::Start({Child(), "hold"}, {.windows = {.hide_window = true}}));
  EXPECT_OK(child.Terminate());
  EXPECT_THAT(child.Wait(), IsOkAndHolds(ExitStatus::FromCode(1)));
}

TEST(SubprocessWindowsTest, EndingAChildThatHasEndedIsNoError) {
  ASSERT_OK_AND_ASSIGN(
      Subprocess child,
      Subprocess::Start({Child(), "exit", "5"}, {.group = Group::kNewGroup}));
  ASSERT_OK(child.Wait());
  EXPECT_OK(child.Terminate());
  EXPECT_OK(child.Kill());
  EXPECT_OK(child.KillTree());
  EXPECT_THAT(child.Wait(), IsOkAndHolds(ExitStatus::FromCode(5)));
}

TEST(SubprocessWindowsTest, SignalsOfPosixAreUnimplemented) {
  ASSERT_OK_AND_ASSIGN(Subprocess child, Subprocess::Start({Child(), "hold"}));
  EXPECT_THAT(child.SendSignal(10),
              StatusIs(absl::StatusCode::kUnimplemented, HasSubstr("10")));
  EXPECT_THAT(child.SendSignal(-1),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(child.Poll(), std::nullopt);
  EXPECT_OK(child.SendSignal(9));
  EXPECT_OK(child.Wait());
}

// ---- Trees -----------------------------------------------------------------

// The pipe ends when the last of those who hold it has.
TEST(SubprocessWindowsTest, KillTreeTakesGrandchildren) {
  ASSERT_OK_AND_ASSIGN(Subprocess child,
                       Subprocess::Start({Child(), "start", "hold", "+", "say",
                                          "out", "ready", "+", "hold"},
                                         {.out = Stdio::Pipe()}));
  EXPECT_THAT(child.out().Read(), IsOkAndHolds("ready"));
  EXPECT_THAT(child.KillTree(), IsOkAndHolds(TreeReach::kAll));
  EXPECT_THAT(child.out().Read(), IsOkAndHolds(""));
}

TEST(SubprocessWindowsTest, KillTreeTakesGrandchildrenOfAChildThatHasEnded) {
  ASSERT_OK_AND_ASSIGN(
      Subprocess child,
      Subprocess::Start({Child(), "start", "hold"}, {.out = Stdio::Pipe()}));
  ASSERT_THAT(child.Wait(), IsOkAndHolds(ExitStatus()));
  EXPECT_THAT(child.KillTree(), IsOkAndHolds(TreeReach::kAll));
  EXPECT_THAT(child.out().Read(), IsOkAndHolds(""));
}

// Closing a job may kill whoever is in it. It must not here.
TEST(SubprocessWindowsTest, LettingGoOfAChildLetsItsGrandchildrenLive) {
  for (const bool die_with_parent : {false, true}) {
    ASSERT_OK_AND_ASSIGN(Pipe to, OpenPipe());
    ASSERT_OK_AND_ASSIGN(Pipe from, OpenPipe());
    {
      ASSERT_OK_AND_ASSIGN(
          Subprocess child,
          Subprocess::Start({Child(), "start", "cat"},
                            {.in = Stdio::Own(std::move(to.read)),
                             .out = Stdio::Own(std::move(from.write)),
                             .die_with_parent = die_with_parent,
                             .on_destroy = OnDestroy::kWait}));
    }
    PipeWriter writer(std::move(to.write));
    PipeReader reader(std::move(from.read));
    EXPECT_OK(writer.Write("still there"));
    EXPECT_THAT(reader.Read(), IsOkAndHolds("still there"));
    writer.Close();
    EXPECT_THAT(reader.Read(), IsOkAndHolds(""));
  }
}

// The one in between is killed alone; the pipe ends when its child has, too.
TEST(SubprocessWindowsTest, AChildMayDieWithItsParent) {
  ASSERT_OK_AND_ASSIGN(
      Subprocess parent,
      Subprocess::Start({testing_util::ProgramPath("MORTAL_PARENT"), Child(),
                         "say", "out", "ready", "+", "hold"},
                        {.out = Stdio::Pipe()}));
  EXPECT_THAT(parent.out().Read(), IsOkAndHolds("ready"));
  EXPECT_OK(parent.Kill());
  EXPECT_THAT(parent.out().Read(), IsOkAndHolds(""));
}

TEST(SubprocessWindowsTest, ADetachedChildLives) {
  ASSERT_OK_AND_ASSIGN(Pipe to, OpenPipe());
  ASSERT_OK_AND_ASSIGN(Pipe from, OpenPipe());
  ASSERT_OK(Subprocess::Start({Child(), "cat"},
                              {.in = Stdio::Own(std::move(to.read)),
                               .out = Stdio::Own(std::move(from.write)),
                               .on_destroy = OnDestroy::kDetach}));
  PipeWriter writer(std::move(to.write));
  PipeReader reader(std::move(from.read));
  EXPECT_OK(writer.Write("still there"));
  EXPECT_THAT(reader.Read(), IsOkAndHolds("still there"));
}

// ---- Handles ---------------------------------------------------------------

TEST(SubprocessWindowsTest, NoHandleStaysOpen) {
  const auto use_all = [] {
    ASSERT_OK(process::Run({Child(), "write", "out", "10"},
                           {.start = {.die_with_parent = true}}));
    ASSERT_THAT(process::Run({"no/such/program"}).status(),
                StatusIs(absl::StatusCode::kNotFound));
    ASSERT_THAT(
        process::Run({Child()}, {.start = {.cwd = "no/folder"}}).status(),
        StatusIs(absl::StatusCode::kNotFound));
    ASSERT_OK(process::Run({Child(), "hold"},
                           {.io = {.input = std::string(1 << 20, 'i'),
                                   .timeout = absl::Milliseconds(1)}}));
    ASSERT_OK(process::RunPipeline(
        {{.args = {Child(), "cat"}}, {.args = {Child(), "count-input"}}},
        {.input = "input"}));
  };
  use_all();  // the first time something may be loaded for good
  const int before = OpenHandles();
  ASSERT_GT(before, 0);
  for (int i = 0; i < 3; ++i) use_all();
  EXPECT_EQ(OpenHandles(), before);
}

TEST(SubprocessWindowsTest, InheritableHandlesOfOthersAreNotInherited) {
  const Pipe pipe = PipeWithInheritableEnd();
  EXPECT_OK(
      process::Run({Child(), "write-to", absl::StrCat(pipe.write.get())}));
  EXPECT_EQ(WaitingIn(pipe), 0u) << "the child could write to it";
}

TEST(SubprocessWindowsTest, PassedHandlesAreInheritedEvenIfNamedTwice) {
  const Pipe pipe = PipeWithInheritableEnd();
  EXPECT_OK(process::Run(
      {Child(), "write-to", absl::StrCat(pipe.write.get())},
      {.start = {.pass_handles = {pipe.write.get(), pipe.write.get()}}}));
  EXPECT_EQ(WaitingIn(pipe), 1u);
}

TEST(SubprocessWindowsTest, HandlesThatCannotBePassedAreRefused) {
  ASSERT_OK_AND_ASSIGN(Pipe pipe, OpenPipe());
  const NativeHandle number = pipe.write.get();
  const StartOptions options = {.pass_handles = {number}};
  EXPECT_THAT(
      Subprocess::Start({Child(), "exit", "0"}, options).status(),
      StatusIs(absl::StatusCode::kInvalidArgument,
               HasSubstr(absl::StrCat(number, ": it is not inheritable"))));
  pipe.write.Close();
  EXPECT_THAT(Subprocess::Start({Child(), "exit", "0"}, options).status(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr(absl::StrCat("pass handle ", number))));
}

// -2 is Windows' number for "the current thread", no file.
TEST(SubprocessWindowsTest, WhatIsNoOpenHandleIsNoStream) {
  EXPECT_THAT(
      Subprocess::Start({Child(), "exit", "0"}, {.out = Stdio::Borrow(-2)})
          .status(),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("-2")));
}

// Each child's input ends when the test closes it, unless another child has
// inherited a copy of the writing end.
TEST(SubprocessWindowsTest, ChildrenOfTwoThreadsDoNotGetEachOthersPipes) {
  constexpr int kThreads = 4;
  std::vector<std::vector<Subprocess>> children(kThreads);
  testing_util::RunOnThreads(kThreads, [&](int i) {
    for (int round = 0; round < 3; ++round) {
      absl::StatusOr<Subprocess> child = Subprocess::Start(
          {Child(), "cat"}, {.in = Stdio::Pipe(), .out = Stdio::Pipe()});
      ASSERT_OK(child);
      children[i].push_back(*std::move(child));
    }
  });
  for (std::vector<Subprocess>& of_one_thread : children) {
    for (Subprocess& child : of_one_thread) {
      child.in().Close();
      EXPECT_THAT(child.out().Read(), IsOkAndHolds(""));
      EXPECT_THAT(child.Wait(), IsOkAndHolds(ExitStatus()));
    }
  }
}

TEST(SubprocessWindowsTest, OfWhatIsNoPipeNothingWaitsAndThereIsNoCapacity) {
  const PipeReader file{UniqueHandle(reinterpret_cast<NativeHandle>(CreateFileW(
      L"NUL", GENERIC_READ, 0, nullptr, OPEN_EXISTING, 0, nullptr)))};
  ASSERT_TRUE(file.is_open());
  EXPECT_THAT(file.Waiting(), StatusIs(absl::StatusCode::kFailedPrecondition,
                                       HasSubstr("is no pipe")));
  EXPECT_THAT(file.Capacity(), StatusIs(absl::StatusCode::kFailedPrecondition,
                                        HasSubstr("is no pipe")));
}

// ---- Talking ---------------------------------------------------------------

TEST(SubprocessWindowsTest, AChildThatReadsNothingHoldsUpNobody) {
  ASSERT_OK_AND_ASSIGN(
      Subprocess child,
      Subprocess::Start({Child(), "say", "out", "hello", "+", "hold"},
                        {.in = Stdio::Pipe(), .out = Stdio::Pipe()}));
  const std::string input(10 << 20, 'i');
  ASSERT_OK_AND_ASSIGN(
      Output output,
      child.Communicate({.input = input, .timeout = absl::Milliseconds(1)}));
  while (output.out.empty()) {
    ASSERT_OK_AND_ASSIGN(
        output, child.Communicate({.timeout = absl::Milliseconds(50)}));
  }
  EXPECT_TRUE(output.timed_out);
  EXPECT_EQ(output.out, "hello");
  EXPECT_OK(child.Kill());
  EXPECT_OK(child.Wait());
}

// Each timeout cancels a write, with the child in the middle of reading.
TEST(SubprocessWindowsTest, NoByteIsLostOrDoubledByManyTimeouts) {
  std::string input;
  while (input.size() < 4 << 20) absl::StrAppend(&input, input.size(), ",");
  ASSERT_OK_AND_ASSIGN(
      Subprocess child,
      Subprocess::Start({Child(), "cat"},
                        {.in = Stdio::Pipe(), .out = Stdio::Pipe()}));
  ASSERT_OK_AND_ASSIGN(
      Output output,
      child.Communicate({.input = input, .timeout = absl::ZeroDuration()}));
  while (output.timed_out) {
    ASSERT_OK_AND_ASSIGN(
        output, child.Communicate({.timeout = absl::Microseconds(500)}));
  }
  EXPECT_TRUE(output.out == input) << output.out.size() << " bytes";
}

// More than Windows can wait for at once.
TEST(SubprocessWindowsTest, MoreThan64StreamsCanBeReadAtOnce) {
  const Stage say = {.args = {Child(), "cat", "+", "say", "err", "e"}};
  const std::vector<Stage> stages(65, say);
  ASSERT_OK_AND_ASSIGN(const std::vector<CompletedProcess> completed,
                       process::RunPipeline(stages, {.input = "through all"}));
  EXPECT_EQ(completed.back().out, "through all");
  for (const CompletedProcess& stage : completed) EXPECT_EQ(stage.err, "e");
}

TEST(SubprocessWindowsTest, WritingNothingIsNotTheEnd) {
  ASSERT_OK_AND_ASSIGN(Pipe pipe, OpenPipe());
  DWORD size;
  ASSERT_TRUE(WriteFile(reinterpret_cast<HANDLE>(pipe.write.get()), "", 0,
                        &size, nullptr));
  ASSERT_TRUE(WriteFile(reinterpret_cast<HANDLE>(pipe.write.get()), "x", 1,
                        &size, nullptr));
  EXPECT_THAT(PipeReader(std::move(pipe.read)).Read(), IsOkAndHolds("x"));
}

// ---- Programs --------------------------------------------------------------

TEST(SubprocessWindowsTest, ExeMayBeLeftOut) {
  const std::string without(absl::StripSuffix(Child(), ".exe"));
  ASSERT_OK_AND_ASSIGN(const CompletedProcess result,
                       process::Run({without, "exit", "7"}));
  EXPECT_EQ(result.status, ExitStatus::FromCode(7));
}

TEST(SubprocessWindowsTest, ANameWithoutSlashIsFoundOnTheChildsPathOnly) {
  const std::string name = ChildPath().stem().string();  // without .exe
  EXPECT_THAT(process::Run({name, "exit", "7"}).status(),
              StatusIs(absl::StatusCode::kNotFound));
  // Whatever the case of the variable's name.
  const std::string folder = ChildPath().parent_path().string();
  const StartOptions options = {.env_changes = {{"path", folder}}};
  ASSERT_OK_AND_ASSIGN(const CompletedProcess result,
                       process::Run({name, "exit", "7"}, {.start = options}));
  EXPECT_EQ(result.status, ExitStatus::FromCode(7));
  EXPECT_THAT(FindExecutable(name, options), IsOkAndHolds(Child()));
}

TEST(SubprocessWindowsTest, FoldersOnPathMayBeQuotedOrCountFromTheChilds) {
  const std::string name = ChildPath().filename().string();
  const std::string folder = ChildPath().parent_path().string();
  EXPECT_THAT(
      FindExecutable(
          name, {.env_changes = {{"PATH", absl::StrCat(";\"", folder, "\"")}}}),
      IsOkAndHolds(Child()));
  EXPECT_THAT(
      FindExecutable(name, {.cwd = folder, .env_changes = {{"PATH", "no;."}}}),
      IsOkAndHolds(Child()));
}

TEST(SubprocessWindowsTest, ANameWithoutSlashIsNotLookedForInTheCurrentFolder) {
  std::ofstream("only_here.exe")
      << "no program, so finding it would be PermissionDenied\n";
  EXPECT_THAT(process::Run({"only_here"}).status(),
              StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(process::Run({"./only_here"}).status(),
              StatusIs(absl::StatusCode::kPermissionDenied));
  std::remove("only_here.exe");
}

TEST(SubprocessWindowsTest, AFailedStartTellsTheFolderFromTheProgram) {
  const absl::Status folder =
      process::Run({Child()}, {.start = {.cwd = Child()}}).status();
  EXPECT_THAT(folder, StatusIs(absl::StatusCode::kNotFound));
  EXPECT_EQ(FailureOf(folder), (StartFailure{"chdir", Child(), 267}));
  const absl::Status program = process::Run({"no/such/program"}).status();
  EXPECT_THAT(program, StatusIs(absl::StatusCode::kNotFound));
  ASSERT_TRUE(FailureOf(program).has_value());
  EXPECT_EQ(FailureOf(program)->stage, "exec");
  EXPECT_EQ(FailureOf(program)->path, "no/such/program");
}

TEST(SubprocessWindowsTest, ACommandLineMayHave32766Characters) {
  const std::string name = testing_util::ProgramPath("CHILD");
  const size_t taken = absl::StrCat(name, " args ").size();
  const std::string longest(32766 - taken, 'a');
  ASSERT_OK_AND_ASSIGN(const CompletedProcess result,
                       process::Run({name, "args", longest}));
  EXPECT_EQ(result.out.size(), longest.size() + 1);
  EXPECT_THAT(process::Run({name, "args", longest + "a"}).status(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("32767 characters")));
}

TEST(SubprocessWindowsTest, TextThatIsNotUtf8IsRefused) {
  const absl::Status status = process::Run({Child(), "args", "\xFF"}).status();
  EXPECT_THAT(status,
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("UTF-8")));
  EXPECT_TRUE(FailureOf(status).has_value());
}

// ---- cmd.exe ---------------------------------------------------------------

TEST(SubprocessWindowsTest, ABatchFileGetsItsArguments) {
  const std::string path = absl::StrCat(::testing::TempDir(), "/script.bat");
  std::ofstream(path) << "@exit %1\r\n";
  ASSERT_OK_AND_ASSIGN(const CompletedProcess result,
                       process::Run({path, "7"}));
  EXPECT_EQ(result.status, ExitStatus::FromCode(7));
}

TEST(SubprocessWindowsTest, ABatchFileOnPathIsFoundWithoutItsExtension) {
  std::ofstream(absl::StrCat(::testing::TempDir(), "/tool.CMD"))
      << "@exit %1\r\n";
  ASSERT_OK_AND_ASSIGN(
      const CompletedProcess result,
      process::Run(
          {"tool", "7"},
          {.start = {.env_changes = {{"PATH", ::testing::TempDir()}}}}));
  EXPECT_EQ(result.status, ExitStatus::FromCode(7));
}

TEST(SubprocessWindowsTest, WhatNoBatchFileCanGetIsRefused) {
  const std::string path = absl::StrCat(::testing::TempDir(), "/refuses.bat");
  std::ofstream(path) << "@exit 7\r\n";
  EXPECT_THAT(process::Run({path, "two\nlines"}).status(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(path)));
}

TEST(SubprocessWindowsTest, TheShellIsTheOneOfTheSystemFolder) {
  ASSERT_OK_AND_ASSIGN(
      Subprocess child,
      Subprocess::StartShell("exit 7",
                             {.env_changes = {{"ComSpec", "no\\such\\shell"},
                                              {"PATH", "no\\such\\folder"}}}));
  EXPECT_THAT(child.Wait(), IsOkAndHolds(ExitStatus::FromCode(7)));
}

TEST(SubprocessWindowsTest, TheShellRunsAQuotedProgram) {
  ASSERT_OK_AND_ASSIGN(
      Subprocess child,
      Subprocess::StartShell(
          absl::StrCat("\"", Child(), "\" args \"two words\" b"),
          {.out = Stdio::Pipe()}));
  ASSERT_OK_AND_ASSIGN(const Output output, child.Communicate());
  EXPECT_EQ(output.out, std::string("two words\0b\0", 12));
}

TEST(SubprocessWindowsTest, ACommandLongerThanTheShellReadsIsRefused) {
  EXPECT_THAT(Subprocess::StartShell(std::string(8192, 'x')).status(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("8191")));
}

// ---- Environment -----------------------------------------------------------

std::vector<std::string> SeenVariables(const StartOptions& options) {
  absl::StatusOr<CompletedProcess> result =
      process::Run({Child(), "variables"}, {.start = options});
  EXPECT_OK(result);
  if (!result.ok()) return {};
  return absl::StrSplit(result->out, '\0', absl::SkipEmpty());
}

TEST(SubprocessWindowsTest, NamesOfVariablesDifferByMoreThanCase) {
  const std::vector<std::string> seen =
      SeenVariables({.env_changes = {{"One_Test", "1"},
                                     {"oNE_tEST", "2"},
                                     {"Ä", "3"},
                                     {"ä", std::nullopt}}});
  EXPECT_THAT(seen, Contains("oNE_tEST=2"));
  EXPECT_THAT(seen, Not(Contains(StartsWith("One_Test="))));
  EXPECT_THAT(seen, Not(Contains(StartsWith("Ä="))));
}

TEST(SubprocessWindowsTest, VariablesBeyondAsciiArriveAsTheyWere) {
  EXPECT_THAT(SeenVariables({.env_changes = {{"日本", "\U0001F600"}}}),
              Contains("日本=\U0001F600"));
}

}  // namespace
}  // namespace process
