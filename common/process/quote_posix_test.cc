// SPDX-License-Identifier: Apache-2.0
//
// That a shell finds any words again is tested in
// fuzz/quote_properties_test.cc, and with the system's own shell in
// quote_posix_shell_test.cc.

#include "common/process/quote_posix.h"

#include <string>

#include "absl/status/status.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace process {
namespace {

using ::testing::HasSubstr;
using ::testing_util::IsOkAndHolds;
using ::testing_util::StatusIs;

TEST(QuotePosixTest, PlainWordsStayAsTheyAre) {
  EXPECT_THAT(QuotePosix({"ls", "-l", "--color=no", "a/b_c.txt", "me@host:1,2",
                          "50%", "+x"}),
              IsOkAndHolds("ls -l --color=no a/b_c.txt me@host:1,2 50% +x"));
}

TEST(QuotePosixTest, NoArgumentsAreAnEmptyLine) {
  EXPECT_THAT(QuotePosix({}), IsOkAndHolds(""));
}

TEST(QuotePosixTest, AnEmptyArgumentKeepsItsPlace) {
  EXPECT_THAT(QuotePosix({"p", "", "b"}), IsOkAndHolds("p '' b"));
}

TEST(QuotePosixTest, WhatAShellReadsIsQuoted) {
  EXPECT_THAT(QuotePosix({"p", "two words", "$HOME", "*", "a;b", "~", "#"}),
              IsOkAndHolds("p 'two words' '$HOME' '*' 'a;b' '~' '#'"));
  EXPECT_THAT(QuotePosix({"p", "line\nbreak", "\\", "\"", "!"}),
              IsOkAndHolds("p 'line\nbreak' '\\' '\"' '!'"));
}

TEST(QuotePosixTest, ASingleQuoteStepsOutside) {
  EXPECT_THAT(QuotePosix({"echo", "it's", "'"}),
              IsOkAndHolds(R"(echo 'it'\''s' ''\''')"));
}

TEST(QuotePosixTest, BytesThatAreNotAsciiAreQuoted) {
  EXPECT_THAT(QuotePosix({"p", "\xc3\xa9", "\xff"}),
              IsOkAndHolds("p '\xc3\xa9' '\xff'"));
}

TEST(QuotePosixTest, TheCommandIsNeverReadAsGrammar) {
  EXPECT_THAT(QuotePosix({"A=b", "A=b"}), IsOkAndHolds("'A=b' A=b"));
  EXPECT_THAT(QuotePosix({"if", "if"}), IsOkAndHolds("'if' if"));
  EXPECT_THAT(QuotePosix({"time", "ls"}), IsOkAndHolds("'time' ls"));
}

// POSIX.1-2017, 2.4, but for those that are quoted anyway.
TEST(QuotePosixTest, AllReservedWordsAreQuoted) {
  for (const std::string word :
       {"case", "do", "done", "elif", "else", "esac", "fi", "for", "if", "in",
        "then", "until", "while"}) {
    EXPECT_THAT(QuotePosix({word, word}),
                IsOkAndHolds("'" + word + "' " + word));
  }
}

// zsh puts the path of ls there.
TEST(QuotePosixTest, AWordThatStartsWithAnEqualsSignIsQuoted) {
  EXPECT_THAT(QuotePosix({"echo", "=ls"}), IsOkAndHolds("echo '=ls'"));
}

TEST(QuotePosixTest, ANulByteIsRefusedAndTheArgumentNamed) {
  EXPECT_THAT(QuotePosix({"p", std::string("ab\0c", 4)}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("args[1] holds a NUL byte (at byte 2)")));
}

}  // namespace
}  // namespace process
