// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/trace/trace_text.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/explorer/internal/trace/source_lines.h"
#include "common/explorer/internal/trace/step.h"
#include "common/explorer/internal/trace/testing/sample_executions.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace explorer::internal {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::string TextOf(const Sample& sample, const TraceTextOptions& options = {}) {
  return TraceText(sample.execution, sample.places, options);
}

size_t LongestLine(const std::string& text) {
  size_t longest = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    longest = std::max(longest, line.size());
  }
  return longest;
}

TEST(TraceTextTest, ALostUpdateIsEightLines) {
  EXPECT_EQ("\n" + TextOf(LostUpdate()), R"(
step   T0          T1          T2
 1-2   create T1, T2
   3             > read v1: 0                    counter.cc:4  count_ += offset;
   4                         > read v1: 0        counter.cc:4  count_ += offset;
   5             > write v1: 0 -> 1              counter.cc:4  count_ += offset;
   6                         > write v1: 1 -> 1  counter.cc:4  count_ += offset;
 7-8 > join T1, T2
   9   read v1: 1                                counter.cc:8  return count_;

> another thread goes on here

Found: failed assertion
  counter.cc:17: EXPECT_EQ(counter.value(), 2)
    counter.value() is 1
)");
}

TEST(TraceTextTest, ADeadlockEndsWithWhoHoldsAndWaitsForWhat) {
  EXPECT_EQ("\n" + TextOf(TwoLockDeadlock()), R"(
step   T0       T1       T2
 1-2   create T1, T2
   3          > lock m1           bank.cc:4  absl::MutexLock first(&from.mutex);
   4                   > lock m2  bank.cc:4  absl::MutexLock first(&from.mutex);

> another thread goes on here

Stuck:
  T0 waits for T1 to end
    bank.cc:14  there.join();
  T1 holds mutex m1 and waits to lock mutex m2, which T2 holds
    bank.cc:5  absl::MutexLock second(&to.mutex);
  T2 holds mutex m2 and waits to lock mutex m1, which T1 holds
    bank.cc:5  absl::MutexLock second(&to.mutex);

Found: deadlock
  T1 waits for T2, which waits for T1.
)");
}

TEST(TraceTextTest, AMissedWakeupShowsTheNotificationBeforeTheWait) {
  EXPECT_EQ("\n" + TextOf(MissedWakeup()), R"(
step   T0             T1
   1   create T1
   2                > read v1: 0   mailbox.cc:4   if (!full_) {
   3 > lock m1                     mailbox.cc:11  absl::MutexLock lock(&mutex_);
   4   write v1: 0 -> 1            mailbox.cc:12  full_ = true;
   5   notify one of c1            mailbox.cc:13  came_.Signal();
   6   unlock m1                   mailbox.cc:14  }
   7                > lock m1      mailbox.cc:5   absl::MutexLock lock(&mutex_);
   8                  wait for c1  mailbox.cc:6   came_.Wait(&mutex_);

> another thread goes on here

Stuck:
  T0 waits for T1 to end
    mailbox.cc:20  receiver.join();
  T1 waits for condition c1, which no thread will notify
    mailbox.cc:6  came_.Wait(&mutex_);

Found: missed wakeup
  T0 notified condition c1 in step 5, when no thread waited; T1 began to wait in
  step 8.
)");
}

TEST(TraceTextTest, WhereThereIsNoRoomThereIsOneColumn) {
  EXPECT_EQ("\n" + TextOf(LostUpdate(), {.columns = 60}), R"(
step   thread
 1-2   T0  create T1, T2
   3 > T1  read v1: 0        counter.cc:4  count_ += offset;
   4 > T2  read v1: 0        counter.cc:4  count_ += offset;
   5 > T1  write v1: 0 -> 1  counter.cc:4  count_ += offset;
   6 > T2  write v1: 1 -> 1  counter.cc:4  count_ += offset;
 7-8 > T0  join T1, T2
   9   T0  read v1: 1        counter.cc:8  return count_;

> another thread goes on here

Found: failed assertion
  counter.cc:17: EXPECT_EQ(counter.value(), 2)
    counter.value() is 1
)");
}

TEST(TraceTextTest, CreatesAndJoinsStandOneByOneWhenAsked) {
  const std::string text =
      TextOf(LostUpdate(), {.fold_creates_and_joins = false});
  EXPECT_THAT(text, HasSubstr("\n   1   create T1 "));
  EXPECT_THAT(text, HasSubstr("\n   2   create T2 "));
  EXPECT_THAT(text, HasSubstr("counter.cc:15  a.join();\n"));
}

TEST(TraceTextTest, NoLineIsWiderThanTheTerminal) {
  for (const Sample& sample :
       {LostUpdate(), TwoLockDeadlock(), MissedWakeup()}) {
    for (int columns = 40; columns <= 160; ++columns) {
      for (bool fold : {false, true}) {
        const std::string text =
            TextOf(sample, {columns, /*fold_creates_and_joins=*/fold});
        EXPECT_LE(LongestLine(text), static_cast<size_t>(columns)) << text;
      }
    }
  }
}

TEST(TraceTextTest, LongWordsAreCut) {
  Sample sample = LostUpdate();
  const std::string word(200, 'w');
  for (Step& step : sample.execution.steps) step.object = word;
  for (SourceLine& line : sample.places.steps) {
    line = {.file = word, .line = 1, .text = word};
  }
  const std::string text = TextOf(sample);
  EXPECT_LE(LongestLine(text), 80u) << text;
  EXPECT_THAT(text, HasSubstr("..."));
}

TEST(TraceTextTest, ThirtyTwoThreadsFit) {
  Sample sample;
  sample.execution.threads = 32;
  for (int thread = 0; thread < 32; ++thread) {
    sample.execution.steps.push_back({.thread = thread, .what = "yield"});
    sample.places.steps.push_back({"f", "a.cc", 7, "f();"});
  }
  const std::string text = TextOf(sample);
  EXPECT_LE(LongestLine(text), 80u) << text;
  EXPECT_THAT(text, HasSubstr("  32 > T31  yield  a.cc:7  f();\n"));
}

TEST(TraceTextTest, ALineThatMakesTwoStepsStandsOnce) {
  Sample sample = LostUpdate();
  std::swap(sample.execution.steps[3], sample.execution.steps[4]);
  EXPECT_THAT(TextOf(sample), HasSubstr("write v1: 0 -> 1\n"));
}

TEST(TraceTextTest, WithoutSourceTheStepsStand) {
  Sample sample = LostUpdate();
  for (SourceLine& line : sample.places.steps) line = {};
  EXPECT_THAT(TextOf(sample), HasSubstr("> read v1: 0\n"));
}

TEST(TraceTextTest, WhyThereIsNoSourceIsSaid) {
  Sample sample = LostUpdate();
  EXPECT_THAT(TextOf(sample), Not(HasSubstr("missing")));
  sample.places.note = "Lines are missing: build them.";
  EXPECT_THAT(TextOf(sample),
              HasSubstr("\n\nLines are missing: build them.\n"));
}

TEST(TraceTextTest, NothingInItMovesTheTerminalsCursor) {
  Sample sample = LostUpdate();
  sample.execution.steps[2].value = "\x1B[2J";
  sample.places.steps[2].text = "a\tb\r\x1B]0;x\x07";
  sample.execution.details = "\x1B[31m";
  const std::string text = TextOf(sample);
  EXPECT_THAT(text, Not(HasSubstr("\x1B")));
  EXPECT_THAT(text, HasSubstr("a b "));
}

TEST(TraceTextTest, CharactersBeyondAsciiAreOneColumnWide) {
  Sample sample = LostUpdate();
  sample.places.steps[2].text =
      "// \u00B5s \u2192 \u20AC and so on, as far as it goes";
  const std::string text = TextOf(sample, {.columns = 72});
  EXPECT_THAT(text, HasSubstr("// \u00B5s \u2192 \u20AC and"));
}

TEST(TraceTextTest, AnExecutionWithoutAFindingSaysSo) {
  EXPECT_EQ(TraceText({}, {}), "\nNothing was found.\n");
}

}  // namespace
}  // namespace explorer::internal
