// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/record.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/exercise/result.h"
#include "common/exercise/verdict.h"
#include "nlohmann/json.hpp"

namespace grade {
namespace {

using nlohmann::json;

// Text of students may be no UTF-8.
std::string Dump(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

// The checks travel in the judge's own form.
json ChecksToJson(const Record& record) {
  exercise::ExerciseResult result;
  result.exercise = record.exercise;
  result.checks = record.checks;
  return json::parse(exercise::ToJson(result)).at("checks");
}

absl::StatusOr<std::vector<exercise::CheckResult>> ChecksFromJson(
    const json& checks) {
  exercise::ExerciseResult empty;
  json whole = json::parse(exercise::ToJson(empty));
  whole["checks"] = checks;
  absl::StatusOr<exercise::ExerciseResult> result =
      exercise::ResultFromJson(Dump(whole));
  if (!result.ok()) return result.status();
  return result->checks;
}

void AppendField(absl::string_view name, const std::string& value,
                 std::string& text) {
  if (!value.empty()) absl::StrAppend(&text, "  ", name, ": ", value, "\n");
}

// What is our fault is no zero.
std::string PointsText(exercise::Verdict verdict, int points, int max_points) {
  return verdict == exercise::Verdict::kInfra
             ? absl::StrCat("open, of ", max_points)
             : absl::StrCat(points, " of ", max_points);
}

}  // namespace

json ToJson(const Record& record) {
  return {
      {"student", record.student},
      {"canvas_id", record.canvas_id},
      {"name", record.name},
      {"late", record.late},
      {"exercise", record.exercise},
      {"title", record.title},
      {"verdict", exercise::Name(record.verdict)},
      {"points", record.points},
      {"max_points", record.max_points},
      {"text", record.text},
      {"checks", ChecksToJson(record)},
      {"notes", record.notes},
      {"runs", record.runs},
      {"runs_passed", record.runs_passed},
      {"content", record.content},
      {"grader", record.grader},
      {"runner", record.runner},
      {"seed", record.seed},
      {"limits", record.limits},
      {"seconds", record.seconds},
      {"cpu_seconds", record.cpu_seconds},
      {"peak_memory", record.peak_memory},
      {"target", record.target},
  };
}

absl::StatusOr<Record> RecordFromJson(const json& value) {
  try {
    Record record;
    value.at("student").get_to(record.student);
    value.at("canvas_id").get_to(record.canvas_id);
    value.at("name").get_to(record.name);
    value.at("late").get_to(record.late);
    value.at("exercise").get_to(record.exercise);
    value.at("title").get_to(record.title);
    const absl::StatusOr<exercise::Verdict> verdict =
        exercise::VerdictFromName(value.at("verdict").get<std::string>());
    if (!verdict.ok()) return verdict.status();
    record.verdict = *verdict;
    value.at("points").get_to(record.points);
    value.at("max_points").get_to(record.max_points);
    value.at("text").get_to(record.text);
    absl::StatusOr<std::vector<exercise::CheckResult>> checks =
        ChecksFromJson(value.at("checks"));
    if (!checks.ok()) return checks.status();
    record.checks = *std::move(checks);
    value.at("notes").get_to(record.notes);
    value.at("runs").get_to(record.runs);
    value.at("runs_passed").get_to(record.runs_passed);
    value.at("content").get_to(record.content);
    value.at("grader").get_to(record.grader);
    record.runner = value.value("runner", "");  // older ones have none
    value.at("seed").get_to(record.seed);
    record.limits = value.at("limits");
    value.at("seconds").get_to(record.seconds);
    value.at("cpu_seconds").get_to(record.cpu_seconds);
    value.at("peak_memory").get_to(record.peak_memory);
    value.at("target").get_to(record.target);
    return record;
  } catch (const json::exception& error) {
    return absl::InvalidArgumentError(
        absl::StrCat("not an audit record: ", error.what()));
  }
}

std::string AuditText(const std::vector<Record>& records) {
  std::string text;
  for (const Record& record : records) {
    absl::StrAppend(&text, Dump(ToJson(record)), "\n");
  }
  return text;
}

absl::StatusOr<std::vector<Record>> ReadAudit(
    const std::filesystem::path& file) {
  std::ifstream stream(file);
  if (!stream) {
    return absl::NotFoundError(
        absl::StrCat("there is no ", file.string(),
                     "; give the folder that grading wrote with --out"));
  }
  std::vector<Record> records;
  int number = 0;
  for (std::string line; std::getline(stream, line);) {
    ++number;
    absl::StatusOr<Record> record =
        RecordFromJson(json::parse(line, nullptr, false));
    if (!record.ok()) {
      return absl::InvalidArgumentError(absl::StrCat(
          file.string(), ":", number, ": ", record.status().message()));
    }
    records.push_back(*std::move(record));
  }
  return records;
}

std::string Unsteering(std::string text) {
  unsigned char before = 0;
  for (char& c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_ascii = byte < 0x20 || byte == 0x7f;
    // U+0080 to U+009F, of which one begins what ESC [ begins.
    const bool is_second = before == 0xc2 && byte < 0xa0;
    if ((is_ascii && c != '\n' && c != '\t') || is_second) {
      if (is_second) *(&c - 1) = '?';
      c = '?';
    }
    before = byte;
  }
  return text;
}

std::vector<exercise::CheckResult> ChecksForStudents(const Record& record) {
  std::vector<exercise::CheckResult> checks;
  int hidden = 0;
  for (const exercise::CheckResult& check : record.checks) {
    if (check.visible) {
      checks.push_back(check);
      continue;
    }
    checks.push_back({.name = absl::StrCat("hidden check ", ++hidden),
                      .visible = false,
                      .verdict = check.verdict,
                      .points = check.points,
                      .max_points = check.max_points});
  }
  return checks;
}

std::string Points(const Record& record) {
  return PointsText(record.verdict, record.points, record.max_points);
}

std::string Feedback(const Record& record) {
  std::string text = absl::StrCat(exercise::Name(record.verdict), ": ",
                                  exercise::Sentence(record.verdict), "\n");
  if (!record.text.empty()) absl::StrAppend(&text, record.text, "\n");
  if (record.runs > 1) {
    absl::StrAppend(&text, "passed in ", record.runs_passed, " of ",
                    record.runs, " runs\n");
  }
  for (const exercise::CheckResult& check : ChecksForStudents(record)) {
    absl::StrAppend(
        &text, check.name, ": ", exercise::Name(check.verdict), ", ",
        PointsText(check.verdict, check.points, check.max_points), "\n");
    if (check.verdict == exercise::Verdict::kPass) continue;
    AppendField("tried", check.tried, text);
    AppendField("expected", check.expected, text);
    AppendField("got", check.got, text);
    AppendField("where", check.where, text);
    AppendField("output", check.output, text);
    if (check.hint > 0) {
      AppendField("hint", absl::StrCat("level ", check.hint), text);
    }
    AppendField("replay", check.replay, text);
  }
  for (const std::string& note : record.notes) {
    absl::StrAppend(&text, "note: ", note, "\n");
  }
  return Unsteering(std::move(text));
}

}  // namespace grade
