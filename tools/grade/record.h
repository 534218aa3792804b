// SPDX-License-Identifier: Apache-2.0
//
// The audit record: what became of one student's work on one exercise, and all
// that is needed to defend it: which bytes were graded, by what, with which
// questions and limits, and how long it took. Everything that is exported comes
// from these.
//
//   absl::StatusOr<std::vector<grade::Record>> records =
//       grade::ReadAudit("out/audit.jsonl");
//
// Thread safety: values and pure functions but for the files.

#ifndef TOOLS_GRADE_RECORD_H_
#define TOOLS_GRADE_RECORD_H_

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/exercise/result.h"
#include "common/exercise/verdict.h"
#include "nlohmann/json.hpp"

namespace grade {

struct Record {
  std::string student = "";
  std::string canvas_id = "";
  std::string name = "";
  bool late = false;
  std::string exercise = "";  // "ch38/1"
  std::string title = "";

  exercise::Verdict verdict = exercise::Verdict::kInfra;
  int points = 0;
  int max_points = 0;  // 0 of what is SKIPPED
  // What the student is told beside the checks: the compiler's words, why a
  // submission was rejected.
  std::string text = "";
  std::vector<exercise::CheckResult> checks = {};
  std::vector<std::string> notes = {};
  // How many of how many runs passed (--runs).
  int runs = 1;
  int runs_passed = 0;

  std::string content = "";  // sha256 of the files that were graded
  std::string grader = "";   // sha256 of the programs that graded
  // sha256 of the program that was judged: their files with ours around them.
  std::string runner = "";
  uint64_t seed = 0;
  nlohmann::json limits = nlohmann::json::object();
  double seconds = 0;      // the judge's, from start to end
  double cpu_seconds = 0;  // of the student's program, at its worst
  int64_t peak_memory = 0;
  std::string target = "";  // "@submissions//alice/ch38_1:grade"
};

nlohmann::json ToJson(const Record& record);
// InvalidArgument: not what ToJson() writes; the message names the member.
absl::StatusOr<Record> RecordFromJson(const nlohmann::json& json);

// One record a line.
std::string AuditText(const std::vector<Record>& records);

// InvalidArgument: a line that is no record. NotFound: no such file.
absl::StatusOr<std::vector<Record>> ReadAudit(
    const std::filesystem::path& file);

// What a terminal would obey becomes "?": compilers and programs repeat what
// students write.
std::string Unsteering(std::string text);

// What students may see of the checks. Of hidden ones that is what became of
// them, as "hidden check 1": who sees more of one hands it on.
std::vector<exercise::CheckResult> ChecksForStudents(const Record& record);

// A student's whole work on an exercise, in words: "40 of 100", or "open, of
// 100" if it is INFRA.
std::string Points(const Record& record);

// What the student is shown: the verdict, and of each visible check what was
// tried, expected and got. Of hidden checks only whether they passed.
std::string Feedback(const Record& record);

}  // namespace grade

#endif  // TOOLS_GRADE_RECORD_H_
