// SPDX-License-Identifier: Apache-2.0
//
// The options that every system has; streams are in stdio_test.cc, what the
// destructor does in subprocess_test.cc.

#include "common/process/options.h"

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/process/environment.h"
#include "common/process/exit_status.h"
#include "common/process/handle.h"
#include "common/process/run.h"
#include "common/process/start_failure.h"
#include "common/process/stdio.h"
#include "common/process/subprocess.h"
#include "common/process/testing/child_args.h"
#include "common/process/testing/program_path.h"
#include "common/process/testing/test_files.h"
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
using ::testing_util::ChildPath;
using ::testing_util::IsOkAndHolds;
using ::testing_util::StatusIs;

std::string Folder() { return fs::path(ChildPath()).parent_path().string(); }

// Without the ".exe" of Windows, which may be left out.
std::string Name() { return fs::path(ChildPath()).stem().string(); }

absl::StatusOr<std::string> OutputOf(const std::vector<std::string>& args,
                                     const StartOptions& options) {
  return CheckOutput(args, {.start = options});
}

// ---- executable ------------------------------------------------------------

TEST(OptionsTest, TheProgramsNameNeedNotBeItsFile) {
  EXPECT_THAT(OutputOf({"custom name", "name"}, {.executable = ChildPath()}),
              IsOkAndHolds("custom name"));
  EXPECT_THAT(OutputOf({"", "name"}, {.executable = ChildPath()}),
              IsOkAndHolds(""));
}

TEST(OptionsTest, AMissingExecutableIsNamed) {
  const absl::Status status =
      OutputOf({"alias"}, {.executable = "no/such/file"}).status();
  EXPECT_THAT(status,
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("no/such/file")));
  ASSERT_NE(FailureOf(status), std::nullopt);
  EXPECT_EQ(FailureOf(status)->stage, "exec");
  EXPECT_EQ(FailureOf(status)->path, "no/such/file");
}

TEST(OptionsTest, TheShellTakesNoOtherExecutable) {
  EXPECT_THAT(
      Subprocess::StartShell("exit 0", {.executable = ChildPath()}),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("executable")));
}

// ---- cwd -------------------------------------------------------------------

TEST(OptionsTest, TheChildRunsInItsFolder) {
  const std::string folder = testing_util::FreshPath("a folder");
  fs::create_directory(folder);
  ASSERT_OK_AND_ASSIGN(const std::string seen,
                       OutputOf(ChildArgs({"folder"}), {.cwd = folder}));
  EXPECT_TRUE(fs::equivalent(seen, folder)) << seen;
}

TEST(OptionsTest, WithoutAFolderItIsThisPrograms) {
  ASSERT_OK_AND_ASSIGN(const std::string seen,
                       OutputOf(ChildArgs({"folder"}), {}));
  EXPECT_TRUE(fs::equivalent(seen, fs::current_path())) << seen;
}

TEST(OptionsTest, AMissingFolderIsNotFoundAndNamed) {
  const std::string folder = testing_util::FreshPath("missing");
  const absl::Status status =
      OutputOf(ChildArgs({"folder"}), {.cwd = folder}).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound, HasSubstr(folder)));
  ASSERT_NE(FailureOf(status), std::nullopt);
  EXPECT_EQ(FailureOf(status)->stage, "chdir");
  EXPECT_EQ(FailureOf(status)->path, folder);
  EXPECT_NE(FailureOf(status)->os_error, 0);
}

TEST(OptionsTest, AFolderBeyondAsciiIsFound) {
  const std::string folder = testing_util::FreshPath("ü日本");
  fs::create_directory(testing_util::Utf8Path(folder));
  EXPECT_OK(OutputOf(ChildArgs({"exit", "0"}), {.cwd = folder}));
}

// The same on every system.
TEST(OptionsTest, ARelativeProgramIsRelativeToTheChildsFolder) {
  EXPECT_OK(
      OutputOf({absl::StrCat("./", Name()), "exit", "0"}, {.cwd = Folder()}));
  const fs::path folder = Folder();
  EXPECT_OK(OutputOf(
      {absl::StrCat(folder.filename().string(), "/", Name()), "exit", "0"},
      {.cwd = folder.parent_path().string()}));
}

TEST(OptionsTest, ARelativeProgramIsNotLookedForInThisProgramsFolder) {
  const std::string relative = testing_util::ProgramPath("CHILD");
  ASSERT_TRUE(fs::path(relative).is_relative());
  EXPECT_OK(OutputOf({relative, "exit", "0"}, {}));
  const absl::Status status =
      OutputOf({relative, "exit", "0"}, {.cwd = ::testing::TempDir()}).status();
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound, HasSubstr(Name())));
  ASSERT_NE(FailureOf(status), std::nullopt);
  EXPECT_EQ(FailureOf(status)->stage, "exec");
}

TEST(OptionsTest, AProgramsPathMayHoldBlanks) {
  const fs::path folder = testing_util::FreshPath("two words");
  fs::create_directory(folder);
  const fs::path copy = folder / fs::path(ChildPath()).filename();
  fs::copy_file(ChildPath(), copy);
  EXPECT_THAT(OutputOf({copy.string(), "say", "out", "x"}, {}),
              IsOkAndHolds("x"));
}

// ---- env -------------------------------------------------------------------

// What the child sees.
std::vector<std::string> VariablesOf(const StartOptions& options) {
  const absl::StatusOr<std::string> out =
      OutputOf(ChildArgs({"variables"}), options);
  EXPECT_OK(out);
  return absl::StrSplit(out.value_or(""), '\0', absl::SkipEmpty());
}

TEST(OptionsTest, WithoutVariablesTheChildGetsThisPrograms) {
  EXPECT_THAT(VariablesOf({}), Contains(StartsWith("CHILD=")));
}

TEST(OptionsTest, EnvIsAllTheChildGets) {
  const std::vector<std::string> variables = VariablesOf(
      {.env = Environment{{"ONE", "1 = one"}, {"EMPTY", ""}, {"Ü", "日本"}}});
  EXPECT_THAT(variables, Contains("ONE=1 = one"));
  EXPECT_THAT(variables, Contains("EMPTY="));
  EXPECT_THAT(variables, Contains("Ü=日本"));
  EXPECT_THAT(variables, Not(Contains(StartsWith("CHILD="))));
}

TEST(OptionsTest, AnEmptyEnvIsNotTheSameAsNone) {
  EXPECT_THAT(VariablesOf({.env = Environment()}),
              Not(Contains(StartsWith("CHILD="))));
}

TEST(OptionsTest, ChangesAddReplaceAndRemove) {
  ASSERT_THAT(VariablesOf({}), Contains(StartsWith("OPTIONS_TEST=")));
  const std::vector<std::string> variables = VariablesOf(
      {.env_changes = {
           {"ADDED", "1"}, {"OPTIONS_TEST", "2"}, {"CHILD", std::nullopt}}});
  EXPECT_THAT(variables, Contains("ADDED=1"));
  EXPECT_THAT(variables, Contains("OPTIONS_TEST=2"));
  EXPECT_THAT(variables, Not(Contains("OPTIONS_TEST=1")));
  EXPECT_THAT(variables, Not(Contains(StartsWith("CHILD="))));
}

TEST(OptionsTest, ChangesAreMadeToEnvIfThatIsSaid) {
  const std::vector<std::string> variables =
      VariablesOf({.env = Environment{{"A", "1"}, {"B", "2"}},
                   .env_changes = {{"A", std::nullopt}, {"C", "3"}}});
  EXPECT_THAT(variables, Contains("B=2"));
  EXPECT_THAT(variables, Contains("C=3"));
  EXPECT_THAT(variables, Not(Contains(StartsWith("A="))));
  EXPECT_THAT(variables, Not(Contains(StartsWith("CHILD="))));
}

TEST(OptionsTest, AnEmptyVariableIsNotAMissingOne) {
  EXPECT_THAT(VariablesOf({.env_changes = {{"CHILD", ""}}}),
              Contains("CHILD="));
}

TEST(OptionsTest, ANameIsLookedForOnTheChildsPath) {
  EXPECT_OK(
      OutputOf({Name(), "exit", "0"}, {.env_changes = {{"PATH", Folder()}}}));
  EXPECT_OK(OutputOf({Name(), "exit", "0"},
                     {.cwd = Folder(), .env_changes = {{"PATH", "."}}}));
  EXPECT_THAT(OutputOf({Name(), "exit", "0"},
                       {.cwd = Folder(),
                        .env_changes = {{"PATH", ::testing::TempDir()}}}),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr(Name())));
}

// ---- Contradictions --------------------------------------------------------

struct Contradiction {
  StartOptions options;
  std::string named;  // in the message
};

TEST(OptionsTest, AContradictionIsRefusedAndNamed) {
  const std::string nul("a\0b", 3);
  const std::string path = testing_util::FreshPath("file");
  const std::vector<Contradiction> contradictions = {
      {{.executable = nul}, "executable"},
      {{.cwd = nul}, "cwd"},
      {{.env = Environment{{"", "x"}}}, "empty name"},
      {{.env = Environment{{"A=B", "x"}}}, "A=B"},
      {{.env_changes = {{"NAME", nul}}}, "NAME"},
      {{.env_changes = {{nul, "x"}}}, "a\\000b"},
      {{.in = Stdio::Stdout()}, "in can't"},
      {{.in = Stdio::Stderr()}, "in can't"},
      {{.in = Stdio::File(path, FileMode::kTruncate)}, "kRead"},
      {{.in = Stdio::File("", FileMode::kRead)}, "in: "},
      {{.in = Stdio::File(nul, FileMode::kRead)}, "in: "},
      {{.in = Stdio::Borrow(kNoHandle)}, "in: "},
      {{.out = Stdio::File(path, FileMode::kRead)}, path},
      {{.out = Stdio::File("", FileMode::kAppend)}, "out: "},
      {{.out = Stdio::Own(UniqueHandle())}, "out: "},
      {{.out = Stdio::Stdout()}, "out can't"},
      {{.err = Stdio::File(path, FileMode::kRead)}, path},
      {{.err = Stdio::File(nul, FileMode::kAppend)}, "err: "},
      {{.err = Stdio::Borrow(kNoHandle)}, "err: "},
      {{.err = Stdio::Stderr()}, "err can't"},
      {{.out = Stdio::Stderr(), .err = Stdio::Stdout()}, "each other"},
      {{.pass_handles = {kNoHandle}}, "pass_handles"},
  };
  for (const Contradiction& contradiction : contradictions) {
    EXPECT_THAT(
        Subprocess::Start(ChildArgs({"exit", "0"}), contradiction.options),
        StatusIs(absl::StatusCode::kInvalidArgument,
                 HasSubstr(contradiction.named)));
  }
  EXPECT_FALSE(fs::exists(path)) << "nothing has been opened";
}

// A handle's number that means nothing now must not come to mean one of the
// pipes that the start itself opens.
TEST(OptionsTest, AHandleThatIsClosedIsRefused) {
  ASSERT_OK_AND_ASSIGN(Pipe pipe, OpenPipe());
  const NativeHandle closed = pipe.read.get();
  pipe.read.Close();
  pipe.write.Close();
  for (const StartOptions& options :
       {StartOptions{.out = Stdio::Borrow(closed)},
        StartOptions{.pass_handles = {closed}},
        StartOptions{.in = Stdio::Pipe(), .out = Stdio::Borrow(closed)},
        StartOptions{.in = Stdio::Pipe(),
        .out = Stdio::Pipe(),
        .pass_handles = {closed}}}) {
    EXPECT_THAT(Subprocess::Start(ChildArgs({"exit", "0"}), options),
                StatusIs(absl::StatusCode::kInvalidArgument));
  }
}

// ---- Group -----------------------------------------------------------------

TEST(OptionsTest, AChildInAGroupOfItsOwnIsLikeAnyOther) {
  for (const Group group : {Group::kNewGroup, Group::kNewSession}) {
    const absl::StatusOr<CompletedProcess> completed =
        process::Run(ChildArgs({"write", "out", "3", "+", "exit", "4"}),
                     {.start = {.group = group}});
    ASSERT_OK(completed);
    EXPECT_EQ(completed->out, "ooo");
    EXPECT_EQ(completed->status, ExitStatus::FromCode(4));
  }
}

TEST(OptionsTest, AChildThatDiesWithItsParentIsLikeAnyOther) {
  EXPECT_THAT(
      OutputOf(ChildArgs({"write", "out", "3"}), {.die_with_parent = true}),
      IsOkAndHolds("ooo"));
}

}  // namespace
}  // namespace process
