// SPDX-License-Identifier: Apache-2.0

#include "common/process/internal/no_nul.h"

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace process::internal {

absl::Status CheckNoNul(absl::string_view what, absl::string_view text) {
  const size_t nul = text.find('\0');
  if (nul == absl::string_view::npos) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(what, " holds a NUL byte (at byte ", nul,
                   "), which it can't: ", absl::CEscape(text)));
}

absl::Status CheckNoNul(absl::Span<const std::string> args) {
  for (size_t i = 0; i < args.size(); ++i) {
    if (absl::Status status =
            CheckNoNul(absl::StrCat("args[", i, "]"), args[i]);
        !status.ok()) {
      return status;
    }
  }
  return absl::OkStatus();
}

}  // namespace process::internal
