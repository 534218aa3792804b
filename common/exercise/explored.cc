// SPDX-License-Identifier: Apache-2.0

#include "common/exercise/explored.h"

#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "common/exercise/internal/canary.h"
#include "common/exercise/values.h"
#include "common/explorer/explorer.h"
#include "gtest/gtest.h"

namespace exercise {

bool IsCanary(const Values& arguments) {
  return internal::IsCanary(arguments.Int(internal::kSubject));
}

Values Explored(const explorer::Result& result, const Values& more) {
  Values values = more;
  values.Set("proved", result.proved());
  values.Set("executions", static_cast<int64_t>(result.executions()));
  values.Set("finding",
             result.found() ? explorer::ToString(result.finding().kind) : "");
  values.Set("message", result.finding().message);
  values.Set("trace", result.trace());
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
