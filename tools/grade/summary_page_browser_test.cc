// SPDX-License-Identifier: Apache-2.0
//
// summary.html as a browser shows it to staff, on a telephone and on a desk, in
// light and in dark; and what can be done with it.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/exercise/verdict.h"
#include "common/lab/testing/browser.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "nlohmann/json.hpp"
#include "tools/grade/record.h"
#include "tools/grade/summary_page.h"
#include "tools/grade/testing/sample_records.h"

namespace grade {
namespace {

using ::exercise::Verdict;
using ::lab::Seen;
using ::nlohmann::json;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using SummaryPageBrowserTest = lab::BrowserTest;

constexpr char kHostile[] = "<script>alert(1)</script>";
constexpr char kLong[] = "a.very.long.address@students.department.example.org";

// Five exercises each. What they got for the first one:
std::vector<Record> SampleRecords() {
  Record hostile = Sample(kHostile, Verdict::kWrong, 60);
  hostile.checks[0].verdict = Verdict::kWrong;
  hostile.checks[0].points = 0;
  hostile.points = 0;
  hostile.checks[0].got =
      "</pre><img src=x onerror=\"console.error(1)\"><script>console.error(2)"
      "</script>";
  hostile.text = "<b>bold</b> &amp; ]]> \x1b[31m\xff";
  hostile.notes = {"<iframe src=\"http://127.0.0.1:9/\"></iframe>"};
  Record late = Sample("M\xc3\xbcller, J\xc3\xbcrgen", Verdict::kPass, 100);
  late.late = true;
  late.name = "\"Jo\"";
  std::vector<Record> records;
  for (const Record& first : {hostile, late, Sample(kLong, Verdict::kInfra, 0),
                              Sample("dave", Verdict::kPrematureExit, 60)}) {
    for (int number = 1; number <= 5; ++number) {
      // The longest verdict there is, in all columns but the first.
      Record record = number == 1
                          ? first
                          : Sample(first.student, Verdict::kPrematureExit, 100);
      record.late = first.late;
      record.name = first.name;
      record.exercise = absl::StrCat("ch38/", number);
      records.push_back(record);
    }
  }
  return records;
}

std::string SamplePage() { return SummaryPage(SampleRecords(), "Lab <38>"); }

json After(const json& frame, const std::string& input) {
  for (const json& step : frame["summary"]) {
    if (step["input"] == input) return step;
  }
  ADD_FAILURE() << "there was no " << input;
  return {};
}

const auto kAll =
    ElementsAre(kHostile, "M\xc3\xbcller, J\xc3\xbcrgen", kLong, "dave");

// No text of a student's is run, fetches anything or breaks the page.
TEST_F(SummaryPageBrowserTest, IsReadableAndSilentWhateverStudentsWrite) {
  const Seen seen = LookAt(SamplePage());
  EXPECT_EQ(seen.console, "");
  ASSERT_THAT(seen.frames, SizeIs(4));
  lab::ExpectReadable(seen);
  for (const json& frame : seen.frames) {
    EXPECT_THAT(After(frame, "nothing")["students"], kAll);
    EXPECT_THAT(After(frame, "nothing")["detailed"], kAll);
  }
}

TEST_F(SummaryPageBrowserTest, FollowsTheReadersPreferenceForDarkPages) {
  const json frames = LookAt(SamplePage()).frames;
  ASSERT_THAT(frames, SizeIs(4));
  EXPECT_GT(frames[0]["background_luminance"], 0.9);
  EXPECT_LT(frames[2]["background_luminance"], 0.05);
  EXPECT_EQ(frames[0]["width"], 360);
}

TEST_F(SummaryPageBrowserTest, StudentsAreFoundByAnyPartOfTheirNames) {
  for (const json& frame : LookAt(SamplePage()).frames) {
    EXPECT_EQ(After(frame, "nothing")["shown"], "4 of 4 shown");
    const json found = After(frame, "find M\xc3\x9cLL");
    EXPECT_THAT(found["students"], ElementsAre("M\xc3\xbcller, J\xc3\xbcrgen"));
    EXPECT_THAT(found["detailed"], ElementsAre("M\xc3\xbcller, J\xc3\xbcrgen"));
    EXPECT_EQ(found["shown"], "1 of 4 shown");
    EXPECT_THAT(After(frame, "find nobody")["students"], IsEmpty());
    EXPECT_THAT(After(frame, "find ")["students"], kAll);
  }
}

TEST_F(SummaryPageBrowserTest, OneVerdictOrWhoIsLateCanBeShownAlone) {
  for (const json& frame : LookAt(SamplePage()).frames) {
    EXPECT_THAT(After(frame, "only INFRA")["students"], ElementsAre(kLong));
    EXPECT_THAT(After(frame, "only late")["students"],
                ElementsAre("M\xc3\xbcller, J\xc3\xbcrgen"));
    EXPECT_THAT(After(frame, "only ")["students"], kAll);
  }
}

TEST_F(SummaryPageBrowserTest, StudentsAreSortedByPointsWithOpenMarksFirst) {
  for (const json& frame : LookAt(SamplePage()).frames) {
    EXPECT_THAT(
        After(frame, "order least")["students"],
        ElementsAre(kLong, kHostile, "dave", "M\xc3\xbcller, J\xc3\xbcrgen"));
    EXPECT_THAT(
        After(frame, "order most")["students"],
        ElementsAre(kLong, "M\xc3\xbcller, J\xc3\xbcrgen", "dave", kHostile));
    EXPECT_THAT(After(frame, "order ")["students"], kAll);
  }
}

TEST_F(SummaryPageBrowserTest, AVerdictOpensItsDetailsAndAStudentAllOfThem) {
  for (const json& frame : LookAt(SamplePage()).frames) {
    EXPECT_THAT(After(frame, "nothing")["open"], IsEmpty());
    const json one = After(frame, "click tbody tr td a")["open"];
    ASSERT_THAT(one, SizeIs(1));
    EXPECT_EQ(one[0]["id"], "s0-ch38/1");
    const std::string text = one[0]["text"];
    EXPECT_THAT(text, HasSubstr("</pre><img src=x onerror=\"console.error(1)"));
    EXPECT_THAT(text, HasSubstr("<b>bold</b> &amp; ]]> ?[31m"));
    EXPECT_THAT(text, HasSubstr("note: <iframe src="));
    EXPECT_THAT(After(frame, "click tbody tr th a")["open"], SizeIs(5));
  }
}

// As what a student was told is read.
TEST_F(SummaryPageBrowserTest, OpenDetailsAreReadable) {
  std::string page = SamplePage();
  for (size_t at = 0; (at = page.find("<details ", at)) != std::string::npos;
       at += 9) {
    page.insert(at + 9, "open ");
  }
  const Seen seen = LookAt(page);
  EXPECT_EQ(seen.console, "");
  lab::ExpectReadable(seen);
}

TEST_F(SummaryPageBrowserTest, AllStandsWithoutScript) {
  const Seen seen = LookAt(SamplePage(), /*with_script=*/false);
  lab::ExpectReadable(seen);
  for (const json& frame : seen.frames) {
    const json begin = After(frame, "nothing");
    EXPECT_FALSE(begin["tools"].get<bool>());
    EXPECT_THAT(begin["students"], kAll);
    EXPECT_THAT(begin["detailed"], kAll);
  }
}

TEST_F(SummaryPageBrowserTest, WithoutAnyoneItIsAPageAllTheSame) {
  EXPECT_EQ(LookAt(SummaryPage({}, "Nobody")).console, "");
}

}  // namespace
}  // namespace grade
