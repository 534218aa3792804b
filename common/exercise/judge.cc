// SPDX-License-Identifier: Apache-2.0

#include "common/exercise/judge.h"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/exercise/check.h"
#include "common/exercise/info.h"
#include "common/exercise/random.h"
#include "common/exercise/result.h"
#include "common/exercise/verdict.h"
#include "common/lab/text.h"
#include "nlohmann/json.hpp"

namespace exercise {
namespace {

// ---- Running a check

using SteadyTime = std::chrono::steady_clock::time_point;

SteadyTime After(absl::Duration time) {
  if (time == absl::InfiniteDuration()) return SteadyTime::max();
  return std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(time);
}

// "counter.cc:12" in `text` as "labs/.../counter.cc:12", for the first of the
// student's files that is named in it; otherwise the first file alone.
std::string PlaceIn(absl::string_view text, const Info& info) {
  for (const std::string& file : info.files) {
    const std::string name = absl::StrCat(file, ":");
    const size_t at = text.find(name);
    if (at == absl::string_view::npos) continue;
    const size_t digits = at + name.size();
    size_t end = digits;
    while (end < text.size() &&
           std::isdigit(static_cast<unsigned char>(text[end])) != 0) {
      ++end;
    }
    if (end == digits) continue;
    return absl::StrCat(info.package, "/", text.substr(at, end - at));
  }
  return absl::StrCat(info.package, "/", info.files.front());
}

std::string ReplayCommand(const Info& info, const std::string& check,
                          uint64_t seed) {
  return absl::StrCat("bazel test //", info.package,
                      ":test --test_arg=--seed=", seed,
                      " --test_arg=--only=", check);
}

struct Run {
  Outcome outcome = {};
  int points = 0;
};

Run RunCheck(const Check& check, const JudgeOptions& options,
             SteadyTime deadline) {
  StudentOptions student_options = options.student;
  student_options.deadline = deadline;
  if (check.race) {
    if (options.race_runner.empty()) {
      return {{.verdict = Verdict::kSkipped,
               .got = "ThreadSanitizer is not to be had here"}};
    }
    student_options.runner.back() = options.race_runner;
    student_options.race = true;
  }
  Student student(std::move(student_options));
  Random random(options.seed, check.name);
  const Outcome outcome = check.run(student, random);
  if (!outcome.passed()) return {outcome};
  if (student.leak().has_value()) return {*student.leak(), check.points / 2};
  return {outcome, check.points};
}

CheckResult ResultOf(const ListedCheck& listed, const Run& run,
                     const Info& info, uint64_t seed) {
  const Check& check = listed.check;
  const Outcome& outcome = run.outcome;
  CheckResult result = {.name = check.name,
                        .visible = listed.visible,
                        .verdict = outcome.verdict,
                        .points = run.points,
                        .max_points = check.points};
  if (outcome.passed()) return result;
  result.tried = outcome.tried;
  result.expected = outcome.expected;
  result.got = outcome.got;
  result.output = outcome.output;
  if (outcome.verdict == Verdict::kSkipped) return result;
  result.where = !outcome.where.empty()
                     ? outcome.where
                     : PlaceIn(absl::StrCat(outcome.got, "\n", outcome.tried,
                                            "\n", outcome.output),
                               info);
  result.hint = check.hint;
  if (listed.visible) result.replay = ReplayCommand(info, check.name, seed);
  return result;
}

// ---- Feedback

// What a student's program says must not steer a terminal.
std::string Harmless(absl::string_view text) {
  std::string harmless(text);
  for (char& c : harmless) {
    const bool steers = static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
    if (steers && c != '\n' && c != '\t') c = '?';
  }
  return harmless;
}

constexpr absl::string_view kFieldIndent = "              ";

void AppendIndented(std::string& out, absl::string_view label,
                    absl::string_view indented) {
  absl::StrAppend(&out, absl::StrFormat("    %-10s", absl::StrCat(label, ":")),
                  indented.substr(kFieldIndent.size()),
                  indented.ends_with('\n') ? "" : "\n");
}

// "    got:      5", with further lines below each other. No line is broken: a
// command is copied, a trace has columns.
void AppendField(std::string& out, absl::string_view label,
                 absl::string_view value) {
  if (value.empty()) return;
  AppendIndented(out, label, lab::Indent(Harmless(value), kFieldIndent));
}

// The same, wrapped unless that would hide some of its white space.
void AppendSentence(std::string& out, absl::string_view label,
                    absl::string_view value) {
  if (!lab::WrapKeepsWords(value)) return AppendField(out, label, value);
  AppendIndented(
      out, label,
      lab::Wrap(Harmless(value), {.indent = std::string(kFieldIndent)}));
}

void AppendFailure(std::string& out, const Info& info,
                   const CheckResult& check) {
  AppendSentence(out, "means", Sentence(check.verdict));
  AppendField(out, "tried", check.tried);
  AppendSentence(out, "expected", check.expected);
  AppendSentence(out, "got", check.got);
  AppendField(out, "printed", check.output);
  AppendField(out, "look at", check.where);
  if (check.hint > 0) {
    AppendField(out, "hint",
                absl::StrCat("bazel run //tools:lab -- hint ", info.id,
                             "   (level ", check.hint, ")"));
  }
  AppendField(out, "again", check.replay);
  out += "\n";
}

int CountPassed(const ExerciseResult& result) {
  return static_cast<int>(std::count_if(
      result.checks.begin(), result.checks.end(),
      [](const CheckResult& c) { return c.verdict == Verdict::kPass; }));
}

}  // namespace

ExerciseResult Judge(const Info& info, const std::vector<ListedCheck>& checks,
                     const JudgeOptions& options) {
  const SteadyTime deadline = After(options.time_for_all);
  ExerciseResult result = {.exercise = info.id, .seed = options.seed};
  for (const ListedCheck& listed : checks) {
    if (options.visible_only && !listed.visible) continue;
    if (!options.only.empty() && listed.check.name != options.only) continue;
    result.checks.push_back(ResultOf(
        listed, RunCheck(listed.check, options, deadline), info, options.seed));
    AddUp(result);
    if (options.stop_at_first_failure && result.verdict != Verdict::kPass) {
      break;
    }
  }
  return result;
}

std::string Feedback(const Info& info, const ExerciseResult& result) {
  std::string out = absl::StrFormat(
      "%s %s: %d of %d checks passed, %d of %d points (seed %d)\n\n", info.id,
      info.title, CountPassed(result), result.checks.size(), result.points,
      result.max_points, result.seed);
  for (const CheckResult& check : result.checks) {
    absl::StrAppendFormat(&out, "%-14s %s, %d of %d points\n",
                          Name(check.verdict), check.name, check.points,
                          check.max_points);
    if (check.verdict == Verdict::kPass) continue;
    if (check.verdict == Verdict::kSkipped) {
      AppendField(out, "because", check.got);
      continue;
    }
    AppendFailure(out, info, check);
  }
  return out;
}

std::string Describe(absl::string_view info_json,
                     const std::vector<ListedCheck>& checks,
                     bool visible_only) {
  nlohmann::ordered_json json = nlohmann::ordered_json::parse(info_json);
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const ListedCheck& listed : checks) {
    if (visible_only && !listed.visible) continue;
    list.push_back({{"name", listed.check.name},
                    {"visible", listed.visible},
                    {"points", listed.check.points},
                    {"hint", listed.check.hint},
                    {"race", listed.check.race}});
  }
  json["checks"] = std::move(list);
  return json.dump(/*indent=*/2) + "\n";
}

}  // namespace exercise
