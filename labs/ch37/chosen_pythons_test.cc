// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/chosen_pythons.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace ch37 {
namespace {

using ::lab::CPython;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing_util::StatusIs;

CPython Version(const std::string& version, bool has_gil = true) {
  return {.path = "", .version = version, .has_gil = has_gil};
}

std::vector<std::string> NamesOf(const std::vector<CPython>& pythons) {
  std::vector<std::string> names;
  for (const CPython& python : pythons) names.push_back(python.Name());
  return names;
}

TEST(ChosenPythonsTest, TheNewestOfEachKindOfLockIsChosen) {
  const ChosenPythons chosen =
      OneOfEachKind({Version("3.13.0", /*has_gil=*/false), Version("3.13.0"),
                     Version("3.11.7"), Version("3.1.4"), Version("2.7.18")});
  EXPECT_THAT(NamesOf(chosen.pythons),
              ElementsAre("CPython 3.13t", "CPython 3.13", "CPython 3.1"));
  EXPECT_THAT(NamesOf(chosen.left_out),
              ElementsAre("CPython 3.11", "CPython 2.7"));
  EXPECT_EQ(chosen.reference, 1u);
}

TEST(ChosenPythonsTest, TheNewLockCameWith32) {
  EXPECT_TRUE(HasNewGil(Version("3.2.0")));
  EXPECT_TRUE(HasNewGil(Version("3.10.1")));
  EXPECT_FALSE(HasNewGil(Version("3.1.5")));
  EXPECT_FALSE(HasNewGil(Version("2.7.18")));
  EXPECT_FALSE(HasNewGil(Version("3.13.0", /*has_gil=*/false)));
}

TEST(ChosenPythonsTest, WithoutAPythonThereIsNoReference) {
  EXPECT_EQ(OneOfEachKind({}).reference, std::nullopt);
  EXPECT_EQ(OneOfEachKind({Version("2.7.18")}).reference, std::nullopt);
}

TEST(ChosenPythonsTest, NoPythonMeansThatNobodyLooks) {
  ASSERT_OK_AND_ASSIGN(ChosenPythons chosen,
                       ChoosePythons({.no_python = true}));
  EXPECT_TRUE(chosen.unwanted);
  EXPECT_THAT(chosen.pythons, IsEmpty());
}

TEST(ChosenPythonsTest, APathThatIsNoPythonIsNamed) {
  EXPECT_THAT(
      ChoosePythons({.pythons = {"no-such-python"}}),
      StatusIs(absl::StatusCode::kNotFound, HasSubstr("no-such-python")));
}

}  // namespace
}  // namespace ch37
