// SPDX-License-Identifier: Apache-2.0

#include "common/exercise/wire.h"

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/exercise/values.h"
#include "nlohmann/json.hpp"

namespace exercise {
namespace {

nlohmann::json Parse(absl::string_view line) {
  return nlohmann::json::parse(line, /*cb=*/nullptr,
                               /*allow_exceptions=*/false);
}

std::string Line(const nlohmann::json& json) {
  return absl::StrCat(json.dump(/*indent=*/-1, ' ', /*ensure_ascii=*/false,
                                nlohmann::json::error_handler_t::replace),
                      "\n");
}

bool HasText(const nlohmann::json& json, const char* field) {
  return json.is_object() && json.contains(field) && json[field].is_string();
}

// ---- Values as JSON

nlohmann::json AsJson(const Values& values) {
  nlohmann::json json = nlohmann::json::object();
  for (const auto& [name, value] : values.all()) {
    json[name] = std::visit([](const auto& it) { return nlohmann::json(it); },
                            value.variant());
  }
  return json;
}

template <typename Element>
std::optional<Value> ListFromJson(const nlohmann::json& json) {
  return Value(json.get<std::vector<Element>>());
}

bool IsNumber(const nlohmann::json& json) {
  return json.is_number_integer() &&
         (!json.is_number_unsigned() || json.get<uint64_t>() <= INT64_MAX);
}

bool IsText(const nlohmann::json& json) { return json.is_string(); }

bool IsListOf(const nlohmann::json& json,
              bool (*is_element)(const nlohmann::json&)) {
  if (!json.is_array()) return false;
  for (const nlohmann::json& element : json) {
    if (!is_element(element)) return false;
  }
  return true;
}

std::optional<Value> ValueFromJson(const nlohmann::json& json) {
  if (json.is_boolean()) return Value(json.get<bool>());
  if (IsNumber(json)) return Value(json.get<int64_t>());
  if (IsText(json)) return Value(json.get<std::string>());
  if (IsListOf(json, IsNumber)) return ListFromJson<int64_t>(json);
  if (IsListOf(json, IsText)) return ListFromJson<std::string>(json);
  return std::nullopt;
}

// Nothing if `field` of `json` is no object of values.
std::optional<Values> ValuesOf(const nlohmann::json& json, const char* field) {
  if (!json.is_object() || !json.contains(field)) return std::nullopt;
  if (!json[field].is_object()) return std::nullopt;
  Values values;
  for (const auto& [name, element] : json[field].items()) {
    std::optional<Value> value = ValueFromJson(element);
    if (!value.has_value()) return std::nullopt;
    values.Set(name, *std::move(value));
  }
  return values;
}

}  // namespace

std::string RandomNonce() {
  std::random_device random;
  std::string nonce;
  for (int i = 0; i < 4; ++i) {
    absl::StrAppend(&nonce, absl::Hex(random(), absl::kZeroPad8));
  }
  return nonce;
}

std::string EncodeQuestion(const Question& question) {
  return Line({{"nonce", question.nonce},
               {"name", question.name},
               {"arguments", AsJson(question.arguments)}});
}

std::string EncodeAnswer(absl::string_view nonce, const Values& answer) {
  return Line({{"nonce", std::string(nonce)}, {"answer", AsJson(answer)}});
}

absl::StatusOr<Question> DecodeQuestion(absl::string_view line) {
  const nlohmann::json json = Parse(line);
  std::optional<Values> arguments = ValuesOf(json, "arguments");
  if (!HasText(json, "nonce") || !HasText(json, "name") ||
      !arguments.has_value()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "this is no question: it needs nonce, name and arguments: ", line));
  }
  return Question{.nonce = json["nonce"].get<std::string>(),
                  .name = json["name"].get<std::string>(),
                  .arguments = *std::move(arguments)};
}

absl::StatusOr<Values> DecodeAnswer(absl::string_view written,
                                    absl::string_view nonce) {
  if (written.empty()) return absl::NotFoundError("nothing was answered");
  if (!absl::ConsumeSuffix(&written, "\n") ||
      absl::StrContains(written, '\n')) {
    return absl::InvalidArgumentError("what came is not one line");
  }
  const nlohmann::json json = Parse(written);
  if (!HasText(json, "nonce") || json["nonce"].get<std::string>() != nonce) {
    return absl::InvalidArgumentError(
        "what came does not answer the question that was asked");
  }
  std::optional<Values> answer = ValuesOf(json, "answer");
  if (!answer.has_value()) {
    return absl::InvalidArgumentError("what came has no answer in it");
  }
  return *std::move(answer);
}

}  // namespace exercise
