// SPDX-License-Identifier: Apache-2.0

#include "common/process/subprocess.h"

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "common/process/internal/backend.h"

namespace process {
namespace {

// The systems take C strings: they would cut an argument short at a NUL byte
// without a word.
absl::Status CheckArguments(absl::Span<const std::string> args) {
  if (args.empty()) {
    return absl::InvalidArgumentError(
        "no arguments: args[0] must name the program to run");
  }
  for (size_t i = 0; i < args.size(); ++i) {
    if (absl::StrContains(args[i], '\0')) {
      return absl::InvalidArgumentError(absl::StrCat(
          "args[", i, "] holds a NUL byte, which no argument can: ",
          absl::CEscape(args[i])));
    }
  }
  if (args[0].empty()) {
    return absl::InvalidArgumentError(
        "args[0] is empty: it must name the program to run");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<RunResult> Run(absl::Span<const std::string> args) {
  if (absl::Status status = CheckArguments(args); !status.ok()) return status;
  absl::StatusOr<std::unique_ptr<internal::Child>> child =
      internal::StartChild(args);
  if (!child.ok()) {
    return absl::Status(child.status().code(),
                        absl::StrCat("cannot start \"", args[0],
                                     "\": ", child.status().message()));
  }
  RunResult result;
  if (absl::Status status = (*child)->Drain(result.out, result.err);
      !status.ok()) {
    return absl::InternalError(absl::StrCat(
        "lost \"", args[0], "\" while it ran: ", status.message()));
  }
  result.status = (*child)->Wait();
  return result;
}

}  // namespace process
