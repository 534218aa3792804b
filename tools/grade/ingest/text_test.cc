// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/ingest/text.h"

#include <string>

#include "absl/status/status.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace grade {
namespace {

using ::std::string_literals::operator""s;
using ::testing::HasSubstr;
using ::testing_util::IsOkAndHolds;
using ::testing_util::StatusIs;

TEST(PlainTextTest, LineEndsOfAllSystemsBecomeOne) {
  EXPECT_THAT(PlainText("a\nb\n"), IsOkAndHolds("a\nb\n"));
  EXPECT_THAT(PlainText("a\r\nb\r\n"), IsOkAndHolds("a\nb\n"));
  EXPECT_THAT(PlainText("a\rb\r"), IsOkAndHolds("a\nb\n"));
}

TEST(PlainTextTest, TheLastLineGetsItsEnd) {
  EXPECT_THAT(PlainText("a"), IsOkAndHolds("a\n"));
  EXPECT_THAT(PlainText(""), IsOkAndHolds(""));
}

TEST(PlainTextTest, AByteOrderMarkIsRemoved) {
  EXPECT_THAT(PlainText("\xef\xbb\xbfint x;"), IsOkAndHolds("int x;\n"));
}

TEST(PlainTextTest, Utf16IsTranslated) {
  EXPECT_THAT(PlainText("\xff\xfe"
                        "i\0\xe4\0\n\0"s),
              IsOkAndHolds("i\xc3\xa4\n"));
  EXPECT_THAT(PlainText("\xfe\xff"
                        "\0i\0\xe4\0\n"s),
              IsOkAndHolds("i\xc3\xa4\n"));
  // U+20AC and U+1F600, which takes two units.
  EXPECT_THAT(PlainText("\xfe\xff\x20\xac\xd8\x3d\xde\x00"s),
              IsOkAndHolds("\xe2\x82\xac\xf0\x9f\x98\x80\n"));
}

TEST(PlainTextTest, BrokenUtf16IsRefused) {
  for (const std::string& broken :
       {"\xff\xfe\x41"s, "\xfe\xff\xd8\x3d"s, "\xfe\xff\xd8\x3d\x00\x41"s,
        "\xfe\xff\xde\x00"s}) {
    EXPECT_THAT(PlainText(broken), StatusIs(absl::StatusCode::kInvalidArgument,
                                            HasSubstr("broken UTF-16")));
  }
}

TEST(PlainTextTest, BinariesAreRefused) {
  for (const std::string& binary : {"\x7f"
                                    "ELF\x02"s,
                                    "!<arch>\nx"s, "int\0x"s}) {
    EXPECT_THAT(PlainText(binary), StatusIs(absl::StatusCode::kInvalidArgument,
                                            HasSubstr("binary")));
  }
}

TEST(PlainTextTest, OtherBytesStayAsTheyAre) {
  EXPECT_THAT(PlainText("// caf\xe9\n"), IsOkAndHolds("// caf\xe9\n"));
}

}  // namespace
}  // namespace grade
