// SPDX-License-Identifier: Apache-2.0

#include "common/exercise/self_check.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/exercise/info.h"
#include "common/exercise/internal/field_reader.h"
#include "common/exercise/result.h"
#include "common/exercise/verdict.h"
#include "common/lab/temp_directory.h"
#include "common/process/run.h"
#include "nlohmann/json.hpp"

namespace exercise {
namespace {

using Problems = std::vector<std::string>;

constexpr size_t kFewestMutants = 4;
constexpr size_t kFewestHints = 2;
constexpr size_t kShortestHint = 20;
constexpr size_t kShortestTask = 400;
constexpr size_t kShortestSecret = 20;
// Inputs are random; these many lots of them are tried.
constexpr int kSeeds = 3;

void Append(Problems& all, Problems more) {
  for (std::string& problem : more) all.push_back(std::move(problem));
}

std::string ReadFile(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

// ---- The description

struct DescribedCheck {
  std::string name = "";
  bool visible = true;
  int points = 0;
  int hint = 0;
};

bool IsIdentifier(absl::string_view name) {
  if (name.empty() || !absl::ascii_isupper(name[0])) return false;
  return std::all_of(name.begin(), name.end(), absl::ascii_isalnum);
}

Problems ProblemsOfHints(const std::vector<std::string>& hints) {
  Problems problems;
  if (hints.size() < kFewestHints) {
    problems.push_back(absl::StrCat("has ", hints.size(),
                                    " hints; give at least ", kFewestHints,
                                    ", the gentlest first"));
  }
  std::set<std::string> seen;
  for (size_t i = 0; i < hints.size(); ++i) {
    const std::string hint(absl::StripAsciiWhitespace(hints[i]));
    if (hint.size() < kShortestHint) {
      problems.push_back(
          absl::StrCat("hint ", i + 1, " says nothing: \"", hint, "\""));
    } else if (!seen.insert(hint).second) {
      problems.push_back(absl::StrCat("hint ", i + 1, " repeats another one"));
    }
  }
  return problems;
}

Problems ProblemsOfCheck(const DescribedCheck& check, size_t hints) {
  Problems problems;
  const std::string name = absl::StrCat("check ", check.name);
  if (!IsIdentifier(check.name)) {
    problems.push_back(absl::StrCat(
        name, ": a name is a claim in CapitalisedWords, without blanks"));
  }
  if (check.points < 1) {
    problems.push_back(absl::StrCat(name, ": has ", check.points,
                                    " points; a check is worth at least 1"));
  }
  if (check.hint < 1 || static_cast<size_t>(check.hint) > hints) {
    problems.push_back(absl::StrCat(name, ": points to hint ", check.hint,
                                    ", but there are ", hints));
  }
  return problems;
}

Problems ProblemsOfChecks(const Info& info,
                          const std::vector<DescribedCheck>& checks) {
  Problems problems;
  std::set<std::string> names;
  int points = 0;
  bool visible = false;
  bool hidden = false;
  for (const DescribedCheck& check : checks) {
    Append(problems, ProblemsOfCheck(check, info.hints.size()));
    if (!names.insert(check.name).second) {
      problems.push_back(absl::StrCat("check ", check.name, " is there twice"));
    }
    points += check.points;
    visible = visible || check.visible;
    hidden = hidden || !check.visible;
  }
  if (!visible) problems.push_back("has no visible check");
  if (!hidden) problems.push_back("has no hidden check");
  if (points != info.points) {
    problems.push_back(absl::StrCat("its checks' points add up to ", points,
                                    ", not to ", info.points));
  }
  return problems;
}

absl::StatusOr<std::vector<DescribedCheck>> ReadChecks(
    const nlohmann::json& json) {
  if (!json.is_object() || !json.contains("checks") ||
      !json["checks"].is_array()) {
    return absl::InvalidArgumentError("exercise: checks: is no list");
  }
  std::vector<DescribedCheck> checks;
  for (const nlohmann::json& element : json["checks"]) {
    internal::FieldReader reader(element, "exercise: checks: ");
    DescribedCheck check;
    reader.Text("name", check.name);
    reader.Bool("visible", check.visible);
    reader.Number("points", check.points);
    reader.Number("hint", check.hint);
    if (!reader.status().ok()) return reader.status();
    checks.push_back(std::move(check));
  }
  return checks;
}

// ---- Running the judge

struct Judged {
  ExerciseResult result = {};
  std::string feedback = "";
};

absl::StatusOr<std::string> DescribeExercise(const std::string& judge,
                                             const std::string& file) {
  absl::StatusOr<std::string> out =
      process::CheckOutput({judge, absl::StrCat("--describe=", file)});
  if (!out.ok()) return out.status();
  return ReadFile(file);
}

absl::StatusOr<Judged> RunJudge(const SelfCheckOptions& options,
                                const std::string& runner, int seed,
                                const std::string& file) {
  std::vector<std::string> command = {
      options.judge, absl::StrCat("--seed=", seed),
      absl::StrCat("--json=", file), "--stop_at_first_failure"};
  command.insert(command.end(), options.judge_flags.begin(),
                 options.judge_flags.end());
  const auto race_runner = options.race_runners.find(runner);
  if (race_runner != options.race_runners.end()) {
    command.push_back(absl::StrCat("--race_runner=", race_runner->second));
  }
  command.insert(command.end(), {"--", runner});
  absl::StatusOr<process::CompletedProcess> judge = process::Run(command);
  if (!judge.ok()) return judge.status();
  if (!judge->status.ok() &&
      judge->status != process::ExitStatus::FromCode(1)) {
    return judge->ToStatus();
  }
  absl::StatusOr<ExerciseResult> result = ResultFromJson(ReadFile(file));
  if (!result.ok()) return result.status();
  return Judged{*std::move(result), judge->out};
}

// Seeds are tried until one shows a problem; `problem` looks at one run.
template <typename Function>
Problems TrySeeds(const SelfCheckOptions& options, const std::string& who,
                  const std::string& runner, const std::string& file,
                  Function problem) {
  for (int seed = 1; seed <= kSeeds; ++seed) {
    absl::StatusOr<Judged> judged = RunJudge(options, runner, seed, file);
    if (!judged.ok()) {
      return {
          absl::StrCat(who, " can't be judged: ", judged.status().message())};
    }
    const std::string text = problem(judged->result);
    if (!text.empty()) {
      return {absl::StrCat(who, " ", text, "\n", judged->feedback)};
    }
    // Each of them costs the whole time limit.
    if (judged->result.verdict == Verdict::kWallLimit) break;
  }
  return {};
}

std::string ProblemOfStarter(const ExerciseResult& result) {
  if (result.verdict == Verdict::kPass) {
    return "passes everything: there is nothing to do";
  }
  if (result.verdict == Verdict::kInfra) return "could not be run";
  return "";
}

std::string ProblemOfSolution(const ExerciseResult& result) {
  return result.verdict != Verdict::kPass ? "does not pass everything" : "";
}

std::string ProblemOfMutant(const ExerciseResult& result, Verdict declared) {
  if (result.verdict == declared) return "";
  return absl::StrCat("is to get ", Name(declared), ", and got ",
                      Name(result.verdict),
                      result.verdict == Verdict::kPass
                          ? ": no check notices what is wrong with it"
                          : "");
}

Problems ProblemsOfRuns(const SelfCheckOptions& options,
                        const std::string& file) {
  Problems problems =
      TrySeeds(options, "the starter", options.starter, file, ProblemOfStarter);
  Append(problems, TrySeeds(options, "the solution", options.solution, file,
                            ProblemOfSolution));
  for (const Mutant& mutant : options.mutants) {
    Append(problems,
           TrySeeds(options, absl::StrCat("mutant ", mutant.name),
                    mutant.runner, file, [&](const ExerciseResult& result) {
                      return ProblemOfMutant(result, mutant.verdict);
                    }));
  }
  if (options.mutants.size() < kFewestMutants) {
    problems.push_back(absl::StrCat("has ", options.mutants.size(),
                                    " mutants; give at least ",
                                    kFewestMutants));
  }
  return problems;
}

Problems ProblemsOfTexts(const SelfCheckOptions& options, const Info& info) {
  Problems problems = ProblemsOfTask(ReadFile(options.task), info.files);
  std::vector<TextFile> handed_out;
  for (const std::string& path : options.handed_out) {
    handed_out.push_back({path, ReadFile(path)});
  }
  for (const std::string& path : options.secrets) {
    Append(problems, ProblemsOfSecrets(ReadFile(path), handed_out));
  }
  return problems;
}

absl::Status ParseMutant(absl::string_view value, SelfCheckOptions& options) {
  const std::vector<std::string> parts =
      absl::StrSplit(value, absl::MaxSplits(':', 2));
  if (parts.size() != 3) {
    return absl::InvalidArgumentError(
        absl::StrCat("--mutant=", value, ": is to be NAME:VERDICT:RUNNER"));
  }
  absl::StatusOr<Verdict> verdict = VerdictFromName(parts[1]);
  if (!verdict.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("mutant ", parts[0], ": ", verdict.status().message()));
  }
  options.mutants.push_back({parts[0], *verdict, parts[2]});
  return absl::OkStatus();
}

}  // namespace

std::vector<std::string> ProblemsOfDescription(absl::string_view text) {
  absl::StatusOr<Info> info = InfoFromJson(text);
  if (!info.ok()) return {std::string(info.status().message())};
  absl::StatusOr<std::vector<DescribedCheck>> checks =
      ReadChecks(nlohmann::json::parse(text));
  if (!checks.ok()) return {std::string(checks.status().message())};
  Problems problems;
  if (info->title.empty()) problems.push_back("has no title");
  if (info->minutes < 5 || info->minutes > 120) {
    problems.push_back(absl::StrCat("takes ", info->minutes,
                                    " minutes? 5 to 120 are an exercise"));
  }
  Append(problems, ProblemsOfHints(info->hints));
  Append(problems, ProblemsOfChecks(*info, *checks));
  return problems;
}

std::vector<std::string> ProblemsOfTask(absl::string_view task,
                                        const std::vector<std::string>& files) {
  Problems problems;
  if (!absl::StartsWith(task, "# ")) {
    problems.push_back("task.md does not begin with a title (\"# ...\")");
  }
  if (task.size() < kShortestTask || absl::StrContains(task, "TODO")) {
    problems.push_back(
        "task.md does not say yet what to do (it is very short, or has a TODO "
        "in it)");
  }
  for (const std::string& file : files) {
    if (!absl::StrContains(task, file)) {
      problems.push_back(absl::StrCat("task.md does not mention ", file));
    }
  }
  return problems;
}

std::vector<std::string> ProblemsOfSecrets(
    absl::string_view secret, const std::vector<TextFile>& handed_out) {
  Problems problems;
  std::set<absl::string_view> lines;
  for (absl::string_view line : absl::StrSplit(secret, '\n')) {
    line = absl::StripAsciiWhitespace(line);
    if (line.size() >= kShortestSecret) lines.insert(line);
  }
  for (const TextFile& file : handed_out) {
    for (absl::string_view line : lines) {
      if (!absl::StrContains(file.text, line)) continue;
      problems.push_back(absl::StrCat("hands out a line of the solution, in ",
                                      file.name, ": ", line));
    }
  }
  return problems;
}

absl::StatusOr<SelfCheckOptions> ParseSelfCheckFlags(int argc, char** argv) {
  SelfCheckOptions options;
  for (int i = 1; i < argc; ++i) {
    absl::string_view value = argv[i];
    if (absl::ConsumePrefix(&value, "--judge=")) {
      options.judge = std::string(value);
    } else if (absl::ConsumePrefix(&value, "--judge_flag=")) {
      options.judge_flags.emplace_back(value);
    } else if (absl::ConsumePrefix(&value, "--starter=")) {
      options.starter = std::string(value);
    } else if (absl::ConsumePrefix(&value, "--solution=")) {
      options.solution = std::string(value);
    } else if (absl::ConsumePrefix(&value, "--task=")) {
      options.task = std::string(value);
    } else if (absl::ConsumePrefix(&value, "--secret=")) {
      options.secrets.emplace_back(value);
    } else if (absl::ConsumePrefix(&value, "--handed_out=")) {
      options.handed_out.emplace_back(value);
    } else if (absl::ConsumePrefix(&value, "--race_runner=")) {
      const std::pair<std::string, std::string> pair =
          absl::StrSplit(value, absl::MaxSplits('=', 1));
      options.race_runners.insert(pair);
    } else if (absl::ConsumePrefix(&value, "--mutant=")) {
      absl::Status status = ParseMutant(value, options);
      if (!status.ok()) return status;
    } else {
      return absl::InvalidArgumentError(
          absl::StrCat("self_check: there is no flag ", argv[i]));
    }
  }
  return options;
}

std::vector<std::string> ProblemsOfExercise(const SelfCheckOptions& options) {
  absl::StatusOr<lab::TempDirectory> folder = lab::TempDirectory::Create();
  if (!folder.ok()) return {std::string(folder.status().message())};
  const std::string file = (folder->path() / "result.json").string();
  absl::StatusOr<std::string> description =
      DescribeExercise(options.judge, file);
  if (!description.ok()) return {std::string(description.status().message())};
  absl::StatusOr<Info> info = InfoFromJson(*description);
  if (!info.ok()) return {std::string(info.status().message())};

  Problems problems = ProblemsOfDescription(*description);
  Append(problems, ProblemsOfTexts(options, *info));
  Append(problems, ProblemsOfRuns(options, file));
  for (std::string& problem : problems) {
    problem = absl::StrCat("exercise ", info->id, ": ", problem);
  }
  return problems;
}

}  // namespace exercise
