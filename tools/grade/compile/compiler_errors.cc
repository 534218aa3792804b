// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/compile/compiler_errors.h"

#include <signal.h>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "tools/grade/jail/limits.h"

namespace grade {
namespace {

// A driver's own words, as in
//   g++: fatal error: Killed signal terminated program cc1plus
//   gcc: fatal error: cannot execute 'cc1plus': posix_spawnp: ...
//   collect2: fatal error: ld terminated with signal 9 [Killed]
//   clang: error: unable to execute command: Killed
bool SaysToolDied(absl::string_view line) {
  for (absl::string_view driver :
       {"gcc: fatal error:", "g++: fatal error:", "collect2: fatal error:",
        "clang: error: unable to execute command:",
        "clang++: error: unable to execute command:"}) {
    if (absl::StartsWith(line, driver)) {
      return absl::StrContains(line, "Killed") ||
             absl::StrContains(line, "cannot execute") ||
             absl::StrContains(line, "posix_spawn");
    }
  }
  return false;
}

// What clang adds to that.
bool IsAftermath(absl::string_view line) {
  return absl::StrContains(line, "command failed due to signal");
}

}  // namespace

bool ToolDied(absl::string_view errors) {
  bool died = false;
  for (absl::string_view line : absl::StrSplit(errors, '\n')) {
    if (SaysToolDied(line)) {
      died = true;
    } else if (absl::StrContains(line, "error:") && !IsAftermath(line)) {
      return false;
    }
  }
  return died;
}

bool DiskWasFull(absl::string_view errors) {
  return absl::StrContains(errors, "No space left on device");
}

bool IsMachinesFault(const JailReport& report, absl::string_view errors,
                     absl::Duration cpu, bool disk_is_full) {
  if (disk_is_full && DiskWasFull(errors)) return true;
  // The kernel ends a program that computes too long like that, too.
  if (report.cpu >= cpu) return false;
  if (report.end == JailEnd::kSignaled) {
    // No code of theirs runs there that could.
    const int signal = report.status.term_signal();
    return signal == SIGKILL || signal == SIGTERM;
  }
  return report.end == JailEnd::kExited && ToolDied(errors);
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
