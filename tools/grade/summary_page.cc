// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/summary_page.h"

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/exercise/verdict.h"
#include "tools/grade/exports.h"
#include "tools/grade/record.h"

namespace grade {
namespace {

using exercise::Verdict;

constexpr absl::string_view kStyle = R"(
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem;
  padding: 0 1rem; color: #1a1a1a; background: #fff; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { border: 1px solid #767676; padding: .25rem .6rem; text-align: left;
  vertical-align: top; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
.pass { background: #e3f4e3; } .fail { background: #fbe6e4; }
.ours { background: #fff3c4; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: #f4f4f4;
  padding: .6rem; }
a { color: #0b4f9e; }
@media (prefers-color-scheme: dark) {
  body { color: #eee; background: #161616; } a { color: #9ecbff; }
  .pass { background: #173d1b; } .fail { background: #4a1d1a; }
  .ours { background: #4a3d10; } pre { background: #262626; }
})";

absl::string_view ClassOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::kPass:
      return "pass";
    case Verdict::kInfra:
    case Verdict::kSkipped:
      return "ours";
    default:
      return "fail";
  }
}

std::string Counts(const std::vector<Record>& records) {
  std::map<absl::string_view, int> counts;
  for (const Record& record : records) {
    ++counts[exercise::Name(record.verdict)];
  }
  std::string text =
      "<h2>Verdicts</h2>\n<table><thead><tr><th scope=\"col\">verdict</th>"
      "<th scope=\"col\">how often</th><th scope=\"col\">meaning</th></tr>"
      "</thead><tbody>\n";
  for (const auto& [name, count] : counts) {
    absl::StrAppend(
        &text, "<tr><th scope=\"row\">", name, "</th><td class=\"number\">",
        count, "</td><td>",
        EscapeXml(exercise::Sentence(*exercise::VerdictFromName(name))),
        "</td></tr>\n");
  }
  return text + "</tbody></table>\n";
}

std::string Place(size_t student, const Record& record) {
  return absl::StrCat("s", student, "-", EscapeXml(record.exercise));
}

std::string Overview(const ByStudent& students,
                     const std::set<std::string>& exercises) {
  std::string text =
      "<h2>Students</h2>\n<div class=\"wide\"><table><thead><tr>"
      "<th scope=\"col\">student</th><th scope=\"col\">points</th>";
  for (const std::string& id : exercises) {
    absl::StrAppend(&text, "<th scope=\"col\">", EscapeXml(id), "</th>");
  }
  text += "</tr></thead><tbody>\n";
  for (size_t i = 0; i < students.size(); ++i) {
    const auto& [student, of_one] = students[i];
    absl::StrAppend(&text, "<tr><th scope=\"row\">", EscapeXml(student),
                    of_one.front().late ? " (late)" : "",
                    "</th><td class=\"number\">",
                    IsOpen(of_one) ? "open" : absl::StrCat(Sum(of_one)), " of ",
                    MaxSum(of_one), "</td>");
    for (const std::string& id : exercises) {
      std::string cell = "<td>&ndash;</td>";
      for (const Record& record : of_one) {
        if (record.exercise != id) continue;
        cell = absl::StrCat(
            "<td class=\"", ClassOf(record.verdict), "\"><a href=\"#",
            Place(i, record), "\">", exercise::Name(record.verdict), "</a> ",
            IsOpen({record}) ? "open" : absl::StrCat(record.points), "</td>");
      }
      text += cell;
    }
    text += "</tr>\n";
  }
  return text + "</tbody></table></div>\n";
}

std::string Details(const ByStudent& students) {
  std::string text = "<h2>In detail</h2>\n";
  for (size_t i = 0; i < students.size(); ++i) {
    absl::StrAppend(&text, "<h3>", EscapeXml(students[i].first), "</h3>\n");
    for (const Record& record : students[i].second) {
      absl::StrAppend(&text, "<details id=\"", Place(i, record), "\"><summary>",
                      EscapeXml(record.exercise), " ", EscapeXml(record.title),
                      ": ", exercise::Name(record.verdict), ", ",
                      Points(record), "</summary><pre>",
                      EscapeXml(Feedback(record)), "</pre></details>\n");
    }
  }
  return text;
}

}  // namespace

std::string SummaryPage(const std::vector<Record>& records,
                        absl::string_view title) {
  const ByStudent students = GroupByStudent(records);
  std::set<std::string> exercises;
  for (const Record& record : records) exercises.insert(record.exercise);
  return absl::StrCat(
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width\">\n<title>",
      EscapeXml(title), "</title>\n<style>", kStyle,
      "</style></head>\n<body><h1>", EscapeXml(title), "</h1>\n",
      Counts(records), Overview(students, exercises), Details(students),
      "</body></html>\n");
}

}  // namespace grade
