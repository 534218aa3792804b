// SPDX-License-Identifier: Apache-2.0
//
// That any arguments come back from such a line is tested in
// fuzz/quote_properties_test.cc, and what a real child program makes of it on
// Windows, in subprocess_test.cc.

#include "common/process/quote_windows.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace process {
namespace {

using ::testing::HasSubstr;
using ::testing_util::IsOkAndHolds;
using ::testing_util::StatusIs;

// One argument behind a program named p.
std::string Quoted(absl::string_view arg) {
  const std::string line = QuoteWindows({"p", std::string(arg)}).value();
  EXPECT_EQ(line.substr(0, 2), "p ");
  return line.substr(2);
}

TEST(QuoteWindowsTest, PlainArgumentsStayAsTheyAre) {
  EXPECT_THAT(QuoteWindows({"grep", "-v", "LISTEN", "a.txt"}),
              IsOkAndHolds("grep -v LISTEN a.txt"));
}

TEST(QuoteWindowsTest, NoArgumentsAreAnEmptyLine) {
  EXPECT_THAT(QuoteWindows({}), IsOkAndHolds(""));
}

TEST(QuoteWindowsTest, AnEmptyArgumentKeepsItsPlace) {
  EXPECT_THAT(QuoteWindows({"p", "", "b"}), IsOkAndHolds(R"(p "" b)"));
}

TEST(QuoteWindowsTest, BlanksNeedQuotes) {
  EXPECT_EQ(Quoted("two words"), R"("two words")");
  EXPECT_EQ(Quoted("tab\there"), "\"tab\there\"");
  EXPECT_EQ(Quoted("line\nbreak"), "\"line\nbreak\"");
}

TEST(QuoteWindowsTest, FileNamePatternsNeedQuotes) {
  EXPECT_EQ(Quoted("*.txt"), R"("*.txt")");
  EXPECT_EQ(Quoted("a?"), R"("a?")");
}

TEST(QuoteWindowsTest, ControlCharactersNeedQuotes) {
  EXPECT_EQ(Quoted("a\x01z"), "\"a\x01z\"");
}

TEST(QuoteWindowsTest, AQuoteIsEscaped) {
  EXPECT_EQ(Quoted(R"(a"b)"), R"("a\"b")");
  EXPECT_EQ(Quoted(R"(")"), R"("\"")");
}

TEST(QuoteWindowsTest, BackslashesAreDoubledOnlyBeforeAQuote) {
  EXPECT_EQ(Quoted(R"(C:\a\b\)"), R"(C:\a\b\)");
  EXPECT_EQ(Quoted(R"(C:\a b\c)"), R"("C:\a b\c")");
  EXPECT_EQ(Quoted(R"(C:\a b\)"), R"("C:\a b\\")");
  EXPECT_EQ(Quoted(R"(a\"b)"), R"("a\\\"b")");
  EXPECT_EQ(Quoted(R"(a\\"b\)"), R"("a\\\\\"b\\")");
}

TEST(QuoteWindowsTest, TheShellsCharactersMeanNothing) {
  EXPECT_EQ(Quoted("%PATH%&|<>^!"), "%PATH%&|<>^!");
}

TEST(QuoteWindowsTest, TheProgramsBackslashesAreNeverDoubled) {
  EXPECT_THAT(QuoteWindows({R"(C:\Program Files\)"}),
              IsOkAndHolds(R"("C:\Program Files\")"));
}

TEST(QuoteWindowsTest, AQuoteInTheProgramsNameIsRefused) {
  EXPECT_THAT(
      QuoteWindows({R"(a"b)"}),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr(R"(a"b)")));
}

TEST(QuoteWindowsTest, ANulByteIsRefusedAndTheArgumentNamed) {
  EXPECT_THAT(QuoteWindows({"p", "a", std::string("b\0c", 3)}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("args[2] holds a NUL byte")));
  EXPECT_THAT(QuoteWindows({std::string("p\0", 2)}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("args[0] holds a NUL byte")));
}

}  // namespace
}  // namespace process
