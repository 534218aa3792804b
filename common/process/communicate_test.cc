// SPDX-License-Identifier: Apache-2.0
//
// Communicate(), Stream() and conversations through the pipes' ends.

#include "common/process/communicate.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <thread>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/process/exit_status.h"
#include "common/process/options.h"
#include "common/process/pipe.h"
#include "common/process/stdio.h"
#include "common/process/subprocess.h"
#include "common/process/testing/pipe_text.h"
#include "common/process/testing/start_child.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace process {
namespace {

using ::testing::HasSubstr;
using ::testing_util::IsOkAndHolds;
using ::testing_util::Pipes;
using ::testing_util::ReadLine;
using ::testing_util::ReadToEnd;
using ::testing_util::StartChild;
using ::testing_util::StatusIs;

constexpr size_t kMiB = 1 << 20;

// Bytes of which each stretch is unlike the others.
std::string Bytes(size_t size) {
  std::string bytes(size, '\0');
  uint32_t state = 1;
  for (char& byte : bytes) {
    state = state * 1664525 + 1013904223;
    byte = static_cast<char>(state >> 24);
  }
  return bytes;
}

// A long text that doesn't fill the log if it is another one.
void ExpectSame(const std::string& actual, const std::string& expected) {
  EXPECT_TRUE(actual == expected)
      << actual.size() << " bytes in place of " << expected.size();
}

// ---- Communicate -----------------------------------------------------------

TEST(CommunicateTest, EverySizeIsExact) {
  for (const size_t size : {size_t{0}, size_t{1}, size_t{4095}, size_t{4096},
                            size_t{4097}, size_t{65535}, size_t{65536},
                            size_t{65537}, kMiB - 1, kMiB, kMiB + 1}) {
    const std::string input = Bytes(size);
    ASSERT_OK_AND_ASSIGN(Subprocess child, StartChild({"cat"}, Pipes()));
    ASSERT_OK_AND_ASSIGN(const Output output,
                         child.Communicate({.input = input}));
    ExpectSame(output.out, input);
    EXPECT_FALSE(output.timed_out);
    EXPECT_FALSE(output.truncated);
    EXPECT_FALSE(output.held_open);
    EXPECT_EQ(child.Poll(), ExitStatus());
  }
}

// The child reads nothing before it has written all.
TEST(CommunicateTest, TenMebibytesEachWayAtOnceDoNotLockUp) {
  const std::string size = absl::StrCat(10 * kMiB);
  const std::string input = Bytes(10 * kMiB);
  ASSERT_OK_AND_ASSIGN(
      Subprocess child,
      StartChild(
          {"write", "out", size, "err", size, "+", "cat"},
          {.in = Stdio::Pipe(), .out = Stdio::Pipe(), .err = Stdio::Pipe()}));
  ASSERT_OK_AND_ASSIGN(const Output output,
                       child.Communicate({.input = input}));
  ExpectSame(output.out, std::string(10 * kMiB, 'o') + input);
  ExpectSame(output.err, std::string(10 * kMiB, 'e'));
}

TEST(CommunicateTest, AChildThatReadsNothingIsNoError) {
  const std::string input = Bytes(kMiB);
  ASSERT_OK_AND_ASSIGN(
      Subprocess child,
      StartChild({"write", "out", "3", "+", "exit", "5"}, Pipes()));
  ASSERT_OK_AND_ASSIGN(const Output output,
                       child.Communicate({.input = input}));
  EXPECT_EQ(output.out, "ooo");
  EXPECT_EQ(child.Poll(), ExitStatus::FromCode(5));
}

TEST(CommunicateTest, AChildThatStopsReadingAndLivesOnIsNoError) {
  const std::string input = Bytes(kMiB);
  ASSERT_OK_AND_ASSIGN(
      Subprocess child,
      StartChild({"close", "in", "+", "write", "out", "300000"}, Pipes()));
  ASSERT_OK_AND_ASSIGN(const Output output,
                       child.Communicate({.input = input}));
  ExpectSame(output.out, std::string(300000, 'o'));
}

TEST(CommunicateTest, WithoutInputTheChildsInputEnds) {
  ASSERT_OK_AND_ASSIGN(Subprocess child, StartChild({"count-input"}, Pipes()));
  ASSERT_OK_AND_ASSIGN(const Output output, child.Communicate());
  EXPECT_EQ(output.out, "0");
}

TEST(CommunicateTest, WhatWasWrittenBeforeIsInputToo) {
  ASSERT_OK_AND_ASSIGN(Subprocess child, StartChild({"cat"}, Pipes()));
  ASSERT_OK(child.in().Write("before "));
  ASSERT_OK_AND_ASSIGN(const Output output,
                       child.Communicate({.input = "after"}));
  EXPECT_EQ(output.out, "before after");
}

TEST(CommunicateTest, StreamsThatAreNoPipesAreLeftAlone) {
  ASSERT_OK_AND_ASSIGN(Subprocess child,
                       StartChild({"exit", "3"}, {.in = Stdio::Null()}));
  ASSERT_OK_AND_ASSIGN(const Output output, child.Communicate());
  EXPECT_EQ(output.out, "");
  EXPECT_EQ(output.err, "");
  EXPECT_EQ(child.Poll(), ExitStatus::FromCode(3));
}

TEST(CommunicateTest, OnceItIsDoneThereIsNoMore) {
  ASSERT_OK_AND_ASSIGN(Subprocess child,
                       StartChild({"write", "out", "3"}, Pipes()));
  ASSERT_OK(child.Communicate());
  EXPECT_FALSE(child.in().is_open());
  EXPECT_FALSE(child.out().is_open());
  ASSERT_OK_AND_ASSIGN(const Output again, child.Communicate());
  EXPECT_EQ(again.out, "");
  EXPECT_THAT(child.Communicate({.input = "x"}),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(CommunicateTest, InputWithoutAPipeIsRefused) {
  ASSERT_OK_AND_ASSIGN(
      Subprocess child,
      StartChild({"exit", "0"}, {.in = Stdio::Null(), .out = Stdio::Pipe()}));
  EXPECT_THAT(child.Communicate({.input = "x"}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("Stdio::Pipe()")));
  EXPECT_OK(child.Communicate());
}

// Waits at its error output, into `hold`, before it reads its input.
absl::StatusOr<Subprocess> StartChildThatWaits(Pipe& hold) {
  absl::StatusOr<Pipe> pipe = OpenPipe();
  if (!pipe.ok()) return pipe.status();
  hold = *std::move(pipe);
  return StartChild(
      {"say", "out", "first ", "+", "write", "err", "300000", "+", "cat"},
      {.in = Stdio::Pipe(),
       .out = Stdio::Pipe(),
       .err = Stdio::Own(std::move(hold.write))});
}

// Lets it go on, and collects the rest.
absl::StatusOr<Output> LetGoAndCommunicate(
    Subprocess& child, Pipe& hold, const CommunicateOptions& options = {}) {
  PipeReader held(std::move(hold.read));
  std::thread letting_go([&] { EXPECT_OK(ReadToEnd(held)); });
  absl::StatusOr<Output> output = child.Communicate(options);
  letting_go.join();
  return output;
}

TEST(CommunicateTest, AfterATimeoutItGoesOnAndNothingIsLost) {
  const std::string input = Bytes(3 * kMiB);
  Pipe hold;
  ASSERT_OK_AND_ASSIGN(Subprocess child, StartChildThatWaits(hold));
  ASSERT_OK_AND_ASSIGN(
      Output output,
      child.Communicate({.input = input, .timeout = absl::ZeroDuration()}));
  while (output.out.empty()) {
    EXPECT_TRUE(output.timed_out);
    ASSERT_OK_AND_ASSIGN(
        output, child.Communicate({.timeout = absl::Milliseconds(20)}));
  }
  EXPECT_TRUE(output.timed_out);
  EXPECT_EQ(output.out, "first ");

  ASSERT_OK_AND_ASSIGN(output, LetGoAndCommunicate(child, hold));
  EXPECT_FALSE(output.timed_out);
  ExpectSame(output.out, "first " + input);
  EXPECT_EQ(child.Poll(), ExitStatus());
}

TEST(CommunicateTest, TheInputNeedNotOutliveTheCall) {
  Pipe hold;
  ASSERT_OK_AND_ASSIGN(Subprocess child, StartChildThatWaits(hold));
  auto input = std::make_unique<std::string>(Bytes(kMiB));
  ASSERT_OK(
      child.Communicate({.input = *input, .timeout = absl::Milliseconds(1)}));
  input->assign(input->size(), '?');
  input = nullptr;
  ASSERT_OK_AND_ASSIGN(const Output output, LetGoAndCommunicate(child, hold));
  ExpectSame(output.out, "first " + Bytes(kMiB));
}

TEST(CommunicateTest, NewInputIsRefusedWhileOlderInputIsNotWritten) {
  const std::string input = Bytes(kMiB);
  Pipe hold;
  ASSERT_OK_AND_ASSIGN(Subprocess child, StartChildThatWaits(hold));
  ASSERT_OK(
      child.Communicate({.input = input, .timeout = absl::Milliseconds(1)}));
  EXPECT_THAT(child.Communicate({.input = "more"}),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("not yet written")));
  // That has changed nothing.
  ASSERT_OK_AND_ASSIGN(const Output output, LetGoAndCommunicate(child, hold));
  ExpectSame(output.out, "first " + input);
}

TEST(CommunicateTest, ATimeoutCanComeBeforeTheChildsEndAlone) {
  ASSERT_OK_AND_ASSIGN(
      Subprocess child,
      StartChild({"say", "out", "x", "+", "close", "out", "+", "hold"},
                 {.out = Stdio::Pipe()}));
  Output output;
  while (output.out.empty()) {
    ASSERT_OK_AND_ASSIGN(
        output, child.Communicate({.timeout = absl::Milliseconds(20)}));
    EXPECT_TRUE(output.timed_out);
  }
  ASSERT_OK(child.Kill());
  ASSERT_OK_AND_ASSIGN(output, child.Communicate());
  EXPECT_FALSE(output.timed_out);
  EXPECT_EQ(output.out, "x");
}

TEST(CommunicateTest, AChildThatNeverStopsWritingTimesOut) {
  ASSERT_OK_AND_ASSIGN(
      Subprocess child,
      StartChild({"start", "flood err", "+", "flood", "out"},
                 {.out = Stdio::Pipe(), .err = Stdio::Pipe()}));
  for (const absl::Duration timeout :
       {absl::Milliseconds(50), absl::ZeroDuration()}) {
    ASSERT_OK_AND_ASSIGN(
        const Output output,
        child.Communicate({.timeout = timeout, .max_output = 10}));
    EXPECT_TRUE(output.timed_out);
  }
  EXPECT_OK(child.Stop(absl::ZeroDuration()));
}

TEST(CommunicateTest, AnotherThreadsKillEndsIt) {
  ASSERT_OK_AND_ASSIGN(Subprocess child,
                       StartChild({"say", "out", "x", "+", "hold"}, Pipes()));
  std::thread killing([&] { EXPECT_OK(child.Kill()); });
  ASSERT_OK_AND_ASSIGN(const Output output, child.Communicate());
  killing.join();
  EXPECT_FALSE(output.timed_out);
  EXPECT_FALSE(child.Poll()->ok());
}

TEST(CommunicateTest, WhoHoldsTheOutputOpenIsNotWaitedForBeyondTheDrainGrace) {
  ASSERT_OK_AND_ASSIGN(Pipe input, OpenPipe());
  // cat ends when our end of `input` closes.
  ASSERT_OK_AND_ASSIGN(
      Subprocess child,
      StartChild({"start", "cat", "+", "write", "out", "100000"},
                 {.in = Stdio::Own(std::move(input.read)),
                  .out = Stdio::Pipe(),
                  .on_destroy = OnDestroy::kKill}));
  ASSERT_OK_AND_ASSIGN(
      const Output output,
      child.Communicate({.drain_grace = absl::Milliseconds(20)}));
  ExpectSame(output.out, std::string(100000, 'o'));
  EXPECT_TRUE(output.held_open);
  EXPECT_FALSE(output.timed_out);
}

TEST(CommunicateTest, WaitAloneDoesNotWaitForWhoHoldsTheOutputOpen) {
  ASSERT_OK_AND_ASSIGN(Subprocess child,
                       StartChild({"start", "cat", "+", "exit", "3"}, Pipes()));
  EXPECT_THAT(child.Wait(), IsOkAndHolds(ExitStatus::FromCode(3)));
  child.in().Close();
  EXPECT_THAT(ReadToEnd(child.out()), IsOkAndHolds(""));
}

TEST(CommunicateTest, TheLimitMayKillThoseThatTheChildStarted) {
  ASSERT_OK_AND_ASSIGN(Pipe alive, OpenPipe());
  ASSERT_OK_AND_ASSIGN(
      Subprocess child,
      StartChild(
          {"start", "hold", "+", "write", "out", "5000", "+", "hold"},
          {.out = Stdio::Pipe(), .err = Stdio::Own(std::move(alive.write))}));
  ASSERT_OK_AND_ASSIGN(
      const Output output,
      child.Communicate({.max_output = 100, .on_limit = OnLimit::kKill}));
  EXPECT_EQ(output.out, std::string(100, 'o'));
  EXPECT_TRUE(output.truncated);
  PipeReader reader(std::move(alive.read));
  EXPECT_THAT(ReadToEnd(reader), IsOkAndHolds(""));
}

TEST(CommunicateTest, TheLimitCountsOverSeveralCalls) {
  Pipe hold;
  ASSERT_OK_AND_ASSIGN(Subprocess child, StartChildThatWaits(hold));
  CommunicateOptions options = {.timeout = absl::Milliseconds(20),
                                .max_output = 8};
  Output output;
  while (output.out.empty()) {
    ASSERT_OK_AND_ASSIGN(output, child.Communicate(options));
  }
  EXPECT_FALSE(output.truncated);
  options.timeout = absl::InfiniteDuration();
  options.max_output = 5;
  ASSERT_OK_AND_ASSIGN(output, LetGoAndCommunicate(child, hold, options));
  EXPECT_EQ(output.out, "first ") << "what has been kept stays";
}

TEST(CommunicateTest, AfterATimeoutItGoesOnInAMovedObjectToo) {
  const std::string input = Bytes(kMiB);
  Pipe hold;
  ASSERT_OK_AND_ASSIGN(Subprocess first, StartChildThatWaits(hold));
  ASSERT_OK(
      first.Communicate({.input = input, .timeout = absl::Milliseconds(1)}));
  Subprocess second = std::move(first);
  ASSERT_OK_AND_ASSIGN(const Output output, LetGoAndCommunicate(second, hold));
  ExpectSame(output.out, "first " + input);
}

// ---- Stream ----------------------------------------------------------------

TEST(StreamTest, GivesEachPieceAndCollectsNothing) {
  ASSERT_OK_AND_ASSIGN(
      Subprocess child,
      StartChild(
          {"write", "out", "1000000", "err", "500000", "+", "cat"},
          {.in = Stdio::Pipe(), .out = Stdio::Pipe(), .err = Stdio::Pipe()}));
  std::string out;
  std::string err;
  ASSERT_OK_AND_ASSIGN(
      const Output output,
      child.Stream(
          [&](OutputStream stream, absl::string_view bytes) {
            EXPECT_FALSE(bytes.empty());
            EXPECT_LE(bytes.size(), 256u * 1024);
            absl::StrAppend(stream == OutputStream::kOut ? &out : &err, bytes);
            return true;
          },
          {.input = "the end"}));
  ExpectSame(out, std::string(1000000, 'o') + "the end");
  ExpectSame(err, std::string(500000, 'e'));
  EXPECT_EQ(output.out, "");
  EXPECT_EQ(output.err, "");
  EXPECT_EQ(child.Poll(), ExitStatus());
}

TEST(StreamTest, TheRestOfAStreamThatIsNotWantedIsDropped) {
  ASSERT_OK_AND_ASSIGN(
      Subprocess child,
      StartChild({"write", "out", "1000000", "err", "500000", "+", "exit", "3"},
                 {.out = Stdio::Pipe(), .err = Stdio::Pipe()}));
  int outs = 0;
  std::string err;
  ASSERT_OK(child.Stream([&](OutputStream stream, absl::string_view bytes) {
    if (stream == OutputStream::kErr) return err += bytes, true;
    ++outs;
    return false;
  }));
  EXPECT_EQ(outs, 1);
  ExpectSame(err, std::string(500000, 'e'));
  EXPECT_EQ(child.Poll(), ExitStatus::FromCode(3));
}

TEST(StreamTest, TextHasNewlinesHoweverItCame) {
  ASSERT_OK_AND_ASSIGN(Subprocess child, StartChild({"say", "out", "a\r", "+",
                                                     "say", "out", "\nb\r\n"},
                                                    {.out = Stdio::Pipe()}));
  std::string out;
  ASSERT_OK(child.Stream(
      [&](OutputStream, absl::string_view bytes) { return out += bytes, true; },
      {.text = true}));
  EXPECT_EQ(out, "a\nb\n");
}

TEST(StreamTest, AfterATimeoutItGoesOnWhereItWas) {
  const std::string input = Bytes(kMiB);
  Pipe hold;
  ASSERT_OK_AND_ASSIGN(Subprocess child, StartChildThatWaits(hold));
  std::string out;
  const auto append = [&](OutputStream, absl::string_view bytes) {
    return out += bytes, true;
  };
  ASSERT_OK_AND_ASSIGN(
      Output output,
      child.Stream(append, {.input = input, .timeout = absl::Milliseconds(1)}));
  EXPECT_TRUE(output.timed_out);
  PipeReader held(std::move(hold.read));
  std::thread letting_go([&] { EXPECT_OK(ReadToEnd(held)); });
  ASSERT_OK_AND_ASSIGN(output, child.Stream(append));
  letting_go.join();
  EXPECT_FALSE(output.timed_out);
  ExpectSame(out, "first " + input);
}

// ---- A conversation --------------------------------------------------------

TEST(ConversationTest, QuestionsAndAnswersTakeTurns) {
  ASSERT_OK_AND_ASSIGN(Subprocess child, StartChild({"upper"}, Pipes()));
  for (int i = 0; i < 20; ++i) {
    ASSERT_OK(child.in().Write(absl::StrCat("question ", i, "\n")));
    ASSERT_THAT(ReadLine(child.out()),
                IsOkAndHolds(absl::StrCat("QUESTION ", i)));
  }
  child.in().Close();
  EXPECT_THAT(child.out().Read(), IsOkAndHolds(""));
  EXPECT_THAT(child.Wait(), IsOkAndHolds(ExitStatus()));
}

TEST(ConversationTest, OnlyStreamsThatArePipesHaveEndsHere) {
  ASSERT_OK_AND_ASSIGN(
      Subprocess child,
      StartChild({"exit", "0"}, {.in = Stdio::Null(), .err = Stdio::Pipe()}));
  EXPECT_FALSE(child.in().is_open());
  EXPECT_FALSE(child.out().is_open());
  EXPECT_TRUE(child.err().is_open());
  EXPECT_THAT(child.in().Write("x"),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(child.out().Read(),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  EXPECT_THAT(child.err().Read(), IsOkAndHolds(""));
}

TEST(ConversationTest, WritingToAChildThatReadsNoMoreIsAborted) {
  ASSERT_OK_AND_ASSIGN(
      Subprocess child,
      StartChild({"close", "in", "+", "say", "out", "closed\n", "+", "hold"},
                 Pipes()));
  ASSERT_THAT(ReadLine(child.out()), IsOkAndHolds("closed"));
  EXPECT_THAT(child.in().Write("x"), StatusIs(absl::StatusCode::kAborted));
}

TEST(ConversationTest, CommunicateTakesUpWhereAConversationEnds) {
  ASSERT_OK_AND_ASSIGN(Subprocess child, StartChild({"cat"}, Pipes()));
  ASSERT_OK(child.in().Write("one\ntwo\n"));
  ASSERT_THAT(ReadLine(child.out()), IsOkAndHolds("one"));
  ASSERT_OK_AND_ASSIGN(const Output output,
                       child.Communicate({.input = "three"}));
  EXPECT_EQ(output.out, "two\nthree");
}

}  // namespace
}  // namespace process
