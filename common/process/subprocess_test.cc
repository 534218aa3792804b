// SPDX-License-Identifier: Apache-2.0
//
// What holds on every system. What one system alone can show is in
// subprocess_posix_test.cc and subprocess_windows_test.cc.

#include <cstddef>
#include <fstream>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/process/exit_status.h"
#include "common/process/run.h"
#include "common/process/testing/program_path.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace process {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing_util::StatusIs;

// The child program (testing/child.cc) with these arguments.
std::vector<std::string> Child(std::vector<std::string> args) {
  args.insert(args.begin(), testing_util::ProgramPath("CHILD"));
  return args;
}

CompletedProcess RunChild(std::vector<std::string> args) {
  absl::StatusOr<CompletedProcess> result =
      process::Run(Child(std::move(args)));
  EXPECT_OK(result);
  return result.value_or(
      CompletedProcess{.status = ExitStatus::Unknown(), .out = "", .err = ""});
}

// The arguments that arrive in the child; `verb` is args or main-args.
std::vector<std::string> SeenByChild(const std::string& verb,
                                     std::vector<std::string> args) {
  args.insert(args.begin(), verb);
  std::vector<std::string> seen =
      absl::StrSplit(RunChild(std::move(args)).out, '\0');
  EXPECT_EQ(seen.back(), "") << "each argument ends in a NUL byte";
  seen.pop_back();
  return seen;
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

TEST(SubprocessTest, ArgumentsArriveAsTheyWere) {
  const std::vector<std::string> args = TrickyArguments();
  EXPECT_EQ(SeenByChild("args", args), args);
}

TEST(SubprocessTest, TheRuntimeBehindMainSplitsArgumentsTheSameWay) {
  const std::vector<std::string> args = TrickyArguments();
  EXPECT_EQ(SeenByChild("main-args", args), args);
}

TEST(SubprocessTest, ArgumentsBeyondAsciiArriveAsTheyWere) {
  const std::vector<std::string> args = {"Zürich", "日本", "\U0001F600"};
  EXPECT_EQ(SeenByChild("args", args), args);
}

TEST(SubprocessTest, OutputAndErrorOutputAreKeptApart) {
  const CompletedProcess result = RunChild({"write", "out", "3", "err", "2"});
  EXPECT_EQ(result.out, "ooo");
  EXPECT_EQ(result.err, "ee");
  EXPECT_TRUE(result.status.ok()) << result.status;
}

TEST(SubprocessTest, NoOutputIsTwoEmptyStrings) {
  const CompletedProcess result = RunChild({"exit", "0"});
  EXPECT_EQ(result.out, "");
  EXPECT_EQ(result.err, "");
}

// Either pipe fills up long before the other one ends: whoever empties one
// after the other waits forever.
TEST(SubprocessTest, BothStreamsMayBeLargerThanAPipeInAnyOrder) {
  constexpr size_t kSize = 1 << 20;
  const std::string size = absl::StrCat(kSize);
  const CompletedProcess result =
      RunChild({"write", "err", size, "out", size, "err", size, "out", size});
  EXPECT_TRUE(result.out == std::string(2 * kSize, 'o'))
      << result.out.size() << " bytes";
  EXPECT_TRUE(result.err == std::string(2 * kSize, 'e'))
      << result.err.size() << " bytes";
}

TEST(SubprocessTest, SizesAroundAPipesCapacityAreExact) {
  for (const size_t size : {1, 4095, 4096, 4097, 65535, 65536, 65537}) {
    EXPECT_TRUE(RunChild({"write", "out", absl::StrCat(size)}).out ==
                std::string(size, 'o'))
        << size;
  }
}

TEST(SubprocessTest, StandardInputIsEmpty) {
  EXPECT_EQ(RunChild({"count-input"}).out, "0");
}

TEST(SubprocessTest, AFailedProgramIsAStatusNotAnError) {
  for (const int code : {0, 1, 3, 126, 127, 255}) {
    EXPECT_EQ(RunChild({"exit", absl::StrCat(code)}).status,
              ExitStatus::FromCode(code));
  }
}

TEST(SubprocessTest, OutputOfAFailedProgramIsKept) {
  const CompletedProcess result = RunChild({"dance"});
  EXPECT_EQ(result.status, ExitStatus::FromCode(2));
  EXPECT_THAT(result.err, HasSubstr("what is dance?"));
}

TEST(SubprocessTest, NoArgumentsAreRefused) {
  EXPECT_THAT(
      process::Run({}).status(),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("no arguments")));
}

TEST(SubprocessTest, AnEmptyProgramNameIsRefused) {
  EXPECT_THAT(
      process::Run({"", "x"}).status(),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("args[0]")));
}

TEST(SubprocessTest, ANulByteIsRefusedAndShown) {
  const std::string with_nul("a\0b", 3);
  EXPECT_THAT(process::Run(Child({"args", with_nul})).status(),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("args[2]"), HasSubstr("a\\000b"))));
  EXPECT_THAT(
      process::Run({with_nul}).status(),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("args[0]")));
}

TEST(SubprocessTest, MoreArgumentsThanTheSystemTakesAreRefused) {
  EXPECT_THAT(
      process::Run(Child({"args", std::string(1 << 20, 'a')})).status(),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("cannot start")));
}

TEST(SubprocessTest, AMissingProgramIsNotFoundAndNamed) {
  EXPECT_THAT(
      process::Run({"no/such/program"}).status(),
      StatusIs(absl::StatusCode::kNotFound, HasSubstr("\"no/such/program\"")));
}

TEST(SubprocessTest, AProgramMissingOnPathIsNotFoundAndNamed) {
  EXPECT_THAT(
      process::Run({"no-such-program"}).status(),
      StatusIs(absl::StatusCode::kNotFound,
               AllOf(HasSubstr("\"no-such-program\""), HasSubstr("PATH"))));
}

TEST(SubprocessTest, AFileThatIsNoProgramIsPermissionDeniedAndNamed) {
  const std::string path =
      absl::StrCat(::testing::TempDir(), "/not_a_program.txt");
  std::ofstream(path) << "just text\n";
  EXPECT_THAT(process::Run({path}).status(),
              StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr(path)));
}

TEST(SubprocessTest, AFolderIsPermissionDenied) {
  EXPECT_THAT(process::Run({::testing::TempDir()}).status(),
              StatusIs(absl::StatusCode::kPermissionDenied,
                       HasSubstr(::testing::TempDir())));
}

TEST(SubprocessTest, ManyThreadsMayRunProgramsAtOnce) {
  constexpr int kThreads = 8;
  constexpr int kRuns = 5;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([i] {
      const std::string name = absl::StrCat("thread ", i);
      for (int run = 0; run < kRuns; ++run) {
        EXPECT_EQ(SeenByChild("args", {name}), std::vector<std::string>{name});
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

}  // namespace
}  // namespace process
