// SPDX-License-Identifier: Apache-2.0
//
// The table of examples in Microsoft's "Parsing C command-line arguments", and
// where the two readings differ.

#include "common/process/fuzz/windows_splitter.h"

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace process {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> Split(absl::string_view line) {
  return SplitWindows(line, PairOfQuotes::kStaysInQuotes);
}

TEST(WindowsSplitterTest, SplitsTheDocumentationsExamples) {
  EXPECT_THAT(Split(R"(p "abc" d e)"), ElementsAre("p", "abc", "d", "e"));
  EXPECT_THAT(Split(R"(p "a b c" d e)"), ElementsAre("p", "a b c", "d", "e"));
  EXPECT_THAT(Split(R"(p "ab\"c" "\\" d)"),
              ElementsAre("p", R"(ab"c)", R"(\)", "d"));
  EXPECT_THAT(Split(R"(p a\\b d"e f"g h)"),
              ElementsAre("p", R"(a\\b)", "de fg", "h"));
  EXPECT_THAT(Split(R"(p a\\\"b c d)"), ElementsAre("p", R"(a\"b)", "c", "d"));
  EXPECT_THAT(Split(R"(p a\\\\"b c" d e)"),
              ElementsAre("p", R"(a\\b c)", "d", "e"));
  EXPECT_THAT(Split(R"(p a"b"" c d)"), ElementsAre("p", R"(ab" c d)"));
}

TEST(WindowsSplitterTest, BlanksAreNoArgumentsButEmptyQuotesAre) {
  EXPECT_THAT(Split("p  \t a  "), ElementsAre("p", "a"));
  EXPECT_THAT(Split(R"(p "" a)"), ElementsAre("p", "", "a"));
}

TEST(WindowsSplitterTest, BackslashesAreTextInTheProgramsName) {
  EXPECT_THAT(Split(R"("C:\a b\" c)"), ElementsAre(R"(C:\a b\)", "c"));
}

TEST(WindowsSplitterTest, AfterAPairOfQuotesTheReadingsDiffer) {
  constexpr absl::string_view kLine = R"(p "a""b c")";
  EXPECT_THAT(SplitWindows(kLine, PairOfQuotes::kStaysInQuotes),
              ElementsAre("p", R"(a"b c)"));
  EXPECT_THAT(SplitWindows(kLine, PairOfQuotes::kEndsQuotes),
              ElementsAre("p", R"(a"b)", "c"));
}

}  // namespace
}  // namespace process
