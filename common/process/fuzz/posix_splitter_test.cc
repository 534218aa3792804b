// SPDX-License-Identifier: Apache-2.0

#include "common/process/fuzz/posix_splitter.h"

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace process {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing_util::IsOkAndHolds;
using ::testing_util::StatusIs;

TEST(PosixSplitterTest, QuotesJoinWhatTouches) {
  EXPECT_THAT(SplitPosix(R"(a 'b c'  'it'\''s' '' d\ e)"),
              IsOkAndHolds(ElementsAre("a", "b c", "it's", "", "d e")));
  EXPECT_THAT(SplitPosix("'a\nb'"), IsOkAndHolds(ElementsAre("a\nb")));
}

TEST(PosixSplitterTest, WhatWouldDoMoreThanSplitIsAnError) {
  for (const absl::string_view line :
       {"a;b", "a $b", "a *", "a 'b", "a \\", "A=b c", "if", "a =b", "a\nb",
        "a ~", "a {b,c}", "a \xc2\xa0"}) {
    EXPECT_THAT(SplitPosix(line), StatusIs(absl::StatusCode::kInvalidArgument,
                                           HasSubstr("of the line")))
        << line;
  }
}

TEST(PosixSplitterTest, QuotedOrLaterItIsAPlainWord) {
  EXPECT_THAT(SplitPosix("'if' A=b if"),
              IsOkAndHolds(ElementsAre("if", "A=b", "if")));
  EXPECT_THAT(SplitPosix("'A=b'"), IsOkAndHolds(ElementsAre("A=b")));
}

}  // namespace
}  // namespace process
