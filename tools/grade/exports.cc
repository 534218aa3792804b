// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/exports.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/exercise/result.h"
#include "common/exercise/verdict.h"
#include "nlohmann/json.hpp"
#include "tools/grade/csv.h"
#include "tools/grade/record.h"

namespace grade {
namespace {

using exercise::CheckResult;
using exercise::Verdict;
using nlohmann::json;

std::string CheckText(const CheckResult& check) {
  std::string text(exercise::Sentence(check.verdict));
  for (const auto& [name, value] :
       {std::pair("tried", check.tried), std::pair("expected", check.expected),
        std::pair("got", check.got), std::pair("where", check.where),
        std::pair("replay", check.replay)}) {
    if (!value.empty()) absl::StrAppend(&text, "\n", name, ": ", value);
  }
  return text;
}

std::string TextWithNotes(const Record& record) {
  std::string text = record.text;
  for (const std::string& note : record.notes) {
    absl::StrAppend(&text, text.empty() ? "" : "\n", "note: ", note);
  }
  return text;
}

// What the student may see. A record without checks (CE, REJECTED) is one check
// that failed, with what else there is to say; and what is SKIPPED is out of no
// points.
std::vector<CheckResult> ChecksOf(const Record& record) {
  if (record.checks.empty()) {
    return {{.name = "graded",
             .verdict = record.verdict,
             .points = record.points,
             .max_points = record.max_points,
             .got = TextWithNotes(record)}};
  }
  std::vector<CheckResult> checks = ChecksForStudents(record);
  if (record.verdict == Verdict::kSkipped) {
    for (CheckResult& check : checks) check.max_points = 0;
  }
  return checks;
}

std::string Cut(std::string text, size_t size) {
  if (text.size() <= size) return text;
  constexpr absl::string_view kNote = "\n... (cut)";
  text.resize(size - kNote.size());
  // Not within a character.
  while (!text.empty() &&
         (static_cast<unsigned char>(text.back()) & 0xC0) == 0x80) {
    text.pop_back();
  }
  if (!text.empty() && static_cast<unsigned char>(text.back()) >= 0xC0) {
    text.pop_back();
  }
  return absl::StrCat(text, kNote);
}

// The first column of a gradebook, whatever it is called to the letter.
constexpr absl::string_view kStudent = "Student";

// "Lab 38 (1234)" -> "Lab 38".
absl::string_view WithoutNumber(absl::string_view title) {
  const size_t open = title.rfind(" (");
  if (open == absl::string_view::npos || !absl::EndsWith(title, ")")) {
    return title;
  }
  return title.substr(0, open);
}

std::optional<size_t> ColumnOf(const std::vector<std::string>& header,
                               absl::string_view title) {
  for (size_t i = 0; i < header.size(); ++i) {
    if (absl::StripAsciiWhitespace(header[i]) == title) return i;
  }
  return std::nullopt;
}

std::string CellAt(const std::vector<std::string>& row,
                   std::optional<size_t> column) {
  return column.has_value() && *column < row.size()
             ? std::string(absl::StripAsciiWhitespace(row[*column]))
             : "";
}

// Rows below the header in which `column` says `name`.
std::vector<size_t> RowsWith(const Table& table, absl::string_view column,
                             const std::string& name) {
  std::vector<size_t> rows;
  const std::optional<size_t> place =
      column == kStudent ? 0 : ColumnOf(table[0], column);
  for (size_t i = 1; i < table.size(); ++i) {
    const bool is_a_student =
        !absl::StrContains(CellAt(table[i], 0), "Points Possible");
    if (is_a_student && !name.empty() && CellAt(table[i], place) == name) {
      rows.push_back(i);
    }
  }
  return rows;
}

// In which columns a student is looked for, and by what. Whom Canvas gave a
// number is nobody else, whatever number others have elsewhere.
std::vector<std::pair<absl::string_view, std::string>> WaysTo(
    const Record& record) {
  if (!record.canvas_id.empty()) return {{"ID", record.canvas_id}};
  return {{"ID", record.student},
          {"SIS User ID", record.student},
          {"SIS Login ID", record.student},
          {kStudent, record.student},
          {kStudent, record.name}};
}

// The first that is found in any of these ways, in this order.
absl::StatusOr<size_t> RowOf(const Table& table, const Record& record) {
  for (const auto& [column, name] : WaysTo(record)) {
    const std::vector<size_t> rows = RowsWith(table, column, name);
    if (rows.size() == 1) return rows.front();
    if (rows.size() > 1) {
      return absl::InvalidArgumentError(
          absl::StrCat("several rows of the gradebook are called \"", name,
                       "\"; call what was handed in by the student's ID"));
    }
  }
  return absl::NotFoundError(
      absl::StrCat("the gradebook has no row for: ", record.student));
}

// Of each student, or a message with all that can't be found.
absl::StatusOr<std::vector<size_t>> RowsOf(const Table& table,
                                           const ByStudent& groups) {
  std::vector<size_t> rows;
  std::map<size_t, std::string> owners;
  std::vector<std::string> problems;
  absl::StatusCode code = absl::StatusCode::kOk;
  for (const auto& [student, of_one] : groups) {
    absl::StatusOr<size_t> row = RowOf(table, of_one.front());
    if (row.ok()) {
      const auto [owner, is_new] = owners.emplace(*row, student);
      if (!is_new) {
        row = absl::InvalidArgumentError(absl::StrCat(
            owner->second, " and ", student,
            " are one row of the gradebook: ", CellAt(table[*row], 0)));
      }
    }
    rows.push_back(row.value_or(0));
    if (row.ok()) continue;
    code = row.status().code();
    problems.emplace_back(row.status().message());
  }
  if (problems.empty()) return rows;
  return absl::Status(code, absl::StrJoin(problems, "\n"));
}

}  // namespace

ByStudent GroupByStudent(const std::vector<Record>& records) {
  ByStudent groups;
  std::map<std::string, size_t> places;
  for (const Record& record : records) {
    const auto [place, is_new] = places.emplace(record.student, groups.size());
    if (is_new) groups.push_back({record.student, {}});
    groups[place->second].second.push_back(record);
  }
  return groups;
}

bool IsOpen(const std::vector<Record>& records) {
  return std::any_of(records.begin(), records.end(), [](const Record& record) {
    return record.verdict == Verdict::kInfra;
  });
}

int Sum(const std::vector<Record>& records) {
  int sum = 0;
  for (const Record& record : records) sum += record.points;
  return sum;
}

int MaxSum(const std::vector<Record>& records) {
  int sum = 0;
  for (const Record& record : records) sum += record.max_points;
  return sum;
}

std::string SummaryCsv(const std::vector<Record>& records) {
  Table table = {{"student", "name", "late", "exercise", "verdict", "points",
                  "max_points", "runs_passed", "runs", "seconds", "content"}};
  for (const Record& record : records) {
    const bool open = record.verdict == Verdict::kInfra;
    table.push_back({HarmlessCell(record.student), HarmlessCell(record.name),
                     record.late ? "yes" : "no", record.exercise,
                     std::string(exercise::Name(record.verdict)),
                     open ? "" : absl::StrCat(record.points),
                     absl::StrCat(record.max_points),
                     absl::StrCat(record.runs_passed),
                     absl::StrCat(record.runs),
                     absl::StrFormat("%.2f", record.seconds), record.content});
  }
  return WriteCsv(table);
}

absl::StatusOr<std::string> FillCanvas(absl::string_view roster,
                                       absl::string_view column,
                                       const std::vector<Record>& records) {
  absl::StatusOr<Table> table = ReadCsv(roster);
  if (!table.ok()) return table.status();
  // The importer's own conditions.
  if (table->empty() || (*table)[0].size() < 3 ||
      !absl::StrContains((*table)[0][0], "Student") ||
      !ColumnOf((*table)[0], "ID").has_value()) {
    return absl::InvalidArgumentError(
        "this is no gradebook that Canvas exported: its first row must name "
        "the columns \"Student\" and \"ID\"");
  }
  const std::vector<std::string>& header = (*table)[0];
  std::optional<size_t> found;
  for (size_t i = 0; i < header.size(); ++i) {
    if (header[i] != column && WithoutNumber(header[i]) != column) continue;
    if (found.has_value()) {
      return absl::InvalidArgumentError(
          absl::StrCat("two columns are called \"", column,
                       "\"; give the title with its number"));
    }
    found = i;
  }
  if (!found.has_value()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the gradebook has no column \"", column,
        "\"; Canvas would make a new assignment of it. There are: ",
        absl::StrJoin(header, ", ")));
  }
  const ByStudent groups = GroupByStudent(records);
  const absl::StatusOr<std::vector<size_t>> rows = RowsOf(*table, groups);
  if (!rows.ok()) return rows.status();
  for (size_t i = 0; i < groups.size(); ++i) {
    const std::vector<Record>& of_one = groups[i].second;
    if (IsOpen(of_one)) continue;
    std::vector<std::string>& row = (*table)[(*rows)[i]];
    if (row.size() <= *found) row.resize(*found + 1);
    row[*found] = absl::StrCat(Sum(of_one));
  }
  return absl::StrCat(
      absl::StartsWith(roster, kByteOrderMark) ? kByteOrderMark : "",
      WriteCsv(*table, SeparatorOf(roster)));
}

std::string NbgraderCsv(absl::string_view assignment,
                        const std::vector<Record>& records) {
  Table table = {{"assignment", "duedate", "timestamp", "student_id",
                  "last_name", "first_name", "email", "raw_score",
                  "late_submission_penalty", "score", "max_score"}};
  for (const auto& [student, of_one] : GroupByStudent(records)) {
    const std::string score =
        IsOpen(of_one)
            ? ""
            : absl::StrFormat("%.1f", static_cast<double>(Sum(of_one)));
    table.push_back(
        {std::string(assignment), "", "", HarmlessCell(student),
         HarmlessCell(of_one.front().name), "", "", score, "0.0", score,
         absl::StrFormat("%.1f", static_cast<double>(MaxSum(of_one)))});
  }
  return WriteCsv(table);
}

std::string EscapeXml(absl::string_view text) {
  std::string escaped;
  for (char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      case '\n':
      case '\t':
        escaped.push_back(c);
        break;
      default:
        // XML 1.0 has no other control characters, not even escaped.
        if (absl::ascii_iscntrl(static_cast<unsigned char>(c))) {
          escaped += "\xef\xbf\xbd";
        } else {
          escaped.push_back(c);
        }
    }
  }
  return escaped;
}

std::string JunitXml(const std::vector<Record>& of_one) {
  std::string suites;
  int tests = 0, failures = 0, errors = 0;
  for (const Record& record : of_one) {
    std::string cases;
    int suite_failures = 0, suite_errors = 0, skipped = 0;
    const std::vector<CheckResult> checks = ChecksOf(record);
    for (const CheckResult& check : checks) {
      absl::StrAppend(&cases, "    <testcase name=\"", EscapeXml(check.name),
                      "\" classname=\"", EscapeXml(record.exercise),
                      "\" time=\"0\"");
      const std::string message = absl::StrCat(
          " message=\"", exercise::Name(check.verdict), "\" type=\"",
          exercise::Name(check.verdict), "\">", EscapeXml(CheckText(check)));
      if (check.verdict == Verdict::kPass) {
        absl::StrAppend(&cases, "/>\n");
      } else if (check.verdict == Verdict::kSkipped) {
        ++skipped;
        absl::StrAppend(&cases, "><skipped/></testcase>\n");
      } else if (check.verdict == Verdict::kInfra) {
        ++suite_errors;
        absl::StrAppend(&cases, "><error", message, "</error></testcase>\n");
      } else {
        ++suite_failures;
        absl::StrAppend(&cases, "><failure", message,
                        "</failure></testcase>\n");
      }
    }
    absl::StrAppend(&suites, "  <testsuite name=\"", EscapeXml(record.exercise),
                    "\" tests=\"", checks.size(), "\" failures=\"",
                    suite_failures, "\" errors=\"", suite_errors,
                    "\" skipped=\"", skipped, "\" time=\"",
                    absl::StrFormat("%.3f", record.seconds), "\">\n", cases,
                    "  </testsuite>\n");
    tests += static_cast<int>(checks.size());
    failures += suite_failures;
    errors += suite_errors;
  }
  return absl::StrCat(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", "<testsuites name=\"",
      of_one.empty() ? "" : EscapeXml(of_one.front().student), "\" tests=\"",
      tests, "\" failures=\"", failures, "\" errors=\"", errors, "\">\n",
      suites, "</testsuites>\n");
}

json Gradescope(const std::vector<Record>& of_one) {
  json tests = json::array();
  double seconds = 0;
  int number = 0;
  const bool open = IsOpen(of_one);
  for (const Record& record : of_one) {
    ++number;
    seconds += record.seconds;
    int check_number = 0;
    for (const CheckResult& check : ChecksOf(record)) {
      json test = {
          {"name", absl::StrCat(record.exercise, " ", check.name)},
          {"number", absl::StrCat(number, ".", ++check_number)},
          {"status", check.verdict == Verdict::kPass ? "passed" : "failed"},
          {"output", check.verdict == Verdict::kPass ? "" : CheckText(check)},
          {"output_format", "text"},
          {"tags", {exercise::Name(check.verdict)}},
          {"visibility", check.visible ? "visible" : "after_published"},
      };
      if (!open) {
        test["score"] = check.points;
        test["max_score"] = check.max_points;
      }
      tests.push_back(std::move(test));
    }
  }
  json result = {
      {"execution_time", seconds},
      {"visibility", "visible"},
      {"stdout_visibility", "hidden"},
      {"output_format", "text"},
      {"output", ""},
      {"tests", std::move(tests)},
  };
  // Without any score Gradescope says that the autograder failed, which is what
  // has happened.
  if (!open) result["score"] = Sum(of_one);
  return result;
}

json Exercism(const Record& record) {
  constexpr size_t kMessage = 65535;
  constexpr size_t kOutput = 500;
  json result = {{"version", 3}};
  if (record.checks.empty()) {
    const bool passed = record.verdict == Verdict::kPass;
    result["status"] = passed ? "pass" : "error";
    if (!passed) {
      result["message"] = Cut(absl::StrCat(exercise::Name(record.verdict), ": ",
                                           exercise::Sentence(record.verdict),
                                           "\n", TextWithNotes(record)),
                              kMessage);
    }
    result["tests"] = json::array();
    return result;
  }
  bool all = true;
  json tests = json::array();
  int task = 0;
  for (const CheckResult& check : ChecksOf(record)) {
    ++task;
    if (check.verdict == Verdict::kSkipped) continue;
    const bool passed = check.verdict == Verdict::kPass;
    all = all && passed;
    json test = {{"name", check.name},
                 {"status", passed                             ? "pass"
                            : check.verdict == Verdict::kWrong ? "fail"
                                                               : "error"},
                 {"task_id", task},
                 {"test_code", check.tried.empty() ? check.name : check.tried}};
    if (!passed) test["message"] = CheckText(check);
    if (!check.output.empty()) test["output"] = Cut(check.output, kOutput);
    if (!check.visible) test["test_code"] = "";
    tests.push_back(std::move(test));
  }
  result["status"] = all ? "pass" : "fail";
  result["tests"] = std::move(tests);
  return result;
}

std::optional<json> Classroom50(absl::string_view classroom,
                                absl::string_view assignment,
                                absl::string_view graded_at,
                                const std::vector<Record>& of_one) {
  if (IsOpen(of_one)) return std::nullopt;
  json tests = json::array();
  for (const Record& record : of_one) {
    for (const CheckResult& check : ChecksOf(record)) {
      tests.push_back(
          {{"test-name", absl::StrCat(record.exercise, " ", check.name)},
           {"passed", check.verdict == Verdict::kPass},
           {"score", check.points},
           {"max-score", check.max_points},
           {"verdict", exercise::Name(check.verdict)}});
    }
  }
  return json{{"schema", "classroom50/result/v1"},
              {"classroom", classroom},
              {"assignment", assignment},
              {"owner", of_one.empty() ? "" : of_one.front().student},
              {"assignment_type", "individual"},
              {"datetime", graded_at},
              {"graded_at", graded_at},
              {"score", Sum(of_one)},
              {"max-score", MaxSum(of_one)},
              {"tests", std::move(tests)}};
}

}  // namespace grade
