// SPDX-License-Identifier: Apache-2.0

#include "common/exercise/end.h"

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/exercise/verdict.h"
#include "common/process/exit_status.h"

namespace exercise {
namespace {

// Windows has no signals: abort() of the C library exits with 3, and what the
// system stops has a code of 32 bits that starts with C.
bool IsWindowsCrash(const process::ExitStatus& status) {
  return status.exited() &&
         (status.exit_code() == 3 || status.exit_code() >= 0xC0000000);
}

// ThreadSanitizer's exit code, if nothing else is asked of it.
constexpr int kTsanExitCode = 66;

// A jail's word for a runner that ended by itself.
constexpr absl::string_view kEnded = "ENDED";

}  // namespace

End EndOf(const process::ExitStatus& status, absl::string_view err) {
  const bool tsan = absl::StrContains(err, "WARNING: ThreadSanitizer:");
  if (tsan && status == process::ExitStatus::FromCode(kTsanExitCode)) {
    return {Verdict::kDataRace, "ThreadSanitizer reports a data race"};
  }
  if (!status.ok() && absl::StrContains(err, "ERROR: LeakSanitizer:")) {
    return {Verdict::kLeak, "LeakSanitizer reports memory that nobody frees"};
  }
  if (!status.ok() && absl::StrContains(err, "Sanitizer:")) {
    return {Verdict::kCrash, "a sanitizer reports an error"};
  }
  if (status.signaled() || IsWindowsCrash(status)) {
    return {Verdict::kCrash, status.ToString()};
  }
  return {Verdict::kPrematureExit, status.ToString()};
}

std::optional<End> EndFromJail(absl::string_view report) {
  const absl::string_view line = absl::StripAsciiWhitespace(report);
  if (line == kEnded) return std::nullopt;
  if (line.empty()) {
    return End{Verdict::kInfra, "the jail ended without a report"};
  }
  const absl::string_view name = line.substr(0, line.find(' '));
  absl::StatusOr<Verdict> verdict = VerdictFromName(name);
  if (!verdict.ok() || *verdict == Verdict::kPass) {
    return End{Verdict::kInfra,
               absl::StrCat("the jail reports what is no verdict: ", line)};
  }
  return End{*verdict,
             std::string(absl::StripAsciiWhitespace(line.substr(name.size())))};
}

}  // namespace exercise
