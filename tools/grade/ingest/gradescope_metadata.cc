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

// Exactly so far to the right, and no farther: earlier submissions are listed
// further in, with their submitters, and so is what students' programs printed.
constexpr absl::string_view kList = "  :submitters:";
constexpr absl::string_view kPerson = "  - ";
constexpr absl::string_view kField = "    ";

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

// Whether the line is part of a list of submitters, and so taken.
bool TakeLine(absl::string_view line, std::vector<Submitter>& group) {
  if (absl::ConsumePrefix(&line, kPerson)) {
    group.emplace_back();
  } else if (!absl::ConsumePrefix(&line, kField)) {
    return false;
  }
  if (group.empty() || !absl::StartsWith(line, ":")) return false;
  TakeField(line, group.back());
  return true;
}

}  // namespace

std::map<std::string, std::vector<Submitter>> ReadGradescopeMetadata(
    absl::string_view yaml) {
  std::map<std::string, std::vector<Submitter>> submitters;
  std::vector<Submitter>* group = nullptr;  // of the folder at hand
  bool in_list = false;
  for (absl::string_view line : absl::StrSplit(yaml, '\n')) {
    line = absl::StripTrailingAsciiWhitespace(line);
    if (absl::StartsWith(line, "submission_")) {
      group = &submitters[std::string(absl::StripSuffix(line, ":"))];
      in_list = false;
    } else if (line == kList) {
      in_list = group != nullptr && group->empty();
    } else if (in_list) {
      in_list = TakeLine(line, *group);
    }
  }
  return submitters;
}

}  // namespace grade
