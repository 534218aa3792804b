// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/ingest/gradescope_metadata.h"

#include <map>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace grade {
namespace {

// Without the quotes, in which Ruby writes what could be a number.
std::string Unquoted(absl::string_view value) {
  const absl::string_view text = absl::StripAsciiWhitespace(value);
  const bool quoted = text.size() >= 2 && text.front() == text.back();
  if (quoted && text.front() == '\'') {
    return absl::StrReplaceAll(text.substr(1, text.size() - 2), {{"''", "'"}});
  }
  if (quoted && text.front() == '"') {
    return std::string(text.substr(1, text.size() - 2));
  }
  return std::string(text);
}

bool IsSubmittersKey(absl::string_view line) {
  return absl::StripAsciiWhitespace(line) == ":submitters:";
}

// Another key beside :submitters:, which ends its list.
bool IsOtherKey(absl::string_view line) {
  return absl::StartsWith(line, "  :");
}

void TakeField(absl::string_view field, Submitter& person) {
  if (absl::ConsumePrefix(&field, ":name:")) {
    person.name = Unquoted(field);
  } else if (absl::ConsumePrefix(&field, ":sid:")) {
    const std::string sid = Unquoted(field);
    if (!sid.empty()) person.id = sid;
  } else if (absl::ConsumePrefix(&field, ":email:") && person.id.empty()) {
    person.id = Unquoted(field);
  }
}

}  // namespace

std::map<std::string, std::vector<Submitter>> ReadGradescopeMetadata(
    absl::string_view yaml) {
  std::map<std::string, std::vector<Submitter>> submitters;
  std::string folder;
  bool in_list = false;
  for (absl::string_view line : absl::StrSplit(yaml, '\n')) {
    line = absl::StripTrailingAsciiWhitespace(line);
    if (absl::StartsWith(line, "submission_")) {
      folder = std::string(absl::StripSuffix(line, ":"));
      submitters[folder];
      in_list = false;
    } else if (IsSubmittersKey(line)) {
      in_list = !folder.empty();
    } else if (IsOtherKey(line)) {
      in_list = false;
    } else if (in_list) {
      absl::string_view field = absl::StripLeadingAsciiWhitespace(line);
      std::vector<Submitter>& group = submitters[folder];
      if (absl::ConsumePrefix(&field, "- ")) group.emplace_back();
      if (!group.empty()) TakeField(field, group.back());
    }
  }
  return submitters;
}

}  // namespace grade
