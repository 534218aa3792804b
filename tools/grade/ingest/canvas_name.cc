// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/ingest/canvas_name.h"

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace grade {
namespace {

bool IsNumber(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return absl::ascii_isdigit(static_cast<unsigned char>(c));
  });
}

}  // namespace

std::optional<CanvasName> ParseCanvasName(absl::string_view name) {
  CanvasName parsed;
  const std::vector<std::string> words = absl::StrSplit(name, '_');
  parsed.late = words.size() > 1 && words[1] == "LATE";
  const size_t user = parsed.late ? 2 : 1;
  if (words.size() < user + 3 || words[0].empty() || !IsNumber(words[user]) ||
      !IsNumber(words[user + 1])) {
    return std::nullopt;
  }
  parsed.student = words[0];
  parsed.user = words[user];
  const std::vector<std::string> parts =
      absl::StrSplit(name, absl::MaxSplits('_', user + 2));
  parsed.file = parts.back();
  return parsed;
}

std::optional<std::string> WithoutAttempt(absl::string_view file) {
  const std::filesystem::path path = std::string(file);
  const std::string stem = path.stem().string();
  const size_t dash = stem.rfind('-');
  if (dash == std::string::npos || !IsNumber(stem.substr(dash + 1))) {
    return std::nullopt;
  }
  return absl::StrCat(stem.substr(0, dash), path.extension().string());
}

}  // namespace grade
