// SPDX-License-Identifier: Apache-2.0
//
// What Bazel runs for one submission of one exercise: the judge, with the jail
// between it and the student's program. Ends with code 0 if there is a verdict,
// whatever it is, so that Bazel keeps it; and with 1 if there is none, so that
// Bazel tries again. The last line on standard output is the result:
//
//   GRADE {"verdict": "WRONG", "points": 40, ...}

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/exercise/result.h"
#include "common/exercise/verdict.h"
#include "common/lab/internal/sha256.h"
#include "common/process/run.h"
#include "nlohmann/json.hpp"
#include "tools/grade/compile/outcome_file.h"
#include "tools/grade/jail/limits.h"
#include "tools/grade/read_file.h"

ABSL_FLAG(std::string, exercise, "", "id, as in ch38/1");
ABSL_FLAG(int, points, 0, "what all checks come to");
ABSL_FLAG(std::string, judge, "", "the exercise's judge");
ABSL_FLAG(std::string, jail, "", "//tools/grade/jail");
ABSL_FLAG(std::string, init, "", "//tools/grade/jail:init");
ABSL_FLAG(std::string, runner, "", "the student's program");
ABSL_FLAG(std::string, race_runner, "",
          "the same under ThreadSanitizer, if the exercise has one");
ABSL_FLAG(std::string, limits, "{}", "see jail/limits.h");
ABSL_FLAG(uint64_t, seed, 0, "of the judge's questions");
ABSL_FLAG(std::vector<std::string>, programs, {},
          "programs that the runner starts, as NAME=FILE,...");
ABSL_FLAG(std::string, compiler, "", "sha256 of student_cc");
ABSL_FLAG(absl::Duration, time, absl::Minutes(12),
          "for all checks together: those that it leaves no time for fail");
ABSL_FLAG(absl::Duration, grace, absl::Minutes(2),
          "how much longer the judge may take to end");

namespace grade {
namespace {

namespace fs = std::filesystem;
using exercise::Verdict;
using nlohmann::json;

fs::path Folder() {
  const char* folder = std::getenv("TEST_TMPDIR");
  return folder != nullptr ? fs::path(folder) : fs::temp_directory_path();
}

// The jail's log: the worst of all runs.
void AddUsage(const fs::path& log, json& grade) {
  double cpu = 0;
  int64_t memory = 0;
  std::ifstream file(log);
  for (std::string line; std::getline(file, line);) {
    const absl::StatusOr<JailReport> report =
        JailReportFromJson(json::parse(line, nullptr, false));
    if (!report.ok()) continue;
    cpu = std::max(cpu, absl::ToDoubleSeconds(report->cpu));
    memory = std::max(memory, report->peak_memory);
  }
  grade["cpu_seconds"] = cpu;
  grade["peak_memory"] = memory;
}

json Grade(Verdict verdict, int points, const std::string& text) {
  return {{"exercise", absl::GetFlag(FLAGS_exercise)},
          {"verdict", exercise::Name(verdict)},
          {"points", points},
          {"max_points", absl::GetFlag(FLAGS_points)},
          {"text", text},
          {"checks", json::array()},
          {"cpu_seconds", 0},
          {"peak_memory", 0}};
}

// ---- Which programs these are

std::string SumOf(const std::vector<fs::path>& files) {
  std::string sums;
  for (const fs::path& file : files) sums += lab::Sha256(ReadFile(file));
  return absl::BytesToHexString(lab::Sha256(sums));
}

void AddSums(json& grade) {
  std::vector<fs::path> graders = {"/proc/self/exe", absl::GetFlag(FLAGS_judge),
                                   absl::GetFlag(FLAGS_jail),
                                   absl::GetFlag(FLAGS_init)};
  for (const std::string& program : absl::GetFlag(FLAGS_programs)) {
    graders.emplace_back(program.substr(program.find('=') + 1));
  }
  // The compiler is not here; its sum is.
  grade["grader"] = absl::BytesToHexString(
      lab::Sha256(absl::StrCat(absl::GetFlag(FLAGS_compiler), SumOf(graders))));
  grade["runner"] =
      SumOf({absl::GetFlag(FLAGS_runner), absl::GetFlag(FLAGS_race_runner)});
}

// ---- The judge

int64_t JudgeSeconds() {
  const absl::StatusOr<Limits> limits =
      LimitsFromJson(json::parse(absl::GetFlag(FLAGS_limits), nullptr, false));
  const absl::Duration wall = limits.ok() ? limits->wall : Limits().wall;
  return absl::ToInt64Seconds(wall) + 30;
}

std::vector<std::string> JudgeCommand(const fs::path& result,
                                      const fs::path& log) {
  std::vector<std::string> command = {
      absl::GetFlag(FLAGS_judge), absl::StrCat("--json=", result.string()),
      absl::StrCat("--seed=", absl::GetFlag(FLAGS_seed)),
      // The jail is to say how a program went over its time, so it comes first.
      absl::StrCat("--time_limit=", JudgeSeconds()),
      absl::StrCat("--time_for_all=",
                   absl::ToInt64Seconds(absl::GetFlag(FLAGS_time))),
      "--jailed"};
  if (!absl::GetFlag(FLAGS_race_runner).empty()) {
    command.push_back(
        absl::StrCat("--race_runner=", absl::GetFlag(FLAGS_race_runner)));
  }
  std::string copies;
  for (const std::string& program : absl::GetFlag(FLAGS_programs)) {
    const std::vector<std::string> parts = absl::StrSplit(program, '=');
    const std::string there = absl::StrCat("/jail/programs/", parts[0]);
    command.push_back(absl::StrCat("--program=", parts[0], "=", there));
    absl::StrAppend(&copies, copies.empty() ? "" : ",", parts[1], "=", there);
  }
  command.insert(command.end(),
                 {"--", absl::GetFlag(FLAGS_jail),
                  absl::StrCat("--init=", absl::GetFlag(FLAGS_init)),
                  absl::StrCat("--limits=", absl::GetFlag(FLAGS_limits)),
                  absl::StrCat("--log=", log.string())});
  if (!copies.empty()) command.push_back(absl::StrCat("--copy=", copies));
  command.insert(command.end(), {"--", absl::GetFlag(FLAGS_runner)});
  return command;
}

json Judge() {
  for (const std::string& runner :
       {absl::GetFlag(FLAGS_runner), absl::GetFlag(FLAGS_race_runner)}) {
    if (runner.empty()) continue;
    if (const std::optional<Outcome> outcome = ReadOutcome(runner)) {
      return Grade(outcome->verdict, 0, outcome->text);
    }
  }
  const fs::path result_file = Folder() / "result.json";
  const fs::path log = Folder() / "jail.jsonl";
  fs::remove(result_file);
  fs::remove(log);
  process::RunOptions options;
  // The judge keeps to its time; if it doesn't, that is no fault of theirs.
  options.io.timeout = absl::GetFlag(FLAGS_time) + absl::GetFlag(FLAGS_grace);
  options.io.max_output = size_t{1} << 20;
  const absl::StatusOr<process::CompletedProcess> judged =
      process::Run(JudgeCommand(result_file, log), options);
  if (!judged.ok()) {
    return Grade(Verdict::kInfra, 0, std::string(judged.status().message()));
  }
  if (judged->timed_out) {
    return Grade(Verdict::kInfra, 0,
                 absl::StrCat("the judge did not end within ",
                              absl::FormatDuration(options.io.timeout)));
  }
  const absl::StatusOr<exercise::ExerciseResult> result =
      exercise::ResultFromJson(ReadFile(result_file));
  if (!result.ok()) {
    return Grade(Verdict::kInfra, 0,
                 absl::StrCat("the judge ended with ",
                              judged->status.ToString(), " and no result: ",
                              result.status().message(), "\n", judged->err));
  }
  json grade = Grade(result->verdict, result->points, "");
  grade["max_points"] = result->max_points;
  grade["checks"] = json::parse(exercise::ToJson(*result)).at("checks");
  for (const exercise::CheckResult& check : result->checks) {
    if (check.verdict == Verdict::kInfra) {
      grade["verdict"] = exercise::Name(Verdict::kInfra);
      grade["text"] = check.got;
    }
  }
  AddUsage(log, grade);
  return grade;
}

int Main(int argc, char* argv[]) {
  absl::ParseCommandLine(argc, argv);
  const absl::Time started = absl::Now();
  json grade = Judge();
  AddSums(grade);
  grade["seconds"] = absl::ToDoubleSeconds(absl::Now() - started);
  std::cout << "GRADE "
            << grade.dump(-1, ' ', true, json::error_handler_t::replace)
            << std::endl;
  return grade["verdict"] == exercise::Name(Verdict::kInfra) ? 1 : 0;
}

}  // namespace
}  // namespace grade

int main(int argc, char* argv[]) { return grade::Main(argc, argv); }
