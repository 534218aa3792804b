// SPDX-License-Identifier: Apache-2.0

#include "common/lab/text.h"

#include <string>

#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lab {
namespace {

using ::testing::Each;
using ::testing::SizeIs;

TEST(WrapTest, BreaksAtSpacesWithinTheWidth) {
  EXPECT_EQ(Wrap("one two three four five", {.width = 20}),
            "one two three four\nfive\n");
}

TEST(WrapTest, CountsTheIndentAsPartOfTheWidth) {
  EXPECT_EQ(Wrap("one two three four five", {.indent = "    ", .width = 20}),
            "    one two three\n    four five\n");
}

TEST(WrapTest, KeepsBlankLinesAndFoldsOtherWhiteSpace) {
  EXPECT_EQ(Wrap("a\n  b\n\n\n\nc\n"), "a b\n\nc\n");
}

TEST(WrapTest, GivesAWordLongerThanTheLineItsOwnLine) {
  const std::string word(30, 'x');
  EXPECT_EQ(Wrap("a " + word + " b", {.width = 20}), "a\n" + word + "\nb\n");
}

TEST(WrapTest, NoTextGivesNoLines) { EXPECT_EQ(Wrap(""), ""); }

TEST(WrapTest, TellsWhetherAnyWhiteSpaceWouldBeLost) {
  EXPECT_TRUE(WrapKeepsWords("5"));
  EXPECT_TRUE(WrapKeepsWords("result = 5, text = \"a b\""));
  for (const std::string text :
       {"", " 5", "5 ", "a  b", "a\tb", "a\nb", "a\n"}) {
    EXPECT_FALSE(WrapKeepsWords(text)) << text;
  }
}

TEST(WrapTest, DefaultsToEightyColumns) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += "word ";
  EXPECT_THAT(std::vector<std::string>(absl::StrSplit(Wrap(text), '\n')),
              Each(SizeIs(testing::Le(80))));
}

TEST(IndentTest, IndentsEveryLineThatHasText) {
  EXPECT_EQ(Indent("a\n\nb", "  "), "  a\n\n  b\n");
  EXPECT_EQ(Indent("a\n", "  "), "  a\n");
  EXPECT_EQ(Indent("", "  "), "");
}

TEST(FormatSecondsTest, KeepsThreeSignificantDigits) {
  EXPECT_EQ(FormatSeconds(1.25), "1.25 s");
  EXPECT_EQ(FormatSeconds(72), "72.0 s");
  EXPECT_EQ(FormatSeconds(0.5012), "501 ms");
  EXPECT_EQ(FormatSeconds(0.04123), "41.2 ms");
  EXPECT_EQ(FormatSeconds(0.00498), "4.98 ms");
  EXPECT_EQ(FormatSeconds(12.3e-6), "12.3 us");
  EXPECT_EQ(FormatSeconds(730e-9), "730 ns");
}

TEST(FormatSecondsTest, RoundsUpIntoTheNextUnit) {
  EXPECT_EQ(FormatSeconds(0.99999), "1.00 s");
  EXPECT_EQ(FormatSeconds(9.999e-3), "10.0 ms");
}

TEST(FormatSecondsTest, ZeroIsANumberToo) {
  EXPECT_EQ(FormatSeconds(0), "0.00 ns");
}

}  // namespace
}  // namespace lab
