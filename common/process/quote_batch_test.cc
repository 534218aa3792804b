// SPDX-License-Identifier: Apache-2.0
//
// Lines are compared, on all systems: Wine's cmd.exe is no judge, it reads
// quotes and percent signs in its own way. That nothing gets out of its quotes
// whatever the arguments is tested in fuzz/quote_properties_test.cc.

#include "common/process/quote_batch.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace process {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing_util::IsOkAndHolds;
using ::testing_util::StatusIs;

// One argument behind a batch file named b.bat.
std::string Quoted(absl::string_view arg) {
  const std::string line = QuoteBatch("b.bat", {std::string(arg)}).value();
  absl::string_view rest = line;
  EXPECT_TRUE(
      absl::ConsumePrefix(&rest, R"(cmd.exe /e:ON /v:OFF /d /c ""b.bat" )"));
  EXPECT_TRUE(absl::ConsumeSuffix(&rest, "\""));
  return std::string(rest);
}

TEST(IsBatchFileTest, KnowsBothExtensionsInAnyCase) {
  EXPECT_TRUE(IsBatchFile("a.bat"));
  EXPECT_TRUE(IsBatchFile(R"(C:\b\A.CMD)"));
  EXPECT_TRUE(IsBatchFile(".Bat"));
}

TEST(IsBatchFileTest, OverlooksWhatWindowsOverlooks) {
  EXPECT_TRUE(IsBatchFile("a.bat."));
  EXPECT_TRUE(IsBatchFile("a.bat. ."));
  EXPECT_TRUE(IsBatchFile("a.cmd   "));
  EXPECT_TRUE(IsBatchFile(R"(a.bat\.)"));
  EXPECT_TRUE(IsBatchFile("a.bat/. "));
}

TEST(IsBatchFileTest, OtherFilesAreNone) {
  EXPECT_FALSE(IsBatchFile(""));
  EXPECT_FALSE(IsBatchFile("."));
  EXPECT_FALSE(IsBatchFile("bat"));
  EXPECT_FALSE(IsBatchFile("a.exe"));
  EXPECT_FALSE(IsBatchFile("a.bat.exe"));
  EXPECT_FALSE(IsBatchFile("a.batx"));
  EXPECT_FALSE(IsBatchFile(R"(a.bat\b.exe)"));
}

TEST(QuoteBatchTest, TheScriptIsAlwaysQuoted) {
  EXPECT_THAT(QuoteBatch(R"(C:\b\a.bat)", {}),
              IsOkAndHolds(R"(cmd.exe /e:ON /v:OFF /d /c ""C:\b\a.bat"")"));
  EXPECT_THAT(
      QuoteBatch(R"(C:\a & b\c.cmd)", {"x"}),
      IsOkAndHolds(R"(cmd.exe /e:ON /v:OFF /d /c ""C:\a & b\c.cmd" x")"));
}

TEST(QuoteBatchTest, TheScriptsDotsAndBlanksGo) {
  EXPECT_THAT(QuoteBatch("a.BAT. .", {}),
              IsOkAndHolds(R"(cmd.exe /e:ON /v:OFF /d /c ""a.BAT"")"));
}

TEST(QuoteBatchTest, PercentSignsInTheScriptsPathExpandNothing) {
  EXPECT_THAT(
      QuoteBatch(R"(C:\%PATH%\a.bat)", {}),
      IsOkAndHolds(
          R"(cmd.exe /e:ON /v:OFF /d /c ""C:\%%cd:~,%PATH%%cd:~,%\a.bat"")"));
}

TEST(QuoteBatchTest, PlainArgumentsStayAsTheyAre) {
  EXPECT_EQ(Quoted("install"), "install");
  EXPECT_EQ(Quoted(R"(C:\a\b-c_d.txt)"), R"(C:\a\b-c_d.txt)");
  EXPECT_EQ(Quoted("#1+$2@x"), "#1+$2@x");
}

TEST(QuoteBatchTest, EverythingElseIsQuoted) {
  EXPECT_EQ(Quoted(""), R"("")");
  EXPECT_EQ(Quoted("a b"), R"("a b")");
  EXPECT_EQ(Quoted("--a=b"), R"("--a=b")");
  EXPECT_EQ(Quoted("a,b;c"), R"("a,b;c")");
  EXPECT_EQ(Quoted("a&b|c<d>e^(f)!g!"), R"("a&b|c<d>e^(f)!g!")");
  EXPECT_EQ(Quoted("*.txt"), R"("*.txt")");
  EXPECT_EQ(Quoted("a\tb"), "\"a\tb\"");
  EXPECT_EQ(Quoted("\xc2\xa0"), "\"\xc2\xa0\"");
}

TEST(QuoteBatchTest, QuotesAreDoubled) {
  EXPECT_EQ(Quoted("\""), R"("""")");
  EXPECT_EQ(Quoted(R"("&calc.exe)"), R"("""&calc.exe")");
  EXPECT_EQ(Quoted(R"(a"b"c)"), R"("a""b""c")");
}

TEST(QuoteBatchTest, BackslashesAreDoubledOnlyBeforeAQuote) {
  EXPECT_EQ(Quoted(R"(a\b c)"), R"("a\b c")");
  EXPECT_EQ(Quoted(R"(a\\"b)"), R"("a\\\\""b")");
  EXPECT_EQ(Quoted(R"(a\)"), R"("a\\")");
  EXPECT_EQ(Quoted(R"(\)"), R"("\\")");
}

TEST(QuoteBatchTest, PercentSignsExpandNothing) {
  EXPECT_EQ(Quoted("%PATH%"), R"("%%cd:~,%PATH%%cd:~,%")");
  EXPECT_EQ(Quoted("100%"), R"("100%%cd:~,%")");
}

TEST(QuoteBatchTest, LineEndsAreRefusedAndTheArgumentNamed) {
  EXPECT_THAT(QuoteBatch("b.bat", {"a", "b\nc"}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("argument 2"), HasSubstr("line feed"),
                             HasSubstr("byte 1"))));
  EXPECT_THAT(
      QuoteBatch("b.bat", {"a\r"}),
      StatusIs(absl::StatusCode::kInvalidArgument,
               AllOf(HasSubstr("argument 1"), HasSubstr("carriage return"))));
  EXPECT_THAT(QuoteBatch("b.bat", {"\x1a"}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("argument 1"), HasSubstr("Ctrl-Z"))));
  EXPECT_THAT(QuoteBatch("b.bat", {std::string("a\0b", 3)}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("argument 1"), HasSubstr("NUL"))));
  EXPECT_THAT(QuoteBatch("a\nb.bat", {}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("the path"), HasSubstr("line feed"))));
}

TEST(QuoteBatchTest, AScriptThatCmdCannotOpenIsRefused) {
  for (const absl::string_view script :
       {"", "a.exe", "a", R"(a.bat\)", R"(a.bat\.)"}) {
    EXPECT_THAT(QuoteBatch(script, {}),
                StatusIs(absl::StatusCode::kInvalidArgument,
                         HasSubstr("not the path of a .bat or .cmd file")))
        << script;
  }
  EXPECT_THAT(QuoteBatch(R"(a" & calc & ".bat)", {}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("cannot hold any of")));
  EXPECT_THAT(QuoteBatch(R"(\\?\C:\a.bat)", {}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("give the path without it")));
}

// The line without the argument, and the blank before it.
TEST(QuoteBatchTest, ALineIsAtMostAsLongAsCmdReads) {
  const size_t rest = QuoteBatch("b.bat", {})->size() + 1;
  const std::string longest(8191 - rest, 'a');
  EXPECT_EQ(QuoteBatch("b.bat", {longest})->size(), 8191);
  EXPECT_THAT(QuoteBatch("b.bat", {longest + "a"}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("would take 8192 characters")));
}

TEST(QuoteBatchTest, LengthCountsUtf16Units) {
  std::string two_units;  // U+1F600, four bytes of UTF-8
  for (int i = 0; i < 4000; ++i) two_units += "\xf0\x9f\x98\x80";
  EXPECT_OK(QuoteBatch("b.bat", {two_units}));
  EXPECT_THAT(QuoteBatch("b.bat", {two_units, two_units.substr(0, 800)}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("characters; cmd.exe reads 8191")));
}

}  // namespace
}  // namespace process
