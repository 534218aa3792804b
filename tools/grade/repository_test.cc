// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/repository.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tools/grade/ingest/submission.h"

namespace grade {
namespace {

namespace fs = std::filesystem;

using ::nlohmann::json;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;
using ::testing::Not;
using ::testing_util::StatusIs;

json ExerciseJson() {
  return {{"id", "ch38/1"},
          {"title", "The lost update"},
          {"package", "labs/ch38/exercises/1_lost_update"},
          {"points", 100},
          {"files", {"tally.cc", "tally.h"}},
          {"deps", {"@com_google_absl//absl/synchronization", "//common/sync"}},
          {"explored", true},
          {"programs", {{"child", "//labs/ch36:child"}}},
          {"limits", {{"processes", 3}}}};
}

Submission Sample(const std::string& student) {
  Submission submission;
  submission.hand_in.student = student;
  submission.answers["ch38/1"].files = {{"tally.cc", "c\n"},
                                        {"tally.h", "h\n"}};
  return submission;
}

std::vector<GradedExercise> Exercises() {
  return {*GradedExerciseFromJson(ExerciseJson())};
}

TEST(SafeNameTest, IsFitForALabelAndNeverTheSameForTwo) {
  std::set<std::string> names;
  for (const char* name : {"alice", "a b", "a_20b", "a/b", "jane@x.org",
                           "\xc3\xa4", "'; rm", "..", "a+b", "A", "a"}) {
    const std::string safe = SafeName(name);
    EXPECT_THAT(safe, MatchesRegex("[A-Za-z0-9_-]+"));
    EXPECT_TRUE(names.insert(safe).second) << name;
  }
}

// In file names of 255 bytes at most.
TEST(SafeNameTest, ALongNameIsCutAndStillNeverTheSameForTwo) {
  std::string name;
  for (int i = 0; i < 80; ++i) name += "\xd0\x96";
  const std::string safe = SafeName(name);
  EXPECT_THAT(safe, MatchesRegex("[A-Za-z0-9_-]+"));
  EXPECT_LT(safe.size(), 150);
  EXPECT_EQ(SafeName(name), safe);
  EXPECT_NE(SafeName(name + "a"), safe);
  EXPECT_NE(SafeName(safe), safe);
  EXPECT_EQ(SafeName(std::string(120, 'a')), std::string(120, 'a'));
}

TEST(GradedExerciseTest, LimitsAreThoseOfTheExerciseOverTheUsual) {
  ASSERT_OK_AND_ASSIGN(const GradedExercise exercise,
                       GradedExerciseFromJson(ExerciseJson()));
  EXPECT_EQ(exercise.limits.processes, 3);
  EXPECT_FALSE(exercise.limits.address_space);  // explored
}

// Or a seed that was published with the marks would tell the next questions.
TEST(SeedTest, OtherFilesAnotherExerciseOrAnotherSaltIsAnotherSeed) {
  const Answer answer = {.files = {{"tally.cc", "c\n"}}};
  const Answer renamed = {.files = {{"tally.h", "c\n"}}};
  const Answer edited = {.files = {{"tally.cc", "c \n"}}};
  const uint64_t seed = SeedOf("salt", "ch38/1", answer);
  EXPECT_EQ(SeedOf("salt", "ch38/1", answer), seed);
  EXPECT_NE(SeedOf("salt", "ch38/1", renamed), seed);
  EXPECT_NE(SeedOf("salt", "ch38/1", edited), seed);
  EXPECT_NE(SeedOf("salt", "ch38/2", answer), seed);
  EXPECT_NE(SeedOf("other", "ch38/1", answer), seed);
  EXPECT_NE(SeedOf("saltch", "38/1", answer), seed);
}

TEST(GradedExerciseTest, AMissingMemberIsNamed) {
  json broken = ExerciseJson();
  broken.erase("points");
  EXPECT_THAT(
      GradedExerciseFromJson(broken),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("points")));
}

TEST(BuildTextTest, LabelsLeadToTheMainWorkspace) {
  const std::string text = BuildText(Exercises()[0], "sum", 7);
  EXPECT_THAT(text, HasSubstr("\"@concurrency_labs//common/sync\""));
  EXPECT_THAT(text, HasSubstr("\"@com_google_absl//absl/synchronization\""));
  EXPECT_THAT(text, HasSubstr("\"@concurrency_labs//labs/ch36:child\""));
  EXPECT_THAT(text, Not(HasSubstr("\"//")));
  EXPECT_THAT(text, HasSubstr("seed = \"7\""));
}

// What another compiler has made of it is not used again.
TEST(BuildTextTest, AnotherCompilerIsAnotherText) {
  EXPECT_NE(BuildText(Exercises()[0], "a", 7),
            BuildText(Exercises()[0], "b", 7));
}

TEST(BuildTextTest, AnExerciseWithARaceRunnerHasItBuilt) {
  json race = ExerciseJson();
  race["race"] = true;
  EXPECT_THAT(BuildText(*GradedExerciseFromJson(race), "sum", 7),
              HasSubstr("race = True"));
  EXPECT_THAT(BuildText(Exercises()[0], "sum", 7), HasSubstr("race = False"));
}

class WriteTest : public ::testing::Test {
 protected:
  void TearDown() override { fs::remove_all(folder_); }

  const fs::path folder_ = fs::path(::testing::TempDir()) / "repository";
};

TEST_F(WriteTest, EachAnswerIsATarget) {
  Submission missing = Sample("bob");
  missing.answers["ch38/1"].missing = {"tally.h"};
  Submission rejected = Sample("carol");
  rejected.rejected = "a link";
  ASSERT_OK_AND_ASSIGN(const std::vector<Target> targets,
                       WriteRepository(folder_, Exercises(),
                                       {Sample("alice"), missing, rejected},
                                       {.compiler = "sum", .salt = "salt"}));
  ASSERT_EQ(targets.size(), 1);
  EXPECT_EQ(targets[0].label, "@submissions//alice/ch38_2f1:grade");
  EXPECT_EQ(targets[0].seed,
            SeedOf("salt", "ch38/1", Sample("alice").answers["ch38/1"]));
  EXPECT_TRUE(fs::exists(folder_ / "alice/ch38_2f1/files/tally.h"));
  EXPECT_FALSE(fs::exists(folder_ / "bob"));
  EXPECT_FALSE(fs::exists(folder_ / "carol"));
}

TEST_F(WriteTest, WhatIsUnchangedIsNotTouchedAndWhatIsGoneIsRemoved) {
  ASSERT_OK(WriteRepository(folder_, Exercises(),
                            {Sample("alice"), Sample("bob")}, {}));
  const auto written =
      fs::last_write_time(folder_ / "alice/ch38_2f1/files/tally.h");
  ASSERT_OK(WriteRepository(folder_, Exercises(), {Sample("alice")}, {}));
  EXPECT_EQ(fs::last_write_time(folder_ / "alice/ch38_2f1/files/tally.h"),
            written);
  EXPECT_FALSE(fs::exists(folder_ / "bob"));
}

}  // namespace
}  // namespace grade
