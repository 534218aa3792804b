// SPDX-License-Identifier: Apache-2.0

#include "common/process/fuzz/cmd_model.h"

#include "absl/status/status.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace process {
namespace {

using ::testing::ElementsAre;
using ::testing_util::IsOkAndHolds;
using ::testing_util::StatusIs;

TEST(CmdModelTest, TheFirstAndTheLastQuoteGo) {
  EXPECT_THAT(OuterQuotesOff(R"(""a.bat" "b"" c)"),
              IsOkAndHolds(R"("a.bat" "b" c)"));
  EXPECT_THAT(OuterQuotesOff("a.bat \"b\""), IsOkAndHolds("a.bat \"b\""));
  EXPECT_THAT(OuterQuotesOff(R"("a.bat")"),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(CmdModelTest, EveryNameIsAVariable) {
  EXPECT_EQ(ExpandVariables("a %b% c", "V"), "a V c");
  EXPECT_EQ(ExpandVariables(R"("%a b%" %c%%d%)", "V"), R"("V" VV)");
  EXPECT_EQ(ExpandVariables("%a:%", "V"), "V");
  EXPECT_EQ(ExpandVariables("%a:x=y%", "V"), "V");
}

TEST(CmdModelTest, ALonePercentSignStays) {
  EXPECT_EQ(ExpandVariables("100% and", "V"), "100% and");
  EXPECT_EQ(ExpandVariables("%%", "V"), "%%");
  EXPECT_EQ(ExpandVariables("%%a%", "V"), "%V");
}

TEST(CmdModelTest, PartsOfAVariable) {
  EXPECT_EQ(ExpandVariables("%a:~1%", "0123"), "123");
  EXPECT_EQ(ExpandVariables("%a:~1,2%", "0123"), "12");
  EXPECT_EQ(ExpandVariables("%a:~-3,-1%", "0123"), "12");
  EXPECT_EQ(ExpandVariables("%a:~,%", "0123"), "");
  EXPECT_EQ(ExpandVariables("%a:~9%", "0123"), "");
  EXPECT_EQ(ExpandVariables("%a:~x%", "0123"), "%a:~x%");
}

TEST(CmdModelTest, ABackslashDoesNotKeepAQuoteFromEndingQuotes) {
  EXPECT_THAT(OutsideQuotes(R"("a\"b" c)"),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(OutsideQuotes(R"("a\"&calc" ")"), IsOkAndHolds("&calc"));
  EXPECT_THAT(OutsideQuotes(R"("a""&b" c)"), IsOkAndHolds(" c"));
}

TEST(CmdModelTest, CommasAndEqualsSignsPartArgumentsToo) {
  EXPECT_THAT(SplitBatchArguments(R"("a.bat" b=c;d,,"e f""g" "")"),
              ElementsAre(R"("a.bat")", "b", "c", "d", R"("e f""g")", R"("")"));
}

TEST(CmdModelTest, OnlyTheOuterQuotesOfAnArgumentGo) {
  EXPECT_EQ(WithoutQuotes(R"("a""b")"), R"(a""b)");
  EXPECT_EQ(WithoutQuotes(R"("")"), "");
  EXPECT_EQ(WithoutQuotes("a"), "a");
}

}  // namespace
}  // namespace process
