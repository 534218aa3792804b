// SPDX-License-Identifier: Apache-2.0

#include "common/exercise/verdict.h"

#include <regex>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace exercise {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing_util::IsOkAndHolds;
using ::testing_util::StatusIs;

TEST(VerdictTest, EachNameLeadsBackToItsVerdict) {
  std::set<absl::string_view> names;
  for (Verdict verdict : AllVerdicts()) {
    EXPECT_THAT(VerdictFromName(Name(verdict)), IsOkAndHolds(verdict));
    names.insert(Name(verdict));
  }
  EXPECT_EQ(names.size(), AllVerdicts().size());
  EXPECT_EQ(names.size(), 21u);
}

TEST(VerdictTest, TheListIsComplete) {
  // INFRA is the last one.
  EXPECT_EQ(AllVerdicts().size(), static_cast<size_t>(Verdict::kInfra) + 1);
}

TEST(VerdictTest, EachHasOneSentenceOfItsOwn) {
  std::set<absl::string_view> sentences;
  for (Verdict verdict : AllVerdicts()) {
    const std::string sentence(Sentence(verdict));
    EXPECT_TRUE(std::regex_match(sentence, std::regex("[A-Z].+[.?]")))
        << sentence;
    sentences.insert(Sentence(verdict));
  }
  EXPECT_EQ(sentences.size(), AllVerdicts().size());
}

TEST(VerdictTest, AnUnknownNameIsAnsweredWithTheKnownOnes) {
  EXPECT_THAT(VerdictFromName("PASSED"),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr("\"PASSED\""), HasSubstr(" PASS "),
                             HasSubstr("INFRA"))));
}

}  // namespace
}  // namespace exercise
