// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/make_records.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "common/exercise/verdict.h"
#include "nlohmann/json.hpp"
#include "tools/grade/build_events.h"
#include "tools/grade/ingest/submission.h"
#include "tools/grade/jail/limits.h"
#include "tools/grade/read_file.h"
#include "tools/grade/record.h"
#include "tools/grade/repository.h"

namespace grade {
namespace {

namespace fs = std::filesystem;
using exercise::Verdict;
using nlohmann::json;

void SetInfra(std::string text, Record& record) {
  record.verdict = Verdict::kInfra;
  record.points = 0;
  record.text = std::move(text);
}

// What the referee said, on a line of its own. Within that line stands text of
// students, who may write what they like, but no line end.
absl::StatusOr<json> GradeIn(const fs::path& log) {
  constexpr absl::string_view kMark = "\nGRADE ";
  const std::string text = absl::StrCat("\n", ReadFile(log));
  const size_t begin = text.rfind(kMark);
  if (begin == std::string::npos) {
    return absl::NotFoundError("the referee said nothing");
  }
  const size_t line = begin + kMark.size();
  json grade = json::parse(text.substr(line, text.find('\n', line) - line),
                           nullptr, false);
  if (!grade.is_object()) return absl::InternalError("the referee was cut off");
  return grade;
}

// One run's grade as a record's.
absl::Status Take(const json& grade, Record& record) {
  json whole = ToJson(record);
  for (const char* name :
       {"verdict", "points", "max_points", "text", "checks", "grader", "runner",
        "seconds", "cpu_seconds", "peak_memory"}) {
    if (grade.contains(name)) whole[name] = grade[name];
  }
  absl::StatusOr<Record> taken = RecordFromJson(whole);
  if (!taken.ok()) return taken.status();
  record = *std::move(taken);
  return absl::OkStatus();
}

// No verdict is worse than any; of those that failed, less points are.
bool IsWorse(const Record& one, const Record& other) {
  const auto badness = [](const Record& record) {
    const bool infra = record.verdict == Verdict::kInfra;
    const bool failed = record.verdict != Verdict::kPass;
    return std::tuple(infra, failed, -record.points);
  };
  return badness(one) > badness(other);
}

// All runs of one test together: the worst counts, and PASS only if all passed.
void TakeRuns(const std::map<int, TestRun>& runs, Record& record) {
  const Record begun = record;
  std::optional<Record> worst;
  int passed = 0;
  for (const auto& [number, run] : runs) {
    Record one = begun;
    const absl::StatusOr<json> grade = GradeIn(run.log);
    absl::Status taken = grade.status();
    if (taken.ok()) taken = Take(*grade, one);
    if (!taken.ok()) {
      SetInfra(absl::StrCat(taken.message(), " (", run.status, ")"), one);
    }
    if (one.verdict == Verdict::kPass) ++passed;
    if (!worst.has_value() || IsWorse(one, *worst)) worst = std::move(one);
  }
  record = *std::move(worst);
  record.runs = static_cast<int>(runs.size());
  record.runs_passed = passed;
  if (passed > 0 && passed < record.runs && record.verdict != Verdict::kInfra) {
    record.verdict = Verdict::kFlaky;
  }
}

// What is known before anything has run: all of it, where nothing ran.
Record Begin(const Submission& submission, const GradedExercise& graded,
             const std::string& grader) {
  Record record;
  record.student = submission.hand_in.student;
  record.canvas_id = submission.hand_in.canvas_id;
  record.name = submission.hand_in.name;
  record.late = submission.hand_in.late;
  record.exercise = graded.exercise.id;
  record.title = graded.exercise.title;
  record.max_points = graded.exercise.points;
  record.limits = ToJson(graded.limits);
  record.grader = grader;
  record.notes = submission.notes;
  if (submission.rejected.has_value()) {
    record.verdict = Verdict::kRejected;
    record.text = *submission.rejected;
    return record;
  }
  const Answer& answer = submission.answers.at(graded.exercise.id);
  record.content = ContentHash(answer);
  if (!answer.missing.empty()) {
    record.verdict = Verdict::kMissingFile;
    record.text =
        absl::StrCat("not there: ", absl::StrJoin(answer.missing, "; "));
  }
  return record;
}

// An exercise that builds on one that failed, and that earned nothing itself,
// costs nothing more; but not handing it in does.
void SkipDependents(const std::vector<GradedExercise>& exercises,
                    std::vector<Record>& of_one) {
  for (size_t e = 0; e < exercises.size(); ++e) {
    for (const std::string& needed : exercises[e].requires_ids) {
      const auto before = std::find_if(
          of_one.begin(), of_one.end(),
          [&](const Record& record) { return record.exercise == needed; });
      Record& record = of_one[e];
      if (before == of_one.end() || before->verdict == Verdict::kPass ||
          before->verdict == Verdict::kInfra ||
          record.verdict == Verdict::kPass || record.points > 0 ||
          record.verdict == Verdict::kMissingFile ||
          record.verdict == Verdict::kRejected ||
          record.verdict == Verdict::kInfra) {
        continue;
      }
      absl::StrAppend(
          &record.text, record.text.empty() ? "" : "\n", "skipped, as ", needed,
          " comes first; on its own: ", exercise::Name(record.verdict));
      record.verdict = Verdict::kSkipped;
      record.max_points = 0;
      break;
    }
  }
}

// What Bazel told of a target.
void TakeEvents(const BuildEvents& events, const Target& target,
                Record& record) {
  record.target = target.label;
  record.seed = target.seed;
  const auto runs = events.tests().find(target.label);
  const auto failure = events.failures().find(target.label);
  if (runs != events.tests().end()) {
    TakeRuns(runs->second, record);
  } else if (failure != events.failures().end()) {
    SetInfra(failure->second, record);
  } else {
    SetInfra("Bazel has not come to it", record);
  }
}

}  // namespace

std::vector<Record> MakeRecords(const std::vector<GradedExercise>& exercises,
                                const std::vector<Submission>& submissions,
                                const std::vector<Target>& targets,
                                const BuildEvents& events,
                                const std::string& grader) {
  std::map<std::pair<size_t, size_t>, Target> targets_of;
  for (const Target& target : targets) {
    targets_of[{target.submission, target.exercise}] = target;
  }
  std::vector<Record> records;
  for (size_t s = 0; s < submissions.size(); ++s) {
    std::vector<Record> of_one;
    for (size_t e = 0; e < exercises.size(); ++e) {
      of_one.push_back(Begin(submissions[s], exercises[e], grader));
      const auto target = targets_of.find({s, e});
      if (target != targets_of.end()) {
        TakeEvents(events, target->second, of_one.back());
      }
    }
    SkipDependents(exercises, of_one);
    records.insert(records.end(), of_one.begin(), of_one.end());
  }
  return records;
}

}  // namespace grade
