// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/summary_page.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "common/exercise/verdict.h"
#include "common/lab/internal/html_page.h"
#include "tools/grade/exports.h"
#include "tools/grade/record.h"
#include "tools/grade/summary_page_script.h"
#include "tools/grade/summary_page_style.h"

namespace grade {
namespace {

using exercise::Verdict;

absl::string_view ClassOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPass:
      return "pass";
    case Verdict::kInfra:
    case Verdict::kSkipped:
      return "open";
    default:
      return "fail";
  }
}

// ---- How it went altogether

std::string Fact(absl::string_view name, absl::string_view value) {
  return absl::StrCat("<div><dt>", name, "</dt><dd>", value, "</dd></div>\n");
}

// Of those who have a mark.
std::string MedianPoints(const ByStudent& students) {
  std::vector<int> sums;
  for (const auto& [student, of_one] : students) {
    if (!IsOpen(of_one)) sums.push_back(Sum(of_one));
  }
  if (sums.empty()) return "none yet";
  std::sort(sums.begin(), sums.end());
  const size_t n = sums.size();
  return absl::StrCat((sums[(n - 1) / 2] + sums[n / 2]) / 2.0);
}

std::string Facts(const ByStudent& students,
                  const std::set<std::string>& exercises) {
  const auto late = std::count_if(
      students.begin(), students.end(),
      [](const auto& student) { return student.second.front().late; });
  return absl::StrCat("<dl class=\"environment\">\n",
                      Fact("students", absl::StrCat(students.size())),
                      Fact("late", absl::StrCat(late)),
                      Fact("exercises", absl::StrCat(exercises.size())),
                      Fact("median of points", MedianPoints(students)),
                      "</dl>\n");
}

std::string OpenNote(const ByStudent& students) {
  const auto open =
      std::count_if(students.begin(), students.end(),
                    [](const auto& student) { return IsOpen(student.second); });
  if (open == 0) return "";
  return absl::StrCat("<div class=\"note\">", open,
                      open == 1 ? " mark is" : " marks are",
                      " open for a fault of ours (INFRA). Give the same "
                      "command again; what was "
                      "judged is kept.</div>\n");
}

std::string Verdicts(const std::map<Verdict, int>& counts) {
  std::string text =
      "<h2>Verdicts</h2>\n<table class=\"verdicts\"><thead><tr>"
      "<th scope=\"col\">verdict</th><th scope=\"col\" class=\"number\">how "
      "often</th>"
      "<th scope=\"col\">meaning</th></tr></thead><tbody>\n";
  for (const auto& [verdict, count] : counts) {
    absl::StrAppend(&text, "<tr><th scope=\"row\">", exercise::Name(verdict),
                    "</th><td class=\"number\" data-label=\"how often\">",
                    count, "</td><td>", EscapeXml(exercise::Sentence(verdict)),
                    "</td></tr>\n");
  }
  return text + "</tbody></table>\n";
}

// ---- Who got what

// In narrow columns a long name is broken where it has two words.
std::string Breakable(Verdict verdict) {
  return absl::StrReplaceAll(exercise::Name(verdict), {{"_", "_<wbr>"}});
}

std::string PlaceOf(size_t student) { return absl::StrCat("s", student); }

std::string PlaceOf(size_t student, const Record& record) {
  return absl::StrCat(PlaceOf(student), "-", EscapeXml(record.exercise));
}

// Shown by the script: without it they do nothing.
std::string Tools(const std::map<Verdict, int>& counts) {
  std::string options =
      "<option value=\"\">everybody</option><option value=\"late\">who is "
      "late</option>";
  for (const auto& [verdict, count] : counts) {
    absl::StrAppend(&options, "<option>", exercise::Name(verdict), "</option>");
  }
  return absl::StrCat(
      "<div class=\"tools\" hidden><label>find <input id=\"find\" "
      "type=\"search\" autocomplete=\"off\"></label>"
      "<label>only <select id=\"only\">",
      options,
      "</select></label><label>sorted by <select id=\"order\">"
      "<option value=\"\">student</option>"
      "<option value=\"least\">points, least first</option>"
      "<option value=\"most\">points, most first</option></select></label>"
      "<span class=\"shown\" aria-live=\"polite\"></span></div>\n");
}

std::string Cell(size_t student, const std::vector<Record>& of_one,
                 const std::string& exercise) {
  const std::string label = EscapeXml(exercise);
  for (const Record& record : of_one) {
    if (record.exercise != exercise) continue;
    const bool open = record.verdict == Verdict::kInfra;
    return absl::StrCat("<td class=\"cell ", ClassOf(record.verdict),
                        "\" data-label=\"", label, "\"><a href=\"#",
                        PlaceOf(student, record), "\">",
                        Breakable(record.verdict), "</a> ",
                        open ? "open" : absl::StrCat(record.points), "</td>");
  }
  return absl::StrCat("<td class=\"cell\" data-label=\"", label,
                      "\">&ndash;</td>");
}

// What a row is found by: its verdicts, and whether it is late.
std::string WordsOf(const std::vector<Record>& of_one) {
  std::set<absl::string_view> words;
  for (const Record& record : of_one) {
    words.insert(exercise::Name(record.verdict));
  }
  if (of_one.front().late) words.insert("late");
  return absl::StrJoin(words, " ");
}

std::string Row(size_t i, const std::string& student,
                const std::vector<Record>& of_one,
                const std::set<std::string>& exercises) {
  const Record& first = of_one.front();
  const std::string sum = IsOpen(of_one) ? "" : absl::StrCat(Sum(of_one));
  std::string row = absl::StrCat(
      "<tr data-words=\"", WordsOf(of_one), "\" data-points=\"", sum,
      "\" data-details=\"", PlaceOf(i), "\"><th scope=\"row\"><a href=\"#",
      PlaceOf(i), "\">", EscapeXml(student), "</a>",
      first.late ? " <span class=\"late\">(late)</span>" : "",
      first.name.empty() || first.name == student
          ? ""
          : absl::StrCat(" <span class=\"name\">", EscapeXml(first.name),
                         "</span>"),
      "</th><td class=\"number\" data-label=\"points\">",
      sum.empty() ? "open" : sum, " of ", MaxSum(of_one), "</td>");
  for (const std::string& id : exercises) row += Cell(i, of_one, id);
  return row + "</tr>\n";
}

std::string Students(const ByStudent& students,
                     const std::set<std::string>& exercises) {
  std::string text =
      "<div class=\"wide\" tabindex=\"0\"><table "
      "class=\"students\"><thead><tr><th scope=\"col\">student</th>"
      "<th scope=\"col\" class=\"number\">points</th>";
  for (const std::string& id : exercises) {
    absl::StrAppend(&text, "<th scope=\"col\">", EscapeXml(id), "</th>");
  }
  text += "</tr></thead><tbody>\n";
  for (size_t i = 0; i < students.size(); ++i) {
    text += Row(i, students[i].first, students[i].second, exercises);
  }
  return text + "</tbody></table></div>\n";
}

// ---- In detail

std::string Details(const ByStudent& students) {
  std::string text =
      "<h2>In detail</h2>\n<p>What each student is told. All that is known of "
      "one verdict, hidden checks as well: <code>bazel run //tools:grade -- "
      "--explain OUT STUDENT EXERCISE</code></p>\n";
  for (size_t i = 0; i < students.size(); ++i) {
    absl::StrAppend(&text, "<section class=\"student\" id=\"", PlaceOf(i),
                    "\"><h3>", EscapeXml(students[i].first), "</h3>\n");
    for (const Record& record : students[i].second) {
      absl::StrAppend(
          &text, "<details id=\"", PlaceOf(i, record), "\"><summary>",
          EscapeXml(record.exercise), " ", EscapeXml(record.title), ": ",
          exercise::Name(record.verdict), ", ", Points(record),
          "</summary><pre>", EscapeXml(Feedback(record)), "</pre></details>\n");
    }
    text += "</section>\n";
  }
  return text;
}

}  // namespace

std::string SummaryPage(const std::vector<Record>& records,
                        absl::string_view title) {
  const ByStudent students = GroupByStudent(records);
  std::set<std::string> exercises;
  std::map<Verdict, int> counts;
  for (const Record& record : records) {
    exercises.insert(record.exercise);
    ++counts[record.verdict];
  }
  const std::string main =
      absl::StrCat(Facts(students, exercises), OpenNote(students),
                   Verdicts(counts), "<h2>Students</h2>\n", Tools(counts),
                   Students(students, exercises), Details(students));
  return lab::HtmlPage({.title = title,
                        .style = kSummaryStyle,
                        .main = main,
                        .script = kSummaryScript});
}

}  // namespace grade
