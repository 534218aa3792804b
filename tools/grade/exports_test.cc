// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/exports.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/exercise/result.h"
#include "common/exercise/verdict.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tools/grade/compare.h"
#include "tools/grade/csv.h"
#include "tools/grade/record.h"
#include "tools/grade/testing/sample_records.h"

namespace grade {
namespace {

using ::exercise::Verdict;
using ::nlohmann::json;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing_util::IsOkAndHolds;
using ::testing_util::StatusIs;

TEST(RecordTest, WhatIsWrittenIsRead) {
  const Record record = Sample("alice", Verdict::kWrong, 60);
  ASSERT_OK_AND_ASSIGN(const Record read, RecordFromJson(ToJson(record)));
  EXPECT_EQ(ToJson(read), ToJson(record));
  EXPECT_EQ(read.seed, record.seed);
}

TEST(RecordTest, AMissingMemberIsNamed) {
  json broken = ToJson(Sample("alice", Verdict::kPass, 100));
  broken.erase("seed");
  EXPECT_THAT(RecordFromJson(broken),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("seed")));
}

// Or nobody could compare with a grading from before.
TEST(RecordTest, WhatAnOlderGraderWroteIsRead) {
  json old = ToJson(Sample("alice", Verdict::kPass, 100));
  old.erase("runner");
  ASSERT_OK_AND_ASSIGN(const Record read, RecordFromJson(old));
  EXPECT_EQ(read.runner, "");
}

TEST(RecordTest, StudentsSeeNothingOfHiddenChecks) {
  const std::string text = Feedback(Sample("alice", Verdict::kWrong, 60));
  EXPECT_THAT(text, HasSubstr("hidden check 1: WRONG, 0 of 40"));
  EXPECT_THAT(text, Not(HasSubstr("Secret")));
  EXPECT_THAT(text, Not(HasSubstr("the hidden input")));
}

TEST(SummaryCsvTest, WhatIsOurFaultIsNoZero) {
  const std::string csv = SummaryCsv({Sample("=cmd()", Verdict::kWrong, 60),
                                      Sample("bob", Verdict::kInfra, 0)});
  ASSERT_OK_AND_ASSIGN(const Table table, ReadCsv(csv));
  EXPECT_EQ(table[1][0], "'=cmd()");
  EXPECT_EQ(table[1][5], "60");
  EXPECT_EQ(table[2][5], "");
}

const char kRoster[] =
    "Student,ID,SIS User ID,SIS Login ID,Section,Lab 37 (7),Lab 38 (8)\r\n"
    "    Points Possible,,,,,100,100\r\n"
    "\"Doe, Jane\",11,s1,jane,A,5,\r\n"
    "\"Roe, Richard\",12,s2,bob,A,,40\r\n"
    "\"Poe, Edgar\",13,s3,edgar,A,,\r\n";

TEST(FillCanvasTest, OneColumnIsFilledAndNothingElseTouched) {
  Record by_id = Sample("11", Verdict::kPass, 100);
  by_id.canvas_id = "11";
  ASSERT_OK_AND_ASSIGN(const std::string filled,
                       FillCanvas(kRoster, "Lab 38",
                                  {by_id, Sample("bob", Verdict::kInfra, 0)}));
  ASSERT_OK_AND_ASSIGN(const Table before, ReadCsv(kRoster));
  ASSERT_OK_AND_ASSIGN(Table after, ReadCsv(filled));
  EXPECT_EQ(after[2][6], "100");
  EXPECT_EQ(after[3][6], "40");  // INFRA: what was there stays
  EXPECT_EQ(after[4][6], "");    // handed in nothing
  after[2][6] = "";
  EXPECT_EQ(after, before);
}

TEST(FillCanvasTest, WhatCannotBeFilledIsRefused) {
  const std::vector<Record> records = {Sample("zoe", Verdict::kPass, 100)};
  EXPECT_THAT(FillCanvas(kRoster, "Lab 38", records),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("zoe")));
  EXPECT_THAT(FillCanvas(kRoster, "Lab 39", records),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("no column \"Lab 39\"")));
  EXPECT_THAT(
      FillCanvas("a,b,c\n", "c", records),
      StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("no gradebook")));
}

// The one column, by the first one.
std::map<std::string, std::string> Filled(const std::string& roster,
                                          const std::vector<Record>& records) {
  std::map<std::string, std::string> cells;
  const absl::StatusOr<std::string> filled =
      FillCanvas(roster, "Lab 38", records);
  EXPECT_OK(filled);
  if (!filled.ok()) return cells;
  const absl::StatusOr<Table> table = ReadCsv(*filled);
  EXPECT_OK(table);
  for (const auto& row : *table) cells[row[0]] = row.back();
  return cells;
}

TEST(FillCanvasTest, ARowIsFoundByEachOfItsNames) {
  for (const char* name : {"12", "s2", "bob", "Roe, Richard"}) {
    EXPECT_EQ(
        Filled(kRoster, {Sample(name, Verdict::kPass, 100)})["Roe, Richard"],
        "100")
        << name;
  }
}

// Bob has left the course; his number in Canvas is Roe's elsewhere.
TEST(FillCanvasTest, WhomCanvasGaveANumberIsFoundByNothingElse) {
  Record bob = Sample("s2", Verdict::kPass, 100);
  bob.canvas_id = "4711";
  EXPECT_THAT(FillCanvas(kRoster, "Lab 38", {bob}),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("s2")));
}

TEST(FillCanvasTest, NamesHaveCommasQuotesAndUmlauts) {
  const std::string roster =
      "Student,ID,Section,Lab 38 (8)\r\n"
      "\"M\xc3\xbcller, J\xc3\xbcrgen \"\"Jo\"\"\",11,A,\r\n"
      "\"O'Neil; Sean\",12,A,\r\n";
  auto cells = Filled(roster, {Sample("M\xc3\xbcller, J\xc3\xbcrgen \"Jo\"",
                                      Verdict::kPass, 100),
                               Sample("O'Neil; Sean", Verdict::kWrong, 60)});
  EXPECT_EQ(cells["M\xc3\xbcller, J\xc3\xbcrgen \"Jo\""], "100");
  EXPECT_EQ(cells["O'Neil; Sean"], "60");
}

// As a German Excel saves it: what Canvas or Excel reads next is of the same
// kind.
TEST(FillCanvasTest, ByteOrderMarkAndSeparatorStayAsTheyWere) {
  const std::string roster =
      "\xef\xbb\xbfStudent;ID;Section;\"Lab 38, late (8)\"\r\n"
      "Roe;12;A;\r\n";
  EXPECT_THAT(
      FillCanvas(roster, "Lab 38, late", {Sample("12", Verdict::kPass, 100)}),
      IsOkAndHolds("\xef\xbb\xbfStudent;ID;Section;\"Lab 38, late (8)\"\r\n"
                   "Roe;12;A;100\r\n"));
  EXPECT_THAT(FillCanvas("Student,ID,Section,L\nRoe,12,A,\n", "L",
                         {Sample("12", Verdict::kPass, 100)}),
              IsOkAndHolds("Student,ID,Section,L\r\nRoe,12,A,100\r\n"));
}

TEST(FillCanvasTest, ARowMayBeShorterThanTheFirst) {
  EXPECT_EQ(Filled("Student,ID,Section,Lab 38\nRoe,12\n",
                   {Sample("12", Verdict::kPass, 100)})["Roe"],
            "100");
}

// Whoever it is: neither gets the other's marks.
TEST(FillCanvasTest, TwoRowsOfOneNameAreRefusedUnlessAnIdTells) {
  const std::string roster =
      "Student,ID,Section,Lab 38\n\"Doe, Jane\",11,A,\n\"Doe, Jane\",12,B,\n";
  EXPECT_THAT(
      FillCanvas(roster, "Lab 38", {Sample("Doe, Jane", Verdict::kPass, 100)}),
      StatusIs(absl::StatusCode::kInvalidArgument,
               HasSubstr("several rows of the gradebook are called \"Doe, "
                         "Jane\"")));
  Record by_id = Sample("12", Verdict::kPass, 100);
  by_id.name = "Doe, Jane";
  EXPECT_THAT(FillCanvas(roster, "Lab 38", {by_id}),
              IsOkAndHolds("Student,ID,Section,Lab 38\r\n"
                           "\"Doe, Jane\",11,A,\r\n"
                           "\"Doe, Jane\",12,B,100\r\n"));
}

// One of them would overwrite the other.
TEST(FillCanvasTest, TwoSubmissionsOfOneRowAreRefused) {
  EXPECT_THAT(FillCanvas(kRoster, "Lab 38",
                         {Sample("bob", Verdict::kPass, 100),
                          Sample("Roe, Richard", Verdict::kWrong, 60)}),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("bob and Roe, Richard are one row")));
}

// A number that is one student's ID may be another one's SIS user ID.
TEST(FillCanvasTest, AnIdGoesBeforeAnyOtherName) {
  const std::string roster =
      "Student,ID,SIS User ID,Section,Lab 38\nDoe,11,12,A,\nRoe,12,11,A,\n";
  auto cells = Filled(roster, {Sample("12", Verdict::kPass, 100)});
  EXPECT_EQ(cells["Roe"], "100");
  EXPECT_EQ(cells["Doe"], "");
}

TEST(FillCanvasTest, AllWhoAreInNoRowAreNamed) {
  EXPECT_THAT(FillCanvas(kRoster, "Lab 38",
                         {Sample("zoe", Verdict::kPass, 100),
                          Sample("bob", Verdict::kPass, 100),
                          Sample("yann", Verdict::kPass, 100)}),
              StatusIs(absl::StatusCode::kNotFound,
                       AllOf(HasSubstr("zoe"), HasSubstr("yann"),
                             Not(HasSubstr("bob")))));
}

TEST(FillCanvasTest, TheRowOfPointsPossibleIsNobodys) {
  EXPECT_THAT(FillCanvas(kRoster, "Lab 38",
                         {Sample("Points Possible", Verdict::kPass, 100)}),
              StatusIs(absl::StatusCode::kNotFound));
}

TEST(FillCanvasTest, AllExercisesAreAddedUpAndOneOfNoPointsIsNone) {
  Record second = Sample("bob", Verdict::kWrong, 60);
  second.exercise = "ch38/2";
  Record nothing = Sample("bob", Verdict::kSkipped, 0);
  nothing.max_points = 0;
  nothing.checks = {};
  EXPECT_EQ(Filled(kRoster, {Sample("bob", Verdict::kPass, 100), second,
                             nothing})["Roe, Richard"],
            "160");
}

TEST(FillCanvasTest, OneFaultOfOursLeavesTheWholeMarkOpen) {
  Record second = Sample("bob", Verdict::kInfra, 0);
  second.exercise = "ch38/2";
  EXPECT_EQ(Filled(kRoster, {Sample("bob", Verdict::kPass, 100),
                             second})["Roe, Richard"],
            "40");
}

TEST(SummaryCsvTest, WhoIsLateIsMarkedSoAndLosesNothing) {
  Record record = Sample("bob", Verdict::kPass, 100);
  record.late = true;
  ASSERT_OK_AND_ASSIGN(const Table table, ReadCsv(SummaryCsv({record})));
  EXPECT_EQ(table[1][2], "yes");
  EXPECT_EQ(table[1][5], "100");
}

TEST(PointsTest, AFaultOfOursIsOpenInWordsToo) {
  EXPECT_EQ(Points(Sample("bob", Verdict::kWrong, 60)), "60 of 100");
  EXPECT_EQ(Points(Sample("bob", Verdict::kInfra, 0)), "open, of 100");
  EXPECT_THAT(Feedback(Sample("bob", Verdict::kInfra, 60)),
              HasSubstr("hidden check 1: INFRA, open, of 40"));
}

TEST(NbgraderCsvTest, AFaultOfOursHasNoScore) {
  ASSERT_OK_AND_ASSIGN(
      const Table table,
      ReadCsv(NbgraderCsv("lab38", {Sample("bob", Verdict::kInfra, 0)})));
  EXPECT_EQ(table[1][7], "");
  EXPECT_EQ(table[1][9], "");
}

TEST(Classroom50Test, WhatIsOpenHasNoResult) {
  EXPECT_EQ(Classroom50("cs1", "lab38", "2026-01-01T00:00:00Z",
                        {Sample("alice", Verdict::kPass, 100),
                         Sample("alice", Verdict::kInfra, 0)}),
            std::nullopt);
}

TEST(GradescopeTest, PartOfACheckStaysPartOfIt) {
  Record record = Sample("alice", Verdict::kLeak, 80);
  record.checks[1].points = 20;
  const json result = Gradescope({record});
  EXPECT_EQ(result["score"], 80);
  EXPECT_EQ(result["tests"][1]["status"], "failed");
  EXPECT_EQ(result["tests"][1]["score"], 20);
}

TEST(NbgraderCsvTest, HasItsColumns) {
  ASSERT_OK_AND_ASSIGN(
      const Table table,
      ReadCsv(NbgraderCsv("lab38", {Sample("alice", Verdict::kWrong, 60)})));
  EXPECT_THAT(table[0],
              ElementsAre("assignment", "duedate", "timestamp", "student_id",
                          "last_name", "first_name", "email", "raw_score",
                          "late_submission_penalty", "score", "max_score"));
  EXPECT_THAT(table[1], ElementsAre("lab38", "", "", "alice", "", "", "",
                                    "60.0", "0.0", "60.0", "100.0"));
}

TEST(GradescopeTest, ChecksAreTestsAndHiddenOnesWait) {
  const json result = Gradescope({Sample("alice", Verdict::kWrong, 60)});
  EXPECT_EQ(result["score"], 60);
  EXPECT_EQ(result["tests"].size(), 2);
  EXPECT_EQ(result["tests"][0]["status"], "passed");
  EXPECT_EQ(result["tests"][1]["visibility"], "after_published");
}

// It would add up the tests' points, and a fault of ours would cost marks.
TEST(GradescopeTest, WhatIsOpenHasNoPointsAtAll) {
  const json open = Gradescope({Sample("bob", Verdict::kInfra, 0)});
  EXPECT_FALSE(open.contains("score"));
  for (const json& test : open["tests"]) EXPECT_FALSE(test.contains("score"));
}

TEST(ExercismTest, KeepsItsLimits) {
  Record record = Sample("alice", Verdict::kWrong, 60);
  record.checks[1].visible = true;
  const json result = Exercism(record);
  EXPECT_EQ(result["version"], 3);
  EXPECT_EQ(result["status"], "fail");
  EXPECT_EQ(result["tests"][1]["status"], "fail");
  EXPECT_LE(result["tests"][1]["output"].get<std::string>().size(), 500);
  EXPECT_TRUE(result["tests"][0].contains("test_code"));
}

TEST(ExercismTest, WhatDoesNotCompileIsAnError) {
  Record record = Sample("alice", Verdict::kCompileError, 0);
  record.checks = {};
  record.text = std::string(100000, 'e');
  const json result = Exercism(record);
  EXPECT_EQ(result["status"], "error");
  EXPECT_LE(result["message"].get<std::string>().size(), 65535);
}

TEST(Classroom50Test, SumsAgree) {
  const json result = Classroom50("cs1", "lab38", "2026-01-01T00:00:00Z",
                                  {Sample("alice", Verdict::kWrong, 60)})
                          .value();
  EXPECT_EQ(result["schema"], "classroom50/result/v1");
  int score = 0, max = 0;
  for (const json& test : result["tests"]) {
    score += test["score"].get<int>();
    max += test["max-score"].get<int>();
  }
  EXPECT_EQ(result["score"], score);
  EXPECT_EQ(result["max-score"], max);
}

// Gradescope shows them all once marks are published; the others are files that
// are given out.
TEST(ExportsTest, NothingOfAHiddenCheckIsInWhatStudentsGet) {
  const Record record = Sample("alice", Verdict::kWrong, 60);
  for (const std::string& text :
       {JunitXml({record}), Gradescope({record}).dump(),
        Exercism(record).dump(),
        Classroom50("cs1", "lab38", "2026-01-01T00:00:00Z", {record})
            ->dump()}) {
    EXPECT_THAT(text, HasSubstr("hidden check 1"));
    EXPECT_THAT(text, Not(HasSubstr("Secret")));
    EXPECT_THAT(text, Not(HasSubstr("the hidden input")));
    EXPECT_THAT(text, Not(HasSubstr("xxx")));
    EXPECT_THAT(text, Not(HasSubstr("more")));
  }
}

// Who has a file missing learns here that an archive was not opened.
TEST(ExportsTest, WhatHasNoChecksHasItsNotes) {
  Record record = Sample("alice", Verdict::kMissingFile, 0);
  record.checks = {};
  record.text = "not there: a.cc";
  record.notes = {"work.zip was not opened"};
  for (const std::string& text :
       {JunitXml({record}), Gradescope({record}).dump(),
        Exercism(record).dump()}) {
    EXPECT_THAT(text, HasSubstr("not there: a.cc"));
    EXPECT_THAT(text, HasSubstr("note: work.zip was not opened"));
  }
}

// Forms that add up by themselves come to what the record says.
TEST(ExportsTest, WhatIsSkippedIsOutOfNoPoints) {
  Record skipped = Sample("alice", Verdict::kSkipped, 0);
  skipped.max_points = 0;
  for (exercise::CheckResult& check : skipped.checks) check.points = 0;
  const json gradescope = Gradescope({skipped});
  const json classroom =
      Classroom50("cs1", "lab38", "2026-01-01T00:00:00Z", {skipped}).value();
  int most = 0;
  for (const json& test : gradescope["tests"]) {
    most += test["max_score"].get<int>();
  }
  for (const json& test : classroom["tests"]) {
    most += test["max-score"].get<int>();
  }
  EXPECT_EQ(most, 0);
}

TEST(JunitXmlTest, TextIsEscapedAndCounted) {
  Record record = Sample("<i>", Verdict::kWrong, 60);
  record.checks[1].visible = true;
  const std::string xml = JunitXml({record});
  EXPECT_THAT(xml, HasSubstr("tests=\"2\" failures=\"1\" errors=\"0\""));
  EXPECT_THAT(xml, HasSubstr("&lt;b&gt;&quot;5&quot;&lt;/b&gt; &amp; more"));
  EXPECT_THAT(xml, Not(HasSubstr("\x1b")));
}

TEST(ExplainTest, TellsAllAndHowToSeeItAgain) {
  Record record = Sample("alice", Verdict::kWrong, 60);
  record.target = "@submissions//alice:grade";
  ASSERT_OK_AND_ASSIGN(const std::string text,
                       Explain({record}, "alice", "ch38/1", "bazel test"));
  EXPECT_THAT(text, HasSubstr("the hidden input"));
  EXPECT_THAT(text, HasSubstr("seed:    18446744073709551615"));
  EXPECT_THAT(text, HasSubstr("bazel test @submissions//alice:grade"));
  EXPECT_THAT(Explain({record}, "bob", "ch38/1", ""),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("alice")));
}

TEST(FeedbackTest, NothingThatAStudentWritesSteersATerminal) {
  Record record;
  record.student = "al";
  record.exercise = "ch38/1";
  record.verdict = Verdict::kCompileError;
  record.text = "#error \x1b]0;owned\x07 \xc2\x9b 2J\r\xc3\xa4\n\ttext";
  EXPECT_THAT(Feedback(record),
              HasSubstr("#error ?]0;owned? ?? 2J?\xc3\xa4\n\ttext"));
  const absl::StatusOr<std::string> explained =
      Explain({record}, "al", "ch38/1", "bazel test");
  ASSERT_TRUE(explained.ok());
  EXPECT_THAT(*explained,
              HasSubstr("#error ?]0;owned? ?? 2J?\xc3\xa4\n\ttext"));
}

}  // namespace
}  // namespace grade
