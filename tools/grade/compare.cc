// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/compare.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "common/exercise/result.h"
#include "common/exercise/verdict.h"
#include "tools/grade/record.h"

namespace grade {
namespace {

using Key = std::pair<std::string, std::string>;  // student, exercise

std::map<Key, Record> ByKey(const std::vector<Record>& records) {
  std::map<Key, Record> keyed;
  for (const Record& record : records) {
    keyed[{record.student, record.exercise}] = record;
  }
  return keyed;
}

bool IsOpen(const Record& record) {
  return record.verdict == exercise::Verdict::kInfra;
}

std::string What(const Record& record) {
  return IsOpen(record) ? "INFRA, open"
                        : absl::StrCat(exercise::Name(record.verdict), " ",
                                       record.points, "/", record.max_points);
}

bool IsSame(const Record& before, const Record& after) {
  return before.verdict == after.verdict && before.points == after.points &&
         before.max_points == after.max_points;
}

std::string Reasons(const Record& before, const Record& after) {
  std::vector<std::string> reasons;
  if (before.content != after.content) reasons.push_back("other files");
  // Not of what was never judged, nor of what an older grader wrote.
  const bool both_judged = !before.runner.empty() && !after.runner.empty();
  if (both_judged && before.grader != after.grader) {
    reasons.push_back("another grader");
  }
  if (both_judged && before.seed != after.seed) {
    reasons.push_back("other questions");
  }
  if (before.limits != after.limits) reasons.push_back("other limits");
  if (before.runs != after.runs) reasons.push_back("other number of runs");
  if (both_judged && before.content == after.content &&
      before.runner != after.runner) {
    reasons.push_back("another program around the same files");
  }
  if ((before.verdict == exercise::Verdict::kSkipped) !=
      (after.verdict == exercise::Verdict::kSkipped)) {
    reasons.push_back("the exercise it builds on");
  }
  if (IsOpen(before) || IsOpen(after)) reasons.push_back("a fault of ours");
  if (reasons.empty()) return "the same files and grader: look into this";
  return absl::StrJoin(reasons, ", ");
}

std::string ChangedChecks(const Record& before, const Record& after) {
  std::map<std::string, exercise::Verdict> old;
  for (const exercise::CheckResult& check : before.checks) {
    old[check.name] = check.verdict;
  }
  std::string text;
  for (const exercise::CheckResult& check : after.checks) {
    const auto found = old.find(check.name);
    const std::string was =
        found == old.end() ? "new" : std::string(exercise::Name(found->second));
    if (was != exercise::Name(check.verdict)) {
      absl::StrAppend(&text, "    ", check.name, ": ", was, " -> ",
                      exercise::Name(check.verdict), "\n");
    }
    old.erase(check.name);
  }
  for (const auto& [name, verdict] : old) {
    absl::StrAppend(&text, "    ", name, ": ", exercise::Name(verdict),
                    " -> gone\n");
  }
  return text;
}

void AppendField(absl::string_view name, const std::string& value,
                 std::string& text) {
  if (!value.empty()) absl::StrAppend(&text, "    ", name, ": ", value, "\n");
}

std::string InFull(const exercise::CheckResult& check) {
  std::string text =
      absl::StrCat("  ", check.name, check.visible ? "" : " (hidden)", ": ",
                   exercise::Name(check.verdict), ", ", check.points, " of ",
                   check.max_points, "\n");
  AppendField("tried", check.tried, text);
  AppendField("expected", check.expected, text);
  AppendField("got", check.got, text);
  AppendField("where", check.where, text);
  AppendField("output", check.output, text);
  AppendField("replay", check.replay, text);
  return text;
}

}  // namespace

std::string Compare(const std::vector<Record>& before,
                    const std::vector<Record>& after) {
  const std::map<Key, Record> old = ByKey(before);
  const std::map<Key, Record> now = ByKey(after);
  std::string text;
  int up = 0, down = 0, other = 0;
  for (const auto& [key, record] : now) {
    const auto found = old.find(key);
    if (found == old.end()) {
      absl::StrAppend(&text, key.first, " ", key.second, ": new, ",
                      What(record), "\n");
      ++other;
      continue;
    }
    const Record& was = found->second;
    if (IsSame(was, record)) continue;
    const bool marked = !IsOpen(was) && !IsOpen(record);
    const int more = marked ? record.points - was.points : 0;
    ++(more > 0 ? up : more < 0 ? down : other);
    absl::StrAppend(&text, key.first, " ", key.second, ": ", What(was), " -> ",
                    What(record), " (", Reasons(was, record), ")\n",
                    ChangedChecks(was, record));
  }
  for (const auto& [key, record] : old) {
    if (now.contains(key)) continue;
    absl::StrAppend(&text, key.first, " ", key.second, ": ", What(record),
                    " -> not graded\n");
    ++other;
  }
  if (text.empty()) return "nothing changes\n";
  absl::StrAppend(&text, up, " up, ", down, " down, ", other,
                  " otherwise changed, of ", now.size(), "\n");
  return text;
}

absl::StatusOr<std::string> Explain(const std::vector<Record>& records,
                                    absl::string_view student,
                                    absl::string_view exercise,
                                    absl::string_view command) {
  std::set<std::string> students, exercises;
  const Record* found = nullptr;
  for (const Record& record : records) {
    students.insert(record.student);
    exercises.insert(record.exercise);
    if (record.student == student && record.exercise == exercise) {
      found = &record;
    }
  }
  if (found == nullptr) {
    return absl::NotFoundError(
        absl::StrCat("no record of ", student, " ", exercise,
                     "; exercises: ", absl::StrJoin(exercises, " "),
                     "; students: ", absl::StrJoin(students, " ")));
  }
  const Record& record = *found;
  std::string text =
      absl::StrCat(record.student, " ", record.exercise, " ", record.title,
                   ": ", exercise::Name(record.verdict), ", ", Points(record),
                   "\n", exercise::Sentence(record.verdict), "\n");
  if (!record.text.empty()) absl::StrAppend(&text, record.text, "\n");
  for (const exercise::CheckResult& check : record.checks) {
    absl::StrAppend(&text, InFull(check));
  }
  for (const std::string& note : record.notes) {
    absl::StrAppend(&text, "note: ", note, "\n");
  }
  absl::StrAppend(
      &text, "runs:    ", record.runs_passed, " of ", record.runs, " passed\n",
      "files:   sha256 ", record.content, "\n", "grader:  sha256 ",
      record.grader, "\n", "program: sha256 ", record.runner, "\n",
      "seed:    ", record.seed, "\n", "limits:  ", record.limits.dump(), "\n",
      absl::StrFormat("used:    %.1f s, %.1f s of processor time "
                      "and %.1f MiB at the worst\n",
                      record.seconds, record.cpu_seconds,
                      static_cast<double>(record.peak_memory) / (1 << 20)));
  if (!record.target.empty()) {
    absl::StrAppend(&text, "again:   ", command, " ", record.target, "\n");
  }
  return Unsteering(std::move(text));
}

}  // namespace grade
