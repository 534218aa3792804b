// SPDX-License-Identifier: Apache-2.0

#include "common/exercise/result.h"

#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/exercise/internal/field_reader.h"
#include "common/exercise/verdict.h"
#include "nlohmann/json.hpp"

namespace exercise {
namespace {

using internal::FieldReader;

nlohmann::json AsJson(const CheckResult& check) {
  return {{"name", check.name},
          {"visible", check.visible},
          {"verdict", std::string(Name(check.verdict))},
          {"points", check.points},
          {"max_points", check.max_points},
          {"tried", check.tried},
          {"expected", check.expected},
          {"got", check.got},
          {"where", check.where},
          {"hint", check.hint},
          {"output", check.output},
          {"replay", check.replay}};
}

void ReadVerdict(FieldReader& reader, Verdict& value) {
  std::string text;
  reader.Text("verdict", text);
  if (!reader.status().ok()) return;
  absl::StatusOr<Verdict> verdict = VerdictFromName(text);
  if (!verdict.ok()) {
    return reader.Complain("verdict", verdict.status().message());
  }
  value = *verdict;
}

absl::StatusOr<CheckResult> CheckFromJson(const nlohmann::json& json,
                                          size_t index) {
  FieldReader reader(json, absl::StrCat("result: checks[", index, "]."));
  CheckResult check;
  reader.Text("name", check.name);
  reader.Bool("visible", check.visible);
  ReadVerdict(reader, check.verdict);
  reader.Number("points", check.points);
  reader.Number("max_points", check.max_points);
  reader.Text("tried", check.tried);
  reader.Text("expected", check.expected);
  reader.Text("got", check.got);
  reader.Text("where", check.where);
  reader.Number("hint", check.hint);
  reader.Text("output", check.output);
  reader.Text("replay", check.replay);
  if (!reader.status().ok()) return reader.status();
  return check;
}

}  // namespace

void AddUp(ExerciseResult& result) {
  result.verdict = Verdict::kPass;
  result.points = 0;
  result.max_points = 0;
  for (const CheckResult& check : result.checks) {
    result.points += check.points;
    result.max_points += check.max_points;
    const bool failed =
        check.verdict != Verdict::kPass && check.verdict != Verdict::kSkipped;
    if (failed && result.verdict == Verdict::kPass) {
      result.verdict = check.verdict;
    }
  }
}

std::string ToJson(const ExerciseResult& result) {
  nlohmann::json checks = nlohmann::json::array();
  for (const CheckResult& check : result.checks) {
    checks.push_back(AsJson(check));
  }
  const nlohmann::json json = {{"exercise", result.exercise},
                               {"seed", result.seed},
                               {"verdict", std::string(Name(result.verdict))},
                               {"points", result.points},
                               {"max_points", result.max_points},
                               {"checks", std::move(checks)}};
  return json.dump(/*indent=*/-1, ' ', /*ensure_ascii=*/false,
                   nlohmann::json::error_handler_t::replace);
}

absl::StatusOr<ExerciseResult> ResultFromJson(absl::string_view text) {
  const nlohmann::json json =
      nlohmann::json::parse(text, /*cb=*/nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded()) {
    return absl::InvalidArgumentError("result: is no JSON");
  }
  FieldReader reader(json, "result: ");
  ExerciseResult result;
  reader.Text("exercise", result.exercise);
  reader.Unsigned("seed", result.seed);
  ReadVerdict(reader, result.verdict);
  reader.Number("points", result.points);
  reader.Number("max_points", result.max_points);
  if (!reader.status().ok()) return reader.status();
  const auto checks = json.find("checks");
  if (checks == json.end() || !checks->is_array()) {
    return absl::InvalidArgumentError("result: checks: is no list");
  }
  for (const nlohmann::json& element : *checks) {
    absl::StatusOr<CheckResult> check =
        CheckFromJson(element, result.checks.size());
    if (!check.ok()) return check.status();
    result.checks.push_back(*std::move(check));
  }
  return result;
}

}  // namespace exercise
