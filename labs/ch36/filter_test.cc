// SPDX-License-Identifier: Apache-2.0

#include "labs/ch36/filter.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/process/testing/program_path.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace ch36 {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing_util::IsOkAndHolds;
using ::testing_util::ProgramPath;
using ::testing_util::StatusIs;

constexpr char kFruit[] = "an apple\na pear\na pineapple\n";

TEST(FilterTest, TheLinesWithTheWordComeBack) {
  EXPECT_THAT(LinesWith(ProgramPath("FIND_LINES"), "apple", kFruit),
              IsOkAndHolds(ElementsAre("an apple", "a pineapple")));
}

TEST(FilterTest, NoMatchIsAnEmptyAnswerAndNoError) {
  EXPECT_THAT(LinesWith(ProgramPath("FIND_LINES"), "plum", kFruit),
              IsOkAndHolds(IsEmpty()));
}

TEST(FilterTest, AnyOtherExitCodeIsAnError) {
  EXPECT_THAT(LinesWith(ProgramPath("CHILD"), "dance", kFruit),
              StatusIs(absl::StatusCode::kAborted, HasSubstr("exit code 2")));
}

TEST(FilterTest, AProgramThatIsNotThereIsNotFoundAndNamed) {
  EXPECT_THAT(
      LinesWith("no-such-filter", "apple", kFruit),
      StatusIs(absl::StatusCode::kNotFound, HasSubstr("no-such-filter")));
}

TEST(FilterTest, MoreTextThanAPipeHoldsGoesThroughInBothDirections) {
  std::string text;
  for (int i = 0; i < 50'000; ++i) absl::StrAppend(&text, "apple ", i, "\n");
  EXPECT_THAT(LinesWith(ProgramPath("FIND_LINES"), "apple", text),
              IsOkAndHolds(SizeIs(50'000)));
}

TEST(LinesOfTest, ALastLineNeedsNoLineEnd) {
  EXPECT_THAT(LinesOf("a\nb\n"), ElementsAre("a", "b"));
  EXPECT_THAT(LinesOf("a\nb"), ElementsAre("a", "b"));
}

TEST(LinesOfTest, EmptyLinesAreKeptAndNoOutputIsNoLine) {
  EXPECT_THAT(LinesOf("\n\nb\n"), ElementsAre("", "", "b"));
  EXPECT_THAT(LinesOf("\n"), ElementsAre(""));
  EXPECT_THAT(LinesOf(""), IsEmpty());
}

}  // namespace
}  // namespace ch36
