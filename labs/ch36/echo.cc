// SPDX-License-Identifier: Apache-2.0

#include "labs/ch36/echo.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/process/run.h"

namespace ch36 {

absl::StatusOr<std::string> EchoThroughAPipe(const std::string& echo_program,
                                             const std::string& text) {
  absl::StatusOr<process::CompletedProcess> result =
      process::Run({echo_program, text});
  if (!result.ok()) return result.status();  // never ran
  if (!result->status.ok()) {                // ran, and failed
    return absl::AbortedError(absl::StrCat(echo_program, ": ", result->status,
                                           "; it wrote: ", result->err));
  }
  absl::string_view line = result->out;
  absl::ConsumeSuffix(&line, "\n");
  absl::ConsumeSuffix(&line, "\r");  // Windows programs end lines with both
  return std::string(line);
}

}  // namespace ch36
