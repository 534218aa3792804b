// SPDX-License-Identifier: Apache-2.0

#include "common/lab/python/run_for_json.h"

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/process/run.h"
#include "nlohmann/json.hpp"

namespace lab {
namespace {

constexpr size_t kMaxOutput = 1 << 20;

// Enough of a line to recognise it by.
constexpr size_t kShown = 200;

absl::string_view LastLine(absl::string_view text) {
  text = absl::StripTrailingAsciiWhitespace(text);
  const size_t line_end = text.rfind('\n');
  return line_end == absl::string_view::npos ? text : text.substr(line_end + 1);
}

// Null if there is none.
const nlohmann::json* FindField(const nlohmann::json& object,
                                absl::string_view field) {
  const auto found = object.find(std::string(field));
  return found == object.end() ? nullptr : &*found;
}

absl::Status MissingField(const nlohmann::json& object, absl::string_view type,
                          absl::string_view field) {
  // Replaces what is no UTF-8, for which dump() would throw otherwise.
  const std::string text =
      object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  return absl::InternalError(
      absl::StrCat("no ", type, " \"", field, "\" in ", text));
}

}  // namespace

absl::StatusOr<nlohmann::json> RunForJson(absl::Span<const std::string> args,
                                          absl::Duration timeout) {
  absl::StatusOr<std::string> output =
      process::CheckOutput(args, {.io = {.timeout = timeout,
                                         .max_output = kMaxOutput,
                                         .on_limit = process::OnLimit::kKill}});
  if (absl::IsDeadlineExceeded(output.status())) {
    return absl::DeadlineExceededError(absl::StrCat(
        output.status().message(), "; it had ", absl::FormatDuration(timeout)));
  }
  if (!output.ok()) return output.status();

  const absl::string_view line = LastLine(*output);
  nlohmann::json object =
      nlohmann::json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) {
    return absl::InternalError(absl::StrCat(
        "\"", args[0], "\" was to end with a JSON object and not: ",
        line.empty() ? "(nothing)" : line.substr(0, kShown)));
  }
  return object;
}

absl::StatusOr<std::string> TextIn(const nlohmann::json& object,
                                   absl::string_view field) {
  const nlohmann::json* found = FindField(object, field);
  if (found != nullptr && found->is_string()) return found->get<std::string>();
  return MissingField(object, "text", field);
}

absl::StatusOr<double> NumberIn(const nlohmann::json& object,
                                absl::string_view field) {
  const nlohmann::json* found = FindField(object, field);
  if (found != nullptr && found->is_number()) return found->get<double>();
  return MissingField(object, "number", field);
}

absl::StatusOr<bool> TruthIn(const nlohmann::json& object,
                             absl::string_view field) {
  const nlohmann::json* found = FindField(object, field);
  if (found != nullptr && found->is_boolean()) return found->get<bool>();
  return MissingField(object, "true or false", field);
}

}  // namespace lab
