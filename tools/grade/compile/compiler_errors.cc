// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/compile/compiler_errors.h"

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace grade {
namespace {

// A driver's own words, which no #error or #line can put at a line's beginning:
// the compiler writes a file's name there.
bool SaysToolDied(absl::string_view line) {
  if (absl::StartsWith(line, "collect2: fatal error:")) return true;
  for (absl::string_view driver : {"gcc: ", "g++: "}) {
    if (!absl::StartsWith(line, driver)) continue;
    // "g++: fatal error: Killed signal terminated program cc1plus",
    // "gcc: fatal error: cannot execute 'cc1plus': ..."
    return absl::StrContains(line, "Killed signal terminated program") ||
           absl::StrContains(line, "cannot execute");
  }
  return absl::StartsWith(line, "clang: error: unable to execute command:") ||
         absl::StartsWith(line, "clang++: error: unable to execute command:");
}

}  // namespace

bool ToolDied(absl::string_view errors) {
  for (absl::string_view line : absl::StrSplit(errors, '\n')) {
    if (SaysToolDied(line)) return true;
  }
  return false;
}

bool DiskWasFull(absl::string_view errors) {
  return absl::StrContains(errors, "No space left on device");
}

bool FirstErrorIsIn(absl::string_view theirs, absl::string_view errors) {
  for (absl::string_view line : absl::StrSplit(errors, '\n')) {
    if (absl::StrContains(line, "error:")) {
      return absl::StrContains(line, theirs);
    }
  }
  return true;
}

}  // namespace grade
