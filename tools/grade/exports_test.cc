// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/exports.h"

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
#include "tools/grade/summary_page.h"

namespace grade {
namespace {

using ::exercise::Verdict;
using ::nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing_util::IsOkAndHolds;
using ::testing_util::StatusIs;

Record Sample(const std::string& student, Verdict verdict, int points) {
  Record record;
  record.student = student;
  record.exercise = "ch38/1";
  record.title = "The lost update";
  record.verdict = verdict;
  record.points = points;
  record.max_points = 100;
  record.content = "abc";
  record.seed = 18446744073709551615u;
  record.limits = {{"cpu_seconds", 5}};
  record.checks = {{.name = "Adds",
                    .verdict = Verdict::kPass,
                    .points = 60,
                    .max_points = 60},
                   {.name = "Secret",
                    .visible = false,
                    .verdict = verdict,
                    .points = points - 60,
                    .max_points = 40,
                    .tried = "the hidden input",
                    .expected = "6",
                    .got = "<b>\"5\"</b> & more\x1b[2J",
                    .output = std::string(600, 'x')}};
  return record;
}

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

TEST(RecordTest, StudentsSeeNothingOfHiddenChecks) {
  const std::string text = Feedback(Sample("alice", Verdict::kWrong, 60));
  EXPECT_THAT(text, HasSubstr("(hidden check): WRONG, 0 of 40"));
  EXPECT_THAT(text, Not(HasSubstr("Secret")));
  EXPECT_THAT(text, Not(HasSubstr("the hidden input")));
}

TEST(CsvTest, WhatIsWrittenIsRead) {
  const Table table = {{"a", "b,c", "say \"hi\""}, {"two\nlines", "", "x"}};
  EXPECT_THAT(ReadCsv(WriteCsv(table)), IsOkAndHolds(table));
}

TEST(CsvTest, OtherPeoplesTablesAreRead) {
  const Table table = {{"a", "b"}, {"1", "2"}};
  EXPECT_THAT(ReadCsv("\xef\xbb\xbf"
                      "a,b\n1,2"),
              IsOkAndHolds(table));
  EXPECT_THAT(ReadCsv("a;b\r\n1;2\r\n"), IsOkAndHolds(table));
  EXPECT_THAT(ReadCsv("a,\"b"), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(CsvTest, NoCellIsAFormula) {
  for (const char* formula : {"=1+1", "+1", "-1", "@x", "\tx"}) {
    EXPECT_EQ(HarmlessCell(formula)[0], '\'');
  }
  EXPECT_EQ(HarmlessCell("Doe"), "Doe");
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
                                  {Sample("alice", Verdict::kWrong, 60)});
  EXPECT_EQ(result["schema"], "classroom50/result/v1");
  int score = 0, max = 0;
  for (const json& test : result["tests"]) {
    score += test["score"].get<int>();
    max += test["max-score"].get<int>();
  }
  EXPECT_EQ(result["score"], score);
  EXPECT_EQ(result["max-score"], max);
}

TEST(JunitXmlTest, TextIsEscapedAndCounted) {
  const std::string xml = JunitXml({Sample("<i>", Verdict::kWrong, 60)});
  EXPECT_THAT(xml, HasSubstr("tests=\"2\" failures=\"1\" errors=\"0\""));
  EXPECT_THAT(xml, HasSubstr("&lt;b&gt;&quot;5&quot;&lt;/b&gt; &amp; more"));
  EXPECT_THAT(xml, Not(HasSubstr("\x1b")));
}

TEST(SummaryPageTest, TextOfStudentsIsEscaped) {
  Record record = Sample("<script>alert(1)</script>", Verdict::kWrong, 60);
  const std::string page = SummaryPage({record}, "Lab <38>");
  EXPECT_THAT(page, Not(HasSubstr("<script>")));
  EXPECT_THAT(page, HasSubstr("Lab &lt;38&gt;"));
}

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
              testing::AllOf(HasSubstr("bob ch38/1: new"),
                             HasSubstr("alice ch38/1: PASS 100/100 -> not")));
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
