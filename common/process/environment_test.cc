// SPDX-License-Identifier: Apache-2.0
//
// What a child makes of its environment is in subprocess_test.cc.

#include "common/process/environment.h"

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace process {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing_util::StatusIs;

// ---- CurrentEnvironment ----------------------------------------------------

TEST(EnvironmentTest, TheCurrentOneHoldsThisProgramsVariables) {
  // From the BUILD file.
  EXPECT_EQ(FindVariable(CurrentEnvironment(), "ENVIRONMENT_TEST"),
            "a=b; c \"d\"");
}

TEST(EnvironmentTest, TheCurrentOneCanBeGivenToAChildAsItIs) {
  EXPECT_OK(CheckEnvironment(CurrentEnvironment()));
}

// ---- FindVariable ----------------------------------------------------------

TEST(EnvironmentTest, FindsAValueByItsWholeName) {
  const Environment environment = {{"NAME", "value"}, {"EMPTY", ""}};
  EXPECT_EQ(FindVariable(environment, "NAME"), "value");
  EXPECT_EQ(FindVariable(environment, "EMPTY"), "");
  EXPECT_EQ(FindVariable(environment, "NAM"), std::nullopt);
  EXPECT_EQ(FindVariable(environment, "NAMES"), std::nullopt);
  EXPECT_EQ(FindVariable(environment, ""), std::nullopt);
  EXPECT_EQ(FindVariable({}, "NAME"), std::nullopt);
}

// ---- ApplyChanges ----------------------------------------------------------

Environment Changed(Environment environment,
                    absl::Span<const EnvironmentChange> changes) {
  ApplyChanges(changes, environment);
  return environment;
}

TEST(EnvironmentTest, ChangesAddReplaceAndRemove) {
  EXPECT_EQ(
      Changed({{"KEPT", "1"}, {"REPLACED", "2"}, {"REMOVED", "3"}},
              {{"REPLACED", "4"}, {"REMOVED", std::nullopt}, {"ADDED", "5"}}),
      (Environment{{"ADDED", "5"}, {"KEPT", "1"}, {"REPLACED", "4"}}));
}

TEST(EnvironmentTest, NoChangesChangeNothing) {
  EXPECT_EQ(Changed({{"A", "1"}}, {}), (Environment{{"A", "1"}}));
}

TEST(EnvironmentTest, RemovingWhatIsNotThereIsNothing) {
  EXPECT_EQ(Changed({{"A", "1"}}, {{"B", std::nullopt}}),
            (Environment{{"A", "1"}}));
}

TEST(EnvironmentTest, OfSeveralChangesTheLastOneCounts) {
  EXPECT_EQ(Changed({}, {{"A", "1"}, {"A", std::nullopt}, {"A", "2"}}),
            (Environment{{"A", "2"}}));
  EXPECT_THAT(Changed({}, {{"A", "1"}, {"A", std::nullopt}}), IsEmpty());
}

TEST(EnvironmentTest, AnEmptyValueIsNotARemoval) {
  EXPECT_EQ(Changed({{"A", "1"}}, {{"A", ""}}), (Environment{{"A", ""}}));
}

// ---- CheckEnvironment ------------------------------------------------------

TEST(EnvironmentTest, OrdinaryVariablesPass) {
  EXPECT_OK(CheckEnvironment({}));
  EXPECT_OK(CheckEnvironment(
      {{"A", ""}, {"B", "with = sign\nand line"}, {"GRÜN", "日本"}}));
}

TEST(EnvironmentTest, AnEmptyNameIsRefused) {
  EXPECT_THAT(
      CheckEnvironment({{"", "value"}}),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("empty name")));
}

TEST(EnvironmentTest, ANameWithAnEqualsSignIsRefusedAndShown) {
  EXPECT_THAT(CheckEnvironment({{"A=B", "value"}}),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("A=B")));
}

TEST(EnvironmentTest, ANulByteIsRefusedAndItsVariableNamed) {
  EXPECT_THAT(
      CheckEnvironment({{std::string("A\0B", 3), "value"}}),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("A\\000B")));
  EXPECT_THAT(
      CheckEnvironment({{"NAME", std::string("a\0b", 3)}}),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("\"NAME\"")));
}

}  // namespace
}  // namespace process
