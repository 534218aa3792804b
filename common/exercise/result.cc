// SPDX-License-Identifier: Apache-2.0

#include "common/exercise/result.h"

#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/exercise/verdict.h"
#include "nlohmann/json.hpp"

namespace exercise {
namespace {

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

// Takes typed fields out of an object; remembers the first thing that is wrong.
class FieldReader {
 public:
  FieldReader(const nlohmann::json& object, std::string path)
      : object_(object), path_(std::move(path)) {}

  void Text(const char* name, std::string& value) {
    if (const nlohmann::json* field = Find(name)) {
      if (!field->is_string()) return Complain(name, "is no text");
      value = field->get<std::string>();
    }
  }

  void Bool(const char* name, bool& value) {
    if (const nlohmann::json* field = Find(name)) {
      if (!field->is_boolean()) return Complain(name, "is not true or false");
      value = field->get<bool>();
    }
  }

  void Number(const char* name, int& value) {
    if (const nlohmann::json* field = Find(name)) {
      if (!field->is_number_integer() || *field < INT32_MIN ||
          *field > INT32_MAX) {
        return Complain(name, "is no whole number of 32 bits");
      }
      value = field->get<int>();
    }
  }

  void Seed(const char* name, uint64_t& value) {
    if (const nlohmann::json* field = Find(name)) {
      if (!field->is_number_unsigned()) {
        return Complain(name, "is no whole number from 0 on");
      }
      value = field->get<uint64_t>();
    }
  }

  void ReadVerdict(const char* name, Verdict& value) {
    std::string text;
    Text(name, text);
    if (!status_.ok()) return;
    absl::StatusOr<Verdict> verdict = VerdictFromName(text);
    if (!verdict.ok()) return Complain(name, verdict.status().message());
    value = *verdict;
  }

  const absl::Status& status() const { return status_; }

 private:
  const nlohmann::json* Find(const char* name) {
    if (!object_.is_object()) {
      Complain("", "is no object");
      return nullptr;
    }
    const auto found = object_.find(name);
    if (found == object_.end()) Complain(name, "is missing");
    return found == object_.end() ? nullptr : &*found;
  }

  void Complain(const char* name, absl::string_view what) {
    status_.Update(absl::InvalidArgumentError(
        absl::StrCat("result: ", path_, name, ": ", what)));
  }

  const nlohmann::json& object_;
  const std::string path_;
  absl::Status status_;
};

absl::StatusOr<CheckResult> CheckFromJson(const nlohmann::json& json,
                                          size_t index) {
  FieldReader reader(json, absl::StrCat("checks[", index, "]."));
  CheckResult check;
  reader.Text("name", check.name);
  reader.Bool("visible", check.visible);
  reader.ReadVerdict("verdict", check.verdict);
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
  FieldReader reader(json, "");
  ExerciseResult result;
  reader.Text("exercise", result.exercise);
  reader.Seed("seed", result.seed);
  reader.ReadVerdict("verdict", result.verdict);
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
