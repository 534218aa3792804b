// SPDX-License-Identifier: Apache-2.0

#include "common/exercise/explored.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/exercise/internal/canary.h"
#include "common/exercise/values.h"
#include "common/explorer/explorer.h"
#include "gtest/gtest.h"

namespace exercise {
namespace {

// GoogleTest says where Require() stands, which is nothing to a student.
std::string WithoutOurPlace(absl::string_view text) {
  std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  std::erase_if(lines, [](absl::string_view line) {
    return absl::StrContains(line, "common/exercise/explored.cc:") &&
           absl::EndsWith(line, ": Failed");
  });
  return std::string(
      absl::StripTrailingAsciiWhitespace(absl::StrJoin(lines, "\n")));
}

}  // namespace

bool IsCanary(const Values& arguments) {
  return internal::IsCanary(arguments.Int(internal::kSubject));
}

Values Explored(const explorer::Result& result, const Values& more) {
  Values values = more;
  values.Set("proved", result.proved());
  values.Set("executions", static_cast<int64_t>(result.executions()));
  values.Set("finding",
             result.found() ? explorer::ToString(result.finding().kind) : "");
  values.Set("message", WithoutOurPlace(result.finding().message));
  values.Set("trace", WithoutOurPlace(result.trace()));
  values.Set("notes", absl::StrJoin(result.notes(), " "));
  return values;
}

void Require(absl::string_view what, int64_t got, int64_t expected) {
  if (got == expected) return;
  Require(false, absl::StrCat(what, " is ", got, ", and should be ", expected));
}

// The explorer takes GoogleTest's failures for findings, message and all.
void Require(bool holds, absl::string_view otherwise) {
  if (!holds) ADD_FAILURE() << otherwise;
}

}  // namespace exercise
