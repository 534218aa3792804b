// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/compare.h"

#include <string>
#include <vector>

#include "common/exercise/verdict.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tools/grade/record.h"
#include "tools/grade/testing/sample_records.h"

namespace grade {
namespace {

using ::exercise::Verdict;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(CompareTest, ChangesAreNamedWithTheirReason) {
  Record before = Sample("alice", Verdict::kWrong, 60);
  Record after = Sample("alice", Verdict::kPass, 100);
  after.grader = "new";
  const std::string text = Compare({before}, {after});
  EXPECT_THAT(text, HasSubstr("alice ch38/1: WRONG 60/100 -> PASS 100/100 "
                              "(another grader)"));
  EXPECT_THAT(text, HasSubstr("Secret: WRONG -> PASS"));
  EXPECT_THAT(text, HasSubstr("1 up, 0 down"));
}

TEST(CompareTest, TheSameIsNoChange) {
  const std::vector<Record> records = {Sample("alice", Verdict::kPass, 100)};
  EXPECT_EQ(Compare(records, records), "nothing changes\n");
}

TEST(CompareTest, WhoComesAndGoesIsNamed) {
  EXPECT_THAT(Compare({Sample("alice", Verdict::kPass, 100)},
                      {Sample("bob", Verdict::kPass, 100)}),
              AllOf(HasSubstr("bob ch38/1: new"),
                    HasSubstr("alice ch38/1: PASS 100/100 -> not")));
}

// Of two records, of which the second is as the first but for one thing.
template <typename Change>
std::string AfterChange(Change change) {
  const Record before = Sample("alice", Verdict::kPass, 100);
  Record after = Sample("alice", Verdict::kWrong, 60);
  change(after);
  return Compare({before}, {after});
}

TEST(CompareTest, EachReasonIsNamed) {
  EXPECT_THAT(AfterChange([](Record& r) { r.content = "def"; }),
              HasSubstr("(other files)"));
  EXPECT_THAT(AfterChange([](Record& r) { r.grader = "new"; }),
              HasSubstr("(another grader)"));
  EXPECT_THAT(AfterChange([](Record& r) { r.seed = 7; }),
              HasSubstr("(other questions)"));
  EXPECT_THAT(AfterChange([](Record& r) { r.limits["cpu_seconds"] = 9; }),
              HasSubstr("(other limits)"));
  EXPECT_THAT(AfterChange([](Record& r) { r.runs = 16; }),
              HasSubstr("(other number of runs)"));
  EXPECT_THAT(AfterChange([](Record& r) { r.runner = "new"; }),
              HasSubstr("(another program around the same files)"));
  EXPECT_THAT(AfterChange([](Record& r) { r.verdict = Verdict::kSkipped; }),
              HasSubstr("(the exercise it builds on)"));
  EXPECT_THAT(AfterChange([](Record& r) {
                r.content = "def";
                r.runner = "new";
                r.seed = 7;
              }),
              HasSubstr("(other files, other questions)"));
}

TEST(CompareTest, WhatWasNeverJudgedHasNoOtherGraderNorQuestions) {
  Record missing = Sample("alice", Verdict::kMissingFile, 0);
  missing.runner = "";
  missing.grader = "ours";
  missing.seed = 0;
  missing.content = "";
  EXPECT_THAT(Compare({missing}, {Sample("alice", Verdict::kPass, 100)}),
              HasSubstr("(other files)"));
  Record open = missing;
  open.verdict = Verdict::kInfra;
  open.content = "abc";
  EXPECT_THAT(Compare({open}, {Sample("alice", Verdict::kPass, 100)}),
              HasSubstr("(a fault of ours)"));
}

TEST(CompareTest, AChangeWithoutAReasonIsOneToLookInto) {
  EXPECT_THAT(AfterChange([](Record&) {}), HasSubstr("look into this"));
}

TEST(CompareTest, UpDownAndOtherwiseAreCounted) {
  const std::string text = Compare(
      {Sample("alice", Verdict::kWrong, 60), Sample("bob", Verdict::kPass, 100),
       Sample("carol", Verdict::kWrong, 60),
       Sample("dave", Verdict::kPass, 100)},
      {Sample("alice", Verdict::kPass, 100), Sample("bob", Verdict::kCrash, 60),
       Sample("carol", Verdict::kCrash, 60),
       Sample("dave", Verdict::kPass, 100)});
  EXPECT_THAT(text, EndsWith("1 up, 1 down, 1 otherwise changed, of 4\n"));
  EXPECT_THAT(text, Not(HasSubstr("dave")));
}

// What has no mark has not lost one.
TEST(CompareTest, AFaultOfOursIsNeitherUpNorDown) {
  const Record marked = Sample("alice", Verdict::kWrong, 60);
  const Record open = Sample("alice", Verdict::kInfra, 0);
  EXPECT_THAT(Compare({marked}, {open}),
              AllOf(HasSubstr("WRONG 60/100 -> INFRA, open"),
                    HasSubstr("0 up, 0 down, 1 otherwise")));
  EXPECT_THAT(Compare({open}, {marked}),
              AllOf(HasSubstr("INFRA, open -> WRONG 60/100"),
                    HasSubstr("0 up, 0 down, 1 otherwise")));
}

TEST(CompareTest, OtherPointsToGetAreAChange) {
  Record after = Sample("alice", Verdict::kPass, 100);
  after.max_points = 120;
  EXPECT_THAT(Compare({Sample("alice", Verdict::kPass, 100)}, {after}),
              HasSubstr("PASS 100/100 -> PASS 100/120"));
}

TEST(CompareTest, ChecksThatCameAndWentAreNamed) {
  EXPECT_THAT(AfterChange([](Record& r) { r.checks[1].name = "Renamed"; }),
              AllOf(HasSubstr("Renamed: new -> WRONG"),
                    HasSubstr("Secret: PASS -> gone"), Not(HasSubstr("Adds"))));
}

TEST(CompareTest, EachExerciseOfAStudentIsComparedWithItself) {
  Record first = Sample("alice", Verdict::kPass, 100);
  Record second = Sample("alice", Verdict::kWrong, 60);
  second.exercise = "ch38/2";
  EXPECT_EQ(Compare({first, second}, {second, first}), "nothing changes\n");
}

}  // namespace
}  // namespace grade
