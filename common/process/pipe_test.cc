// SPDX-License-Identifier: Apache-2.0

#include "common/process/pipe.h"

#include <cstddef>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/process/exit_status.h"
#include "common/process/stdio.h"
#include "common/process/subprocess.h"
#include "common/process/testing/child_args.h"
#include "common/process/testing/pipe_text.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace process {
namespace {

using ::testing::HasSubstr;
using ::testing_util::ChildArgs;
using ::testing_util::IsOkAndHolds;
using ::testing_util::ReadToEnd;
using ::testing_util::StatusIs;

class PipeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(Pipe pipe, OpenPipe());
    reader_ = PipeReader(std::move(pipe.read));
    writer_ = PipeWriter(std::move(pipe.write));
  }

  PipeReader reader_;
  PipeWriter writer_;
};

TEST_F(PipeTest, WhatGoesInComesOut) {
  ASSERT_OK(writer_.Write(absl::string_view("a\0b\r\n", 5)));
  EXPECT_THAT(reader_.Read(), IsOkAndHolds(std::string("a\0b\r\n", 5)));
}

TEST_F(PipeTest, ReadTakesAtMostWhatItIsAskedFor) {
  ASSERT_OK(writer_.Write("abcde"));
  EXPECT_THAT(reader_.Read(2), IsOkAndHolds("ab"));
  EXPECT_THAT(reader_.Read(1), IsOkAndHolds("c"));
  EXPECT_THAT(reader_.Read(), IsOkAndHolds("de"));
}

TEST_F(PipeTest, ReadReturnsWhatThereIsWithoutWaitingForMore) {
  ASSERT_OK(writer_.Write("a"));
  EXPECT_THAT(reader_.Read(1000), IsOkAndHolds("a"));
}

TEST_F(PipeTest, AfterTheWriterWhatIsLeftComesAndThenTheEnd) {
  ASSERT_OK(writer_.Write("last"));
  writer_.Close();
  EXPECT_THAT(reader_.Read(), IsOkAndHolds("last"));
  EXPECT_THAT(reader_.Read(), IsOkAndHolds(""));
  EXPECT_THAT(reader_.Read(), IsOkAndHolds(""));
}

TEST_F(PipeTest, WritingWhereNobodyReadsIsAborted) {
  reader_.Close();
  EXPECT_THAT(writer_.Write("x"), StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(writer_.Write("x"), StatusIs(absl::StatusCode::kAborted));
}

TEST_F(PipeTest, WritingNothingIsNothing) {
  EXPECT_OK(writer_.Write(""));
  reader_.Close();
  EXPECT_OK(writer_.Write(""));
}

TEST_F(PipeTest, AWriterWaitsForRoom) {
  const std::string bytes(1 << 20, 'x');
  std::thread writing([&] {
    EXPECT_OK(writer_.Write(bytes));
    writer_.Close();
  });
  const absl::StatusOr<std::string> read = ReadToEnd(reader_);
  writing.join();
  ASSERT_OK(read);
  EXPECT_TRUE(*read == bytes) << read->size() << " bytes";
}

TEST_F(PipeTest, AWriterThatWaitsForRoomLearnsThatTheReaderIsGone) {
  std::thread writing([&] {
    EXPECT_THAT(writer_.Write(std::string(1 << 20, 'x')),
                StatusIs(absl::StatusCode::kAborted));
  });
  EXPECT_THAT(reader_.Read(1), IsOkAndHolds("x"));
  reader_.Close();
  writing.join();
}

TEST_F(PipeTest, MovingAnEndLeavesAClosedOneBehind) {
  PipeWriter moved = std::move(writer_);
  EXPECT_TRUE(moved.is_open());
  EXPECT_FALSE(writer_.is_open());  // NOLINT: that is what is tested
  EXPECT_EQ(writer_.handle(), kNoHandle);
  ASSERT_OK(moved.Write("x"));
  EXPECT_THAT(reader_.Read(), IsOkAndHolds("x"));
}

TEST_F(PipeTest, AssigningToAnEndClosesIt) {
  writer_ = PipeWriter();
  EXPECT_THAT(reader_.Read(), IsOkAndHolds(""));
}

// ---- Waiting() and Capacity() ----------------------------------------------

TEST_F(PipeTest, InAnEmptyPipeNothingWaits) {
  EXPECT_THAT(reader_.Waiting(), IsOkAndHolds(0u));
}

TEST_F(PipeTest, WhatWaitsIsWhatWasWrittenAndNotYetRead) {
  ASSERT_OK(writer_.Write("abcde"));
  EXPECT_THAT(reader_.Waiting(), IsOkAndHolds(5u));
  EXPECT_THAT(reader_.Waiting(), IsOkAndHolds(5u)) << "asking takes nothing";
  ASSERT_OK(writer_.Write("fg"));
  EXPECT_THAT(reader_.Waiting(), IsOkAndHolds(7u));
  EXPECT_THAT(reader_.Read(4), IsOkAndHolds("abcd"));
  EXPECT_THAT(reader_.Waiting(), IsOkAndHolds(3u));
  EXPECT_THAT(reader_.Read(), IsOkAndHolds("efg"));
  EXPECT_THAT(reader_.Waiting(), IsOkAndHolds(0u));
}

TEST_F(PipeTest, AfterTheWriterWhatIsLeftWaitsAndThenNothing) {
  ASSERT_OK(writer_.Write("last"));
  writer_.Close();
  EXPECT_THAT(reader_.Waiting(), IsOkAndHolds(4u));
  EXPECT_THAT(reader_.Read(), IsOkAndHolds("last"));
  EXPECT_THAT(reader_.Waiting(), IsOkAndHolds(0u));
  EXPECT_THAT(reader_.Read(), IsOkAndHolds(""));
  EXPECT_THAT(reader_.Waiting(), IsOkAndHolds(0u));
}

// No writer waits here, or the test would not end.
TEST_F(PipeTest, APipeHoldsItsCapacity) {
  ASSERT_OK_AND_ASSIGN(const size_t capacity, reader_.Capacity());
  EXPECT_GT(capacity, 0u);
  ASSERT_OK(writer_.Write(std::string(capacity, 'x')));
  EXPECT_THAT(reader_.Waiting(), IsOkAndHolds(capacity));
  writer_.Close();
  EXPECT_THAT(reader_.Capacity(), IsOkAndHolds(capacity));
}

// What waits once there is no room for another `piece`. The test's own time
// limit ends it where that never comes.
absl::StatusOr<size_t> WaitingOnceFull(PipeReader& reader, size_t piece) {
  const absl::StatusOr<size_t> capacity = reader.Capacity();
  if (!capacity.ok()) return capacity.status();
  while (true) {
    absl::StatusOr<size_t> waiting = reader.Waiting();
    if (!waiting.ok() || *waiting + piece > *capacity) return waiting;
    std::this_thread::yield();
  }
}

TEST(PipeEndTest, AChildThatNobodyReadsFillsThePipeAndIsStuck) {
  constexpr size_t kPiece = 1024;
  ASSERT_OK_AND_ASSIGN(
      Subprocess child,
      Subprocess::Start(ChildArgs({"flood", "out", absl::StrCat(kPiece)}),
                        {.out = Stdio::Pipe()}));
  ASSERT_OK_AND_ASSIGN(const size_t capacity, child.out().Capacity());
  EXPECT_THAT(WaitingOnceFull(child.out(), kPiece), IsOkAndHolds(capacity));
  EXPECT_EQ(child.Poll(), std::nullopt);
  // Room again, for whole pages: it goes on, and is stuck again.
  EXPECT_OK(child.out().Read(capacity));
  EXPECT_THAT(WaitingOnceFull(child.out(), kPiece), IsOkAndHolds(capacity));
  EXPECT_EQ(child.Poll(), std::nullopt);
  child.out().Close();
  ASSERT_OK_AND_ASSIGN(const ExitStatus status, child.Wait());
  EXPECT_FALSE(status.ok()) << "it has noticed";
}

TEST_F(PipeTest, WhatOfAWriteHasNoRoomYetIsNotInThePipe) {
  ASSERT_OK_AND_ASSIGN(const size_t capacity, reader_.Capacity());
  std::thread writing([&] {
    EXPECT_THAT(writer_.Write(std::string(2 * capacity, 'x')),
                StatusIs(absl::StatusCode::kAborted));
  });
  EXPECT_THAT(WaitingOnceFull(reader_, /*piece=*/1), IsOkAndHolds(capacity));
  reader_.Close();
  writing.join();
}

// ---- Ends that are not open ------------------------------------------------

TEST(PipeEndTest, AnEndThatIsNotOpenSaysSo) {
  PipeReader reader;
  PipeWriter writer;
  EXPECT_FALSE(reader.is_open());
  EXPECT_FALSE(writer.is_open());
  EXPECT_THAT(reader.Read(), StatusIs(absl::StatusCode::kFailedPrecondition,
                                      HasSubstr("not open")));
  EXPECT_EQ(reader.Waiting().status(), reader.Read().status());
  EXPECT_EQ(reader.Capacity().status(), reader.Read().status());
  EXPECT_THAT(writer.Write("x"), StatusIs(absl::StatusCode::kFailedPrecondition,
                                          HasSubstr("not open")));
  reader.Close();  // nothing to close is nothing
  writer.Close();
}

TEST(PipeEndTest, AClosedEndSaysSo) {
  ASSERT_OK_AND_ASSIGN(Pipe pipe, OpenPipe());
  PipeReader reader(std::move(pipe.read));
  reader.Close();
  reader.Close();
  EXPECT_FALSE(reader.is_open());
  EXPECT_THAT(reader.Read(), StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(PipeEndTest, APipeLeadsFromOneChildToTheNext) {
  ASSERT_OK_AND_ASSIGN(Pipe pipe, OpenPipe());
  ASSERT_OK_AND_ASSIGN(
      Subprocess from,
      Subprocess::Start(ChildArgs({"write", "out", "200000"}),
                        {.out = Stdio::Own(std::move(pipe.write))}));
  ASSERT_OK_AND_ASSIGN(
      Subprocess to, Subprocess::Start(ChildArgs({"count-input"}),
                                       {.in = Stdio::Own(std::move(pipe.read)),
                                        .out = Stdio::Pipe()}));
  EXPECT_THAT(ReadToEnd(to.out()), IsOkAndHolds("200000"));
  EXPECT_THAT(from.Wait(), IsOkAndHolds(ExitStatus()));
  EXPECT_THAT(to.Wait(), IsOkAndHolds(ExitStatus()));
}

}  // namespace
}  // namespace process
