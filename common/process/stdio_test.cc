// SPDX-License-Identifier: Apache-2.0

#include "common/process/stdio.h"

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/process/handle.h"
#include "common/process/options.h"
#include "common/process/pipe.h"
#include "common/process/pipeline.h"
#include "common/process/run.h"
#include "common/process/start_failure.h"
#include "common/process/subprocess.h"
#include "common/process/testing/child_args.h"
#include "common/process/testing/pipe_text.h"
#include "common/process/testing/program_path.h"
#include "common/process/testing/test_files.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace process {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing_util::ChildArgs;
using ::testing_util::FreshPath;
using ::testing_util::IsOkAndHolds;
using ::testing_util::ReadFile;
using ::testing_util::ReadToEnd;
using ::testing_util::StatusIs;
using ::testing_util::WriteFile;

// "abc", one byte a write: the second one to error output.
std::vector<std::string> SayAbc() {
  return ChildArgs(
      {"say", "out", "a", "+", "say", "err", "b", "+", "say", "out", "c"});
}

// Starts it and waits for its end.
absl::Status StartAndWait(const std::vector<std::string>& args,
                          const StartOptions& options) {
  absl::StatusOr<Subprocess> child = Subprocess::Start(args, options);
  if (!child.ok()) return child.status();
  const absl::StatusOr<ExitStatus> status = child->Wait();
  if (!status.ok()) return status.status();
  EXPECT_TRUE(status->ok()) << *status;
  return absl::OkStatus();
}

// ---- Null ------------------------------------------------------------------

TEST(StdioTest, NullInputIsEmpty) {
  ASSERT_OK_AND_ASSIGN(
      Subprocess child,
      Subprocess::Start(ChildArgs({"count-input"}),
                        {.in = Stdio::Null(), .out = Stdio::Pipe()}));
  EXPECT_THAT(ReadToEnd(child.out()), IsOkAndHolds("0"));
}

TEST(StdioTest, NullOutputVanishes) {
  EXPECT_OK(
      StartAndWait(ChildArgs({"write", "out", "1000000", "err", "1000000"}),
                   {.out = Stdio::Null(), .err = Stdio::Null()}));
}

// ---- Files -----------------------------------------------------------------

TEST(StdioTest, AFileCanBeTheInput) {
  const std::string path = FreshPath("in");
  WriteFile(path, "text\r\n");
  ASSERT_OK_AND_ASSIGN(
      Subprocess child,
      Subprocess::Start(
          ChildArgs({"cat"}),
          {.in = Stdio::File(path, FileMode::kRead), .out = Stdio::Pipe()}));
  EXPECT_THAT(ReadToEnd(child.out()), IsOkAndHolds("text\r\n"));
}

TEST(StdioTest, TruncateCreatesAFileOrEmptiesIt) {
  const std::string path = FreshPath("out");
  for (const char* text : {"a longer text", "short"}) {
    ASSERT_OK(StartAndWait(ChildArgs({"say", "out", text}),
                           {.out = Stdio::File(path, FileMode::kTruncate)}));
    EXPECT_EQ(ReadFile(path), text);
  }
}

TEST(StdioTest, AppendCreatesAFileOrGoesOnAtItsEnd) {
  const std::string path = FreshPath("out");
  for (const char* text : {"one ", "two"}) {
    ASSERT_OK(StartAndWait(ChildArgs({"say", "err", text}),
                           {.err = Stdio::File(path, FileMode::kAppend)}));
  }
  EXPECT_EQ(ReadFile(path), "one two");
}

TEST(StdioTest, EachWriteToAnAppendedFileGoesToItsEnd) {
  const std::string path = FreshPath("out");
  ASSERT_OK(
      StartAndWait(SayAbc(), {.out = Stdio::File(path, FileMode::kAppend),
                              .err = Stdio::File(path, FileMode::kAppend)}));
  EXPECT_EQ(ReadFile(path), "abc");
}

TEST(StdioTest, CreateNewCreatesAFile) {
  const std::string path = FreshPath("out");
  ASSERT_OK(StartAndWait(ChildArgs({"say", "out", "new"}),
                         {.out = Stdio::File(path, FileMode::kCreateNew)}));
  EXPECT_EQ(ReadFile(path), "new");
}

TEST(StdioTest, CreateNewRefusesAFileThatIsThere) {
  const std::string path = FreshPath("out");
  WriteFile(path, "old");
  const absl::Status status =
      StartAndWait(ChildArgs({"say", "out", "new"}),
                   {.out = Stdio::File(path, FileMode::kCreateNew)});
  EXPECT_THAT(status,
              StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr(path)));
  ASSERT_NE(FailureOf(status), std::nullopt);
  EXPECT_EQ(FailureOf(status)->stage, "open");
  EXPECT_EQ(FailureOf(status)->path, path);
  EXPECT_EQ(ReadFile(path), "old");
}

TEST(StdioTest, AMissingFileIsNotFoundAndNamed) {
  const std::string path = FreshPath("in");
  for (const StartOptions& options :
       {StartOptions{.in = Stdio::File(path, FileMode::kRead)},
        StartOptions{.out = Stdio::File(absl::StrCat(path, "/out"),
                                        FileMode::kTruncate)},
        StartOptions{.err = Stdio::File(absl::StrCat(path, "/err"),
                                        FileMode::kAppend)}}) {
    const absl::Status status = StartAndWait(ChildArgs({"cat"}), options);
    EXPECT_THAT(status, StatusIs(absl::StatusCode::kNotFound,
                                 AllOf(HasSubstr(path),
                                       HasSubstr(testing_util::ChildPath()))));
    ASSERT_NE(FailureOf(status), std::nullopt);
    EXPECT_EQ(FailureOf(status)->stage, "open");
  }
}

TEST(StdioTest, AFilesPathIsRelativeToThisProgramsFolder) {
  const std::string path = testing_util::ProgramPath("CHILD");
  ASSERT_TRUE(fs::path(path).is_relative());
  ASSERT_OK_AND_ASSIGN(
      Subprocess child,
      Subprocess::Start(ChildArgs({"count-input"}),
                        {.cwd = ::testing::TempDir(),
                         .in = Stdio::File(path, FileMode::kRead),
                         .out = Stdio::Pipe()}));
  EXPECT_THAT(ReadToEnd(child.out()),
              IsOkAndHolds(absl::StrCat(fs::file_size(path))));
}

TEST(StdioTest, AFilesNameMayLieBeyondAscii) {
  const std::string path = FreshPath("out-ü-日本");
  ASSERT_OK(StartAndWait(ChildArgs({"say", "out", "x"}),
                         {.out = Stdio::File(path, FileMode::kTruncate)}));
  EXPECT_TRUE(fs::exists(testing_util::Utf8Path(path)));
}

// ---- One stream into the other ---------------------------------------------

TEST(StdioTest, ErrorOutputIntoOutputKeepsTheOrder) {
  ASSERT_OK_AND_ASSIGN(Subprocess child,
                       Subprocess::Start(SayAbc(), {.out = Stdio::Pipe(),
                                                    .err = Stdio::Stdout()}));
  EXPECT_FALSE(child.err().is_open());
  EXPECT_THAT(ReadToEnd(child.out()), IsOkAndHolds("abc"));
}

TEST(StdioTest, OutputIntoErrorOutputKeepsTheOrder) {
  ASSERT_OK_AND_ASSIGN(Subprocess child,
                       Subprocess::Start(SayAbc(), {.out = Stdio::Stderr(),
                                                    .err = Stdio::Pipe()}));
  EXPECT_FALSE(child.out().is_open());
  EXPECT_THAT(ReadToEnd(child.err()), IsOkAndHolds("abc"));
}

TEST(StdioTest, BothIntoOneFileKeepTheOrder) {
  const std::string path = FreshPath("out");
  ASSERT_OK(StartAndWait(
      SayAbc(),
      {.out = Stdio::File(path, FileMode::kTruncate), .err = Stdio::Stdout()}));
  EXPECT_EQ(ReadFile(path), "abc");
  ASSERT_OK(StartAndWait(
      SayAbc(),
      {.out = Stdio::Stderr(), .err = Stdio::File(path, FileMode::kTruncate)}));
  EXPECT_EQ(ReadFile(path), "abc");
}

TEST(StdioTest, BothIntoNothing) {
  EXPECT_OK(
      StartAndWait(SayAbc(), {.out = Stdio::Null(), .err = Stdio::Stdout()}));
}

TEST(StdioTest, BothIntoAHandle) {
  ASSERT_OK_AND_ASSIGN(Pipe pipe, OpenPipe());
  ASSERT_OK(StartAndWait(SayAbc(), {.out = Stdio::Own(std::move(pipe.write)),
                                    .err = Stdio::Stdout()}));
  PipeReader reader(std::move(pipe.read));
  EXPECT_THAT(ReadToEnd(reader), IsOkAndHolds("abc"));
}

// ---- Handles ---------------------------------------------------------------

TEST(StdioTest, ABorrowedHandleStaysOpenHere) {
  ASSERT_OK_AND_ASSIGN(Pipe pipe, OpenPipe());
  PipeReader reader(std::move(pipe.read));
  PipeWriter writer(std::move(pipe.write));
  const StartOptions options = {.out = Stdio::Borrow(writer.handle())};
  ASSERT_OK(StartAndWait(ChildArgs({"say", "out", "child "}), options));
  ASSERT_OK(StartAndWait(ChildArgs({"say", "out", "child "}), options));
  ASSERT_OK(writer.Write("test"));
  writer.Close();
  EXPECT_THAT(ReadToEnd(reader), IsOkAndHolds("child child test"));
}

TEST(StdioTest, OneHandleMayBeBothOutputs) {
  ASSERT_OK_AND_ASSIGN(Pipe pipe, OpenPipe());
  ASSERT_OK(StartAndWait(SayAbc(), {.out = Stdio::Borrow(pipe.write.get()),
                                    .err = Stdio::Borrow(pipe.write.get())}));
  pipe.write.Close();
  PipeReader reader(std::move(pipe.read));
  EXPECT_THAT(ReadToEnd(reader), IsOkAndHolds("abc"));
}

TEST(StdioTest, AnOwnedHandleIsClosedHereByTheStart) {
  ASSERT_OK_AND_ASSIGN(Pipe pipe, OpenPipe());
  const StartOptions options = {.out = Stdio::Own(std::move(pipe.write))};
  ASSERT_OK(StartAndWait(ChildArgs({"say", "out", "x"}), options));
  EXPECT_EQ(options.out.handle(), kNoHandle);
  PipeReader reader(std::move(pipe.read));
  EXPECT_THAT(ReadToEnd(reader), IsOkAndHolds("x"));
}

TEST(StdioTest, AnOwnedHandleServesOneStartAlone) {
  ASSERT_OK_AND_ASSIGN(Pipe pipe, OpenPipe());
  const StartOptions options = {.out = Stdio::Own(std::move(pipe.write))};
  const StartOptions copy = options;
  ASSERT_OK(StartAndWait(ChildArgs({"say", "out", "x"}), options));
  EXPECT_THAT(StartAndWait(ChildArgs({"say", "out", "x"}), copy),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("out")));
}

// An end that stayed open would keep the reader waiting for ever.
void ExpectEnd(UniqueHandle read) {
  PipeReader reader(std::move(read));
  EXPECT_THAT(ReadToEnd(reader), IsOkAndHolds(""));
}

TEST(StdioTest, AnOwnedHandleIsClosedByAStartThatFails) {
  const StartOptions contradiction = {.in = Stdio::Stdout()};
  for (const bool missing : {true, false}) {
    ASSERT_OK_AND_ASSIGN(Pipe pipe, OpenPipe());
    StartOptions options = missing ? StartOptions() : contradiction;
    options.err = Stdio::Own(std::move(pipe.write));
    EXPECT_THAT(Subprocess::Start({"no/such/program"}, options),
                StatusIs(missing ? absl::StatusCode::kNotFound
                                 : absl::StatusCode::kInvalidArgument));
    ExpectEnd(std::move(pipe.read));
  }
}

TEST(StdioTest, AnOwnedHandleIsClosedByARunThatFails) {
  for (const char* input : {"", "input, but in is said"}) {
    ASSERT_OK_AND_ASSIGN(Pipe pipe, OpenPipe());
    const RunOptions options = {
        .start = {.in = Stdio::Null(),
                  .err = Stdio::Own(std::move(pipe.write))},
        .io = {.input = input}};
    EXPECT_FALSE(process::Run({"no/such/program"}, options).ok());
    ExpectEnd(std::move(pipe.read));
  }
}

TEST(StdioTest, OwnedHandlesAreClosedByAPipelineThatFails) {
  ASSERT_OK_AND_ASSIGN(Pipe first, OpenPipe());
  ASSERT_OK_AND_ASSIGN(Pipe last, OpenPipe());
  const std::vector<Stage> stages = {
      {.args = ChildArgs({"hold"}),
       .start = {.err = Stdio::Own(std::move(first.write))}},
      {.args = {"no/such/program"}},
      {.args = ChildArgs({"hold"}),
       .start = {.err = Stdio::Own(std::move(last.write))}}};
  EXPECT_THAT(RunPipeline(stages), StatusIs(absl::StatusCode::kNotFound));
  ExpectEnd(std::move(first.read));
  ExpectEnd(std::move(last.read));
}

TEST(StdioTest, WhatWasMovedFromHasNoHandle) {
  ASSERT_OK_AND_ASSIGN(Pipe pipe, OpenPipe());
  StartOptions options = {.out = Stdio::Own(std::move(pipe.write))};
  const Stdio moved = std::move(options.out);
  EXPECT_EQ(options.out.handle(), kNoHandle);  // NOLINT: what is tested
  EXPECT_THAT(StartAndWait(ChildArgs({"exit", "0"}), options),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("out")));
  EXPECT_NE(moved.handle(), kNoHandle);
}

}  // namespace
}  // namespace process
