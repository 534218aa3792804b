// SPDX-License-Identifier: Apache-2.0

#include "common/process/internal/no_nul.h"

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"

namespace process::internal {

absl::Status CheckNoNul(absl::Span<const std::string> args) {
  for (size_t i = 0; i < args.size(); ++i) {
    const size_t nul = args[i].find('\0');
    if (nul != std::string::npos) {
      return absl::InvalidArgumentError(
          absl::StrCat("args[", i, "] holds a NUL byte (at byte ", nul,
                       "), which no argument can"));
    }
  }
  return absl::OkStatus();
}

}  // namespace process::internal
