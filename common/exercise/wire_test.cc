// SPDX-License-Identifier: Apache-2.0

#include "common/exercise/wire.h"

#include <cstdint>
#include <regex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/exercise/values.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace exercise {
namespace {

using ::testing::HasSubstr;
using ::testing_util::StatusIs;

TEST(WireTest, AQuestionArrivesAsItWasSent) {
  const Question sent = {.nonce = "n",
                         .name = "total",
                         .arguments = {{"sensors", 2}, {"text", "a\nb\"ü"}}};
  const std::string line = EncodeQuestion(sent);
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  ASSERT_OK_AND_ASSIGN(Question got, DecodeQuestion(line));
  EXPECT_EQ(got.nonce, sent.nonce);
  EXPECT_EQ(got.name, sent.name);
  EXPECT_EQ(got.arguments, sent.arguments);
}

TEST(WireTest, WhatIsNoQuestionIsRefused) {
  for (const char* bad : {"", "x", "[]", "{}", R"({"nonce":"n","name":"q"})",
                          R"({"nonce":1,"name":"q","arguments":{}})"}) {
    EXPECT_THAT(DecodeQuestion(bad),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << bad;
  }
}

TEST(WireTest, AnAnswerArrivesAsItWasSent) {
  const Values answer = {{"out", "a\nb"},
                         {"code", -3},
                         {"ok", true},
                         {"numbers", std::vector<int64_t>{1, 2}},
                         {"texts", std::vector<std::string>{"a", "b"}}};
  ASSERT_OK_AND_ASSIGN(Values got,
                       DecodeAnswer(EncodeAnswer("n", answer), "n"));
  EXPECT_EQ(got, answer);
}

TEST(WireTest, BytesThatAreNoTextStillMakeALine) {
  EXPECT_OK(DecodeAnswer(EncodeAnswer("n", {{"out", "\xff"}}), "n"));
}

TEST(WireTest, NothingIsNoAnswer) {
  EXPECT_THAT(DecodeAnswer("", "n"), StatusIs(absl::StatusCode::kNotFound));
}

TEST(WireTest, AnotherNonceIsNoAnswer) {
  EXPECT_THAT(DecodeAnswer(EncodeAnswer("m", {{"total", 6}}), "n"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("does not answer the question")));
}

TEST(WireTest, AnythingBesideTheAnswerIsNoAnswer) {
  const std::string answer = EncodeAnswer("n", {{"total", 6}});
  for (const std::string& bad :
       {absl::StrCat("[  PASSED  ]\n", answer), absl::StrCat(answer, answer),
        absl::StrCat(answer, "x"), answer.substr(0, answer.size() - 1),
        std::string(R"({"nonce":"n"})"
                    "\n"),
        std::string(R"({"nonce":"n","answer":6})"
                    "\n")}) {
    EXPECT_THAT(DecodeAnswer(bad, "n"),
                StatusIs(absl::StatusCode::kInvalidArgument))
        << bad;
  }
}

TEST(WireTest, NoncesAreLongAndDiffer) {
  EXPECT_TRUE(std::regex_match(RandomNonce(), std::regex("[0-9a-f]+")));
  EXPECT_EQ(RandomNonce().size(), 32u);
  EXPECT_NE(RandomNonce(), RandomNonce());
}

}  // namespace
}  // namespace exercise
