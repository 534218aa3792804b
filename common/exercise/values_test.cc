// SPDX-License-Identifier: Apache-2.0

#include "common/exercise/values.h"

#include <cstdint>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace exercise {
namespace {

using ::testing::ElementsAre;

TEST(ValuesTest, GivesBackWhatWasPutIn) {
  const Values values = {{"number", 2},
                         {"truth", true},
                         {"text", "blue"},
                         {"numbers", std::vector<int64_t>{1, 2}},
                         {"texts", std::vector<std::string>{"a", "b"}}};
  EXPECT_EQ(values.Int("number"), 2);
  EXPECT_TRUE(values.Bool("truth"));
  EXPECT_EQ(values.Text("text"), "blue");
  EXPECT_THAT(values.Ints("numbers"), ElementsAre(1, 2));
  EXPECT_THAT(values.Texts("texts"), ElementsAre("a", "b"));
}

TEST(ValuesTest, FindFindsNothingOfAnotherNameOrType) {
  const Values values = {{"number", 2}};
  EXPECT_EQ(values.Find("other"), nullptr);
  EXPECT_EQ(values.Find<std::string>("number"), nullptr);
  EXPECT_EQ(*values.Find<int64_t>("number"), 2);
}

// An answer that is none of them came over the wire, which tells no type then.
TEST(ValuesTest, AnEmptyListIsOneOfNumbersAndOneOfTexts) {
  const Values values = {{"none", std::vector<int64_t>()}};
  EXPECT_EQ(values, (Values{{"none", std::vector<std::string>()}}));
  EXPECT_TRUE(values.Texts("none").empty());
  EXPECT_TRUE(values.Ints("none").empty());
  EXPECT_EQ(values.Find<std::string>("none"), nullptr);
  EXPECT_NE(values, (Values{{"none", std::vector<std::string>{""}}}));
  EXPECT_NE(values, (Values{{"none", 0}}));
}

TEST(ValuesTest, SetReplaces) {
  Values values = {{"number", 2}};
  values.Set("number", "two");
  EXPECT_EQ(values.Text("number"), "two");
}

TEST(ValuesTest, PrintsItselfOnOneLine) {
  const Values values = {{"b", std::vector<std::string>{"x\n", "\"\\\x01"}},
                         {"a", -3},
                         {"c", false}};
  EXPECT_EQ(values.ToString(),
            R"(a = -3, b = ["x\n", "\"\\\u0001"], c = false)");
}

TEST(ValuesDeathTest, AMissingValueIsNamed) {
  const Values values = {{"number", 2}};
  EXPECT_DEATH(values.Int("numbre"), "\"numbre\".*number = 2");
}

}  // namespace
}  // namespace exercise
