// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/ingest/names.h"

#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "nlohmann/json.hpp"

namespace grade {
namespace {

constexpr size_t kLongestName = 400;

bool IsUtf8(absl::string_view text) {
  try {
    nlohmann::json(std::string(text)).dump();
    return true;
  } catch (const nlohmann::json::exception&) {
    return false;
  }
}

}  // namespace

std::optional<std::string> CheckName(absl::string_view name) {
  if (name.empty()) return "is empty";
  if (name.size() > kLongestName) return "is too long";
  if (!IsUtf8(name)) return "is no UTF-8";
  if (name[0] == '/') return "is absolute";
  if (absl::StrContains(name, ':')) return "has a colon, as drives have";
  for (char c : name) {
    if (absl::ascii_iscntrl(static_cast<unsigned char>(c))) {
      return "has a control character";
    }
  }
  for (absl::string_view part : absl::StrSplit(name, '/')) {
    if (part == "..") return "leads out of the submission";
  }
  return std::nullopt;
}

std::string PlainName(absl::string_view name) {
  std::string plain = absl::StrReplaceAll(name, {{"\\", "/"}});
  absl::string_view view = plain;
  while (absl::ConsumePrefix(&view, "./")) {
  }
  return std::string(absl::StripSuffix(view, "/"));
}

std::string ShownName(absl::string_view name) {
  constexpr size_t kShown = 120;
  std::string quoted =
      nlohmann::json(std::string(name.substr(0, kShown)))
          .dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
  if (name.size() > kShown) quoted += "...";
  return quoted;
}

bool IsClutter(absl::string_view name) {
  return name == "__MACOSX" || name == ".DS_Store" || name == "Thumbs.db" ||
         absl::StartsWith(name, "._");
}

bool IsClutterPath(absl::string_view path) {
  for (absl::string_view part : absl::StrSplit(path, '/')) {
    if (IsClutter(part)) return true;
  }
  return false;
}

}  // namespace grade
