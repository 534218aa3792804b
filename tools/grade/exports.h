// SPDX-License-Identifier: Apache-2.0
//
// Audit records in the forms that others read. One function a form; all of them
// take records of any number of students, or say that they want one student's.
//
//   std::string csv = grade::SummaryCsv(records);
//   absl::StatusOr<std::string> filled = grade::FillCanvas(roster, "Lab 38",
//                                                          records);
//
// What is INFRA is our fault: its points are left open wherever the form allows
// that, and never a zero. In forms that students get to see, a hidden check is
// "hidden check 1" with its verdict and points, and nothing else.
//
// Thread safety: pure functions.
//
// Source: each function names its own.

#ifndef TOOLS_GRADE_EXPORTS_H_
#define TOOLS_GRADE_EXPORTS_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "nlohmann/json.hpp"
#include "tools/grade/record.h"

namespace grade {

// Records of each student, in the order of the records.
using ByStudent = std::vector<std::pair<std::string, std::vector<Record>>>;
ByStudent GroupByStudent(const std::vector<Record>& records);

// Whether any of them is INFRA: then there is no mark yet.
bool IsOpen(const std::vector<Record>& records);
int Sum(const std::vector<Record>& records);
int MaxSum(const std::vector<Record>& records);

// student,name,late,exercise,verdict,points,max_points,...: one row a record.
std::string SummaryCsv(const std::vector<Record>& records);

// The gradebook that Canvas exported, with one column filled in. `column` is
// its title, with or without the number in parentheses that Canvas adds.
// Students that handed in nothing, or whose mark is open, keep what is there,
// and so do separator and byte order mark. A student's row is found by ID, SIS
// User ID, SIS Login ID or name, in this order.
//
//   InvalidArgument  not a Canvas gradebook; no such column, or several;
//   several
//                    rows are a student's, or several students' are one
//   NotFound         a student with records is in no row
//
// All such students are named.
//
// Source: lib/gradebook_importer.rb of instructure/canvas-lms.
absl::StatusOr<std::string> FillCanvas(absl::string_view roster,
                                       absl::string_view column,
                                       const std::vector<Record>& records);

// A row for each student. Source: nbgrader/plugins/export.py of
// jupyter/nbgrader.
std::string NbgraderCsv(absl::string_view assignment,
                        const std::vector<Record>& records);

// One student's: a suite for each exercise, a case for each check.
// Source: the Jenkins xunit plugin's junit-10.xsd.
std::string JunitXml(const std::vector<Record>& of_one);

// One student's results.json.
// Source: https://gradescope-autograders.readthedocs.io/en/latest/specs/
nlohmann::json Gradescope(const std::vector<Record>& of_one);

// One record's results.json, version 3.
// Source: https://exercism.org/docs/building/tooling/test-runners/interface
nlohmann::json Exercism(const Record& record);

// One student's result.json, "classroom50/result/v1". Nothing while the mark is
// open: there must be a score in it.
// Source: the wiki of classroom50, Advanced Autograding.
std::optional<nlohmann::json> Classroom50(absl::string_view classroom,
                                          absl::string_view assignment,
                                          absl::string_view graded_at,
                                          const std::vector<Record>& of_one);

// Text in HTML and XML: markup, and characters that XML has not, escaped.
std::string EscapeXml(absl::string_view text);

}  // namespace grade

#endif  // TOOLS_GRADE_EXPORTS_H_
