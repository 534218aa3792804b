// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/trace/step_words.h"

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/explorer/internal/trace/places.h"
#include "common/explorer/internal/trace/source_lines.h"
#include "common/explorer/internal/trace/step.h"

namespace explorer::internal {
namespace {

absl::string_view LastPart(absl::string_view file) {
  return file.substr(file.rfind('/') + 1);
}

}  // namespace

std::string ThreadName(int thread) { return absl::StrCat("T", thread); }

std::string StepInWords(const Step& step) {
  return absl::StrCat(step.what, step.object.empty() ? "" : " ", step.object,
                      step.value.empty() ? "" : ": ", step.value);
}

std::string Listed(const std::vector<std::string>& names) {
  std::string list;
  for (size_t i = 0; i < names.size(); ++i) {
    const bool last = i + 1 == names.size();
    absl::StrAppend(&list, i == 0 ? "" : last ? " and " : ", ", names[i]);
  }
  return list;
}

std::string StuckInWords(const Stuck& stuck) {
  return absl::StrCat(
      ThreadName(stuck.thread), " ",
      stuck.holds.empty()
          ? ""
          : absl::StrCat("holds ", Listed(stuck.holds), " and "),
      stuck.what);
}

FileNames::FileNames(const Places& places) {
  for (const SourceLine& line : places.steps) Add(line);
  for (const SourceLine& line : places.stuck) Add(line);
}

void FileNames::Add(const SourceLine& line) {
  const auto [found, is_new] =
      files_.try_emplace(std::string(LastPart(line.file)), line.file);
  if (!is_new && found->second != line.file) found->second.clear();
}

std::string FileNames::Locate(const SourceLine& line) const {
  if (line.file.empty()) return line.function;
  const std::string last(LastPart(line.file));
  const auto found = files_.find(last);
  const bool alone = found != files_.end() && found->second == line.file;
  return absl::StrCat(alone ? last : line.file, ":", line.line);
}

}  // namespace explorer::internal
