// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/make_records.h"

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/exercise/verdict.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tools/grade/build_events.h"
#include "tools/grade/ingest/submission.h"
#include "tools/grade/record.h"
#include "tools/grade/repository.h"

namespace grade {
namespace {

namespace fs = std::filesystem;

using ::exercise::Verdict;
using ::nlohmann::json;
using ::testing::HasSubstr;
using ::testing::SizeIs;

// A grading whose tests have been run: the test says what was handed in, and
// what the referee said of it.
class MakeRecordsTest : public ::testing::Test {
 protected:
  MakeRecordsTest() : folder_(fs::path(testing::TempDir()) / "records") {
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }

  void AddExercise(const std::string& id,
                   const std::vector<std::string>& requires_ids = {},
                   int points = 100) {
    GradedExercise graded;
    graded.exercise.id = id;
    graded.exercise.title = "An exercise";
    graded.exercise.points = points;
    graded.requires_ids = requires_ids;
    exercises_.push_back(graded);
  }

  Submission& AddStudent(const std::string& student) {
    Submission submission;
    submission.hand_in.student = student;
    for (const GradedExercise& graded : exercises_) {
      submission.answers[graded.exercise.id].files["a.cc"] = "int a;\n";
    }
    submissions_.push_back(submission);
    return submissions_.back();
  }

  // One test, of the student that was added last.
  std::string AddTarget(size_t exercise) {
    const std::string label = absl::StrCat("@s//", targets_.size(), ":grade");
    targets_.push_back({submissions_.size() - 1, exercise, label, /*seed=*/7});
    return label;
  }

  // One run of a test, with this output.
  void AddLog(const std::string& label, const std::string& output,
              int run = 1) {
    const fs::path log = folder_ / absl::StrCat("log", ++logs_);
    std::ofstream(log, std::ios::binary) << output;
    AddEvent({{"id", {{"testResult", {{"label", label}, {"run", run}}}}},
              {"testResult",
               {{"status", "PASSED"},
                {"testActionOutput",
                 {{{"name", "test.log"},
                   {"uri", absl::StrCat("file://", log.string())}}}}}}});
  }

  void AddEvent(const json& event) {
    events_.Add(absl::StrCat(event.dump(), "\n"));
  }

  static std::string Line(Verdict verdict, int points,
                          const std::string& text = "") {
    return absl::StrCat("GRADE ",
                        json{{"verdict", exercise::Name(verdict)},
                             {"points", points},
                             {"max_points", 100},
                             {"text", text},
                             {"checks", json::array()},
                             {"grader", "the judge's sum"},
                             {"runner", "the runner's sum"},
                             {"seconds", 1.5},
                             {"cpu_seconds", 0.5},
                             {"peak_memory", 4096}}
                            .dump(),
                        "\n");
  }

  // What one student gets for one exercise whose runs came out so.
  Record OfRuns(const std::vector<std::string>& outputs) {
    AddExercise("ch38/1");
    AddStudent("alice");
    const std::string label = AddTarget(0);
    for (size_t i = 0; i < outputs.size(); ++i) {
      AddLog(label, outputs[i], static_cast<int>(i) + 1);
    }
    return Records().at(0);
  }

  // What one student gets who has these for exercises of which the second
  // builds on the first, and the third on the second.
  std::vector<Record> OfChain(Verdict first, Verdict second, Verdict third) {
    AddExercise("ch38/1");
    AddExercise("ch38/2", {"ch38/1"});
    AddExercise("ch38/3", {"ch38/2"});
    AddStudent("alice");
    size_t exercise = 0;
    for (const Verdict verdict : {first, second, third}) {
      AddLog(AddTarget(exercise++),
             Line(verdict, verdict == Verdict::kPass ? 100 : 0));
    }
    return Records();
  }

  std::vector<Record> Records() const {
    return MakeRecords(exercises_, submissions_, targets_, events_, "the sum");
  }

  const fs::path folder_;
  int logs_ = 0;
  std::vector<GradedExercise> exercises_;
  std::vector<Submission> submissions_;
  std::vector<Target> targets_;
  BuildEvents events_;
};

// ---- What the referee said

TEST_F(MakeRecordsTest, ARecordHasWhatTheRefereeSaidAndWhatWasGraded) {
  const Record record = OfRuns({Line(Verdict::kWrong, 40, "a reason")});
  EXPECT_EQ(record.student, "alice");
  EXPECT_EQ(record.exercise, "ch38/1");
  EXPECT_EQ(record.verdict, Verdict::kWrong);
  EXPECT_EQ(record.points, 40);
  EXPECT_EQ(record.text, "a reason");
  EXPECT_EQ(record.seconds, 1.5);
  EXPECT_EQ(record.peak_memory, 4096);
  EXPECT_EQ(record.grader, "the judge's sum");
  EXPECT_EQ(record.runner, "the runner's sum");
  EXPECT_EQ(record.seed, 7);
  EXPECT_EQ(record.target, "@s//0:grade");
}

TEST_F(MakeRecordsTest, TheLastLineCountsWhateverIsBeforeIt) {
  EXPECT_EQ(OfRuns({absl::StrCat("exec ...\n", Line(Verdict::kPass, 100),
                                 Line(Verdict::kWrong, 0))})
                .verdict,
            Verdict::kWrong);
}

TEST_F(MakeRecordsTest, WhatStandsWithinALineIsNoVerdict) {
  EXPECT_EQ(OfRuns({absl::StrCat("they print GRADE {\"verdict\": \"PASS\"}\n",
                                 Line(Verdict::kWrong, 0, "\nGRADE {}"))})
                .verdict,
            Verdict::kWrong);
}

// ---- No verdict

TEST_F(MakeRecordsTest, ALogWithoutAVerdictIsInfraWithWhatBazelSays) {
  const Record record = OfRuns({"killed\n"});
  EXPECT_EQ(record.verdict, Verdict::kInfra);
  EXPECT_EQ(record.text, "the referee said nothing (PASSED)");
  EXPECT_EQ(record.points, 0);
  EXPECT_EQ(record.max_points, 100);
}

TEST_F(MakeRecordsTest, ALineThatWasCutOffIsInfra) {
  const std::string whole = Line(Verdict::kPass, 100);
  EXPECT_EQ(OfRuns({whole.substr(0, whole.size() / 2)}).verdict,
            Verdict::kInfra);
}

TEST_F(MakeRecordsTest, AVerdictThatNobodyKnowsIsInfra) {
  EXPECT_EQ(OfRuns({"GRADE {\"verdict\": \"SUPERB\"}\n"}).verdict,
            Verdict::kInfra);
}

TEST_F(MakeRecordsTest, WhatBazelCouldNotBuildIsInfraWithItsReason) {
  AddExercise("ch38/1");
  AddStudent("alice");
  AddEvent({{"id", {{"targetCompleted", {{"label", AddTarget(0)}}}}},
            {"completed",
             {{"failureDetail", {{"message", "no space on the disk"}}}}}});
  EXPECT_EQ(Records()[0].verdict, Verdict::kInfra);
  EXPECT_EQ(Records()[0].text, "no space on the disk");
}

TEST_F(MakeRecordsTest, WhatBazelHasNotComeToIsInfra) {
  AddExercise("ch38/1");
  AddStudent("alice");
  AddTarget(0);
  EXPECT_EQ(Records()[0].verdict, Verdict::kInfra);
  EXPECT_EQ(Records()[0].text, "Bazel has not come to it");
}

// ---- What never ran

TEST_F(MakeRecordsTest, WhatWasRejectedHasTheReasonAndNoPoints) {
  AddExercise("ch38/1");
  AddStudent("alice").rejected = "a.cc is a link";
  ASSERT_THAT(Records(), SizeIs(1));
  EXPECT_EQ(Records()[0].verdict, Verdict::kRejected);
  EXPECT_EQ(Records()[0].text, "a.cc is a link");
  EXPECT_EQ(Records()[0].max_points, 100);
}

TEST_F(MakeRecordsTest, FilesThatAreNotThereAreNamed) {
  AddExercise("ch38/1");
  AddStudent("alice").answers["ch38/1"].missing = {"a.cc", "b.cc"};
  EXPECT_EQ(Records()[0].verdict, Verdict::kMissingFile);
  EXPECT_EQ(Records()[0].text, "not there: a.cc; b.cc");
}

TEST_F(MakeRecordsTest, WhoIsLateIsGradedAsAnybodyAndSaidToBe) {
  AddExercise("ch38/1");
  HandIn& hand_in = AddStudent("123").hand_in;
  hand_in.late = true;
  hand_in.name = "doejane";
  hand_in.canvas_id = "123";
  AddLog(AddTarget(0), Line(Verdict::kPass, 100));
  const Record record = Records()[0];
  EXPECT_TRUE(record.late);
  EXPECT_EQ(record.points, 100);
  EXPECT_EQ(record.name, "doejane");
  EXPECT_EQ(record.canvas_id, "123");
}

// A resubmission is told from what was handed in before.
TEST_F(MakeRecordsTest, OtherFilesHaveAnotherSum) {
  AddExercise("ch38/1");
  Submission& one = AddStudent("alice");
  const std::string before = Records()[0].content;
  EXPECT_THAT(before, SizeIs(64));
  EXPECT_EQ(Records()[0].content, before);
  one.answers["ch38/1"].files["a.cc"] = "int b;\n";
  EXPECT_NE(Records()[0].content, before);
  one.answers["ch38/1"].files = {{"b.cc", "int a;\n"}};
  EXPECT_NE(Records()[0].content, before);
}

TEST_F(MakeRecordsTest, EachStudentHasARecordOfEachExercise) {
  AddExercise("ch38/1");
  AddExercise("ch38/2");
  AddStudent("alice");
  AddLog(AddTarget(1), Line(Verdict::kPass, 100));
  AddStudent("bob");
  AddLog(AddTarget(0), Line(Verdict::kWrong, 40));
  const std::vector<Record> records = Records();
  ASSERT_THAT(records, SizeIs(4));
  EXPECT_EQ(records[1].student, "alice");
  EXPECT_EQ(records[1].exercise, "ch38/2");
  EXPECT_EQ(records[1].verdict, Verdict::kPass);
  EXPECT_EQ(records[2].student, "bob");
  EXPECT_EQ(records[2].exercise, "ch38/1");
  EXPECT_EQ(records[2].points, 40);
}

// ---- Several runs

TEST_F(MakeRecordsTest, WhatPassesAlwaysPasses) {
  const Record record =
      OfRuns({Line(Verdict::kPass, 100), Line(Verdict::kPass, 100)});
  EXPECT_EQ(record.verdict, Verdict::kPass);
  EXPECT_EQ(record.runs, 2);
  EXPECT_EQ(record.runs_passed, 2);
}

TEST_F(MakeRecordsTest, WhatPassesNowAndThenIsFlakyAndTheWorstRunCounts) {
  const Record record =
      OfRuns({Line(Verdict::kPass, 100), Line(Verdict::kWrong, 40, "bad"),
              Line(Verdict::kCrash, 20, "worst"), Line(Verdict::kPass, 100)});
  EXPECT_EQ(record.verdict, Verdict::kFlaky);
  EXPECT_EQ(record.points, 20);
  EXPECT_EQ(record.text, "worst");
  EXPECT_EQ(record.runs, 4);
  EXPECT_EQ(record.runs_passed, 2);
}

TEST_F(MakeRecordsTest, WhatFailsAlwaysIsNotFlaky) {
  const Record record =
      OfRuns({Line(Verdict::kWrong, 40), Line(Verdict::kCrash, 20)});
  EXPECT_EQ(record.verdict, Verdict::kCrash);
  EXPECT_EQ(record.runs_passed, 0);
}

// Nothing is said of a student while one run is missing.
TEST_F(MakeRecordsTest, OneRunWithoutAVerdictLeavesTheMarkOpen) {
  const Record record =
      OfRuns({Line(Verdict::kPass, 100), "killed\n", Line(Verdict::kWrong, 0)});
  EXPECT_EQ(record.verdict, Verdict::kInfra);
  EXPECT_EQ(record.runs, 3);
  EXPECT_EQ(record.runs_passed, 1);
}

// Where points say nothing.
TEST_F(MakeRecordsTest, WithoutPointsTheRunThatFailedIsTheWorst) {
  AddExercise("ch38/1", {}, /*points=*/0);
  AddStudent("alice");
  const std::string label = AddTarget(0);
  AddLog(label, Line(Verdict::kPass, 0), 1);
  AddLog(label, Line(Verdict::kWrong, 0, "why"), 2);
  EXPECT_EQ(Records()[0].verdict, Verdict::kFlaky);
  EXPECT_EQ(Records()[0].text, "why");
}

// ---- Exercises that build on others

TEST_F(MakeRecordsTest, WhatFailedAsDidWhatItRequiresIsSkipped) {
  const std::vector<Record> records =
      OfChain(Verdict::kWrong, Verdict::kCrash, Verdict::kWrong);
  EXPECT_EQ(records[0].verdict, Verdict::kWrong);
  EXPECT_EQ(records[0].max_points, 100);
  for (const size_t skipped : {1, 2}) {
    EXPECT_EQ(records[skipped].verdict, Verdict::kSkipped);
    EXPECT_EQ(records[skipped].points, 0);
    EXPECT_EQ(records[skipped].max_points, 0);
  }
  EXPECT_EQ(records[1].text,
            "skipped, as ch38/1 comes first; on its own: CRASH");
  EXPECT_THAT(records[2].text, HasSubstr("as ch38/2 comes first"));
}

// A gradebook takes sums: what was earned may not get lost.
TEST_F(MakeRecordsTest, WhatEarnedPartOfThePointsKeepsThem) {
  AddExercise("ch38/1");
  AddExercise("ch38/2", {"ch38/1"});
  AddStudent("alice");
  AddLog(AddTarget(0), Line(Verdict::kWrong, 0));
  AddLog(AddTarget(1), Line(Verdict::kWrong, 40));
  EXPECT_EQ(Records()[1].verdict, Verdict::kWrong);
  EXPECT_EQ(Records()[1].points, 40);
  EXPECT_EQ(Records()[1].max_points, 100);
}

TEST_F(MakeRecordsTest, WhatRequiresTwoThatFailedIsSkippedOnce) {
  AddExercise("ch38/1");
  AddExercise("ch38/2");
  AddExercise("ch38/3", {"ch38/1", "ch38/2"});
  AddStudent("alice");
  for (const size_t exercise : {0, 1, 2}) {
    AddLog(AddTarget(exercise), Line(Verdict::kWrong, 0));
  }
  EXPECT_EQ(Records()[2].text,
            "skipped, as ch38/1 comes first; on its own: WRONG");
}

TEST_F(MakeRecordsTest, WhatWasNotHandedInIsNotSkipped) {
  AddExercise("ch38/1");
  AddExercise("ch38/2", {"ch38/1"});
  AddStudent("alice").answers["ch38/2"].missing = {"bank.cc"};
  AddLog(AddTarget(0), Line(Verdict::kWrong, 0));
  EXPECT_EQ(Records()[1].verdict, Verdict::kMissingFile);
  EXPECT_EQ(Records()[1].max_points, 100);
}

// Whether it failed is not known yet.
TEST_F(MakeRecordsTest, WhatRequiresSomethingWithoutAVerdictCountsByItself) {
  const std::vector<Record> records =
      OfChain(Verdict::kInfra, Verdict::kWrong, Verdict::kPass);
  EXPECT_EQ(records[1].verdict, Verdict::kWrong);
  EXPECT_EQ(records[1].max_points, 100);
}

TEST_F(MakeRecordsTest, WhatPassedIsNeverSkipped) {
  const std::vector<Record> records =
      OfChain(Verdict::kWrong, Verdict::kPass, Verdict::kWrong);
  EXPECT_EQ(records[1].verdict, Verdict::kPass);
  EXPECT_EQ(records[1].points, 100);
  EXPECT_EQ(records[2].verdict, Verdict::kWrong);
}

TEST_F(MakeRecordsTest, AFaultOfOursIsNotSkippedOver) {
  EXPECT_EQ(
      OfChain(Verdict::kWrong, Verdict::kInfra, Verdict::kPass)[1].verdict,
      Verdict::kInfra);
}

// Of --only: what it requires was not graded.
TEST_F(MakeRecordsTest, WhatRequiresSomethingElsewhereCountsByItself) {
  AddExercise("ch38/2", {"ch38/1"});
  AddStudent("alice");
  AddLog(AddTarget(0), Line(Verdict::kWrong, 40));
  EXPECT_EQ(Records()[0].verdict, Verdict::kWrong);
}

TEST_F(MakeRecordsTest, WhatIsRejectedAsAWholeIsNotSkipped) {
  AddExercise("ch38/1");
  AddExercise("ch38/2", {"ch38/1"});
  AddStudent("alice").rejected = "a bomb";
  EXPECT_EQ(Records()[1].verdict, Verdict::kRejected);
  EXPECT_EQ(Records()[1].max_points, 100);
}

}  // namespace
}  // namespace grade
