// SPDX-License-Identifier: Apache-2.0
//
// StartFailure is a failed start in its parts, for a program that wants to act
// on them. The Status of a failed start carries it beside its code and message.
//
//   if (std::optional<process::StartFailure> failure =
//           process::FailureOf(child.status())) {
//     if (failure->stage == "chdir") CreateFolder(failure->path);
//   }
//
// Thread safety: values and pure functions.

#ifndef COMMON_PROCESS_START_FAILURE_H_
#define COMMON_PROCESS_START_FAILURE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"

namespace process {

struct StartFailure {
  // What could not be done: "exec", "chdir", "open" (a redirection), "pipe",
  // "fork", "setrlimit", ...: the name of the system's own call, or of the
  // nearest one.
  std::string stage = "";
  // The file or folder that it was about; empty if none.
  std::string path = "";
  // The system's own number: errno on POSIX, GetLastError() on Windows.
  int64_t os_error = 0;

  friend bool operator==(const StartFailure&, const StartFailure&) = default;
};

// `status` with `failure` attached to it.
absl::Status WithFailure(absl::Status status, const StartFailure& failure);

// What was attached, if anything.
std::optional<StartFailure> FailureOf(const absl::Status& status);

}  // namespace process

#endif  // COMMON_PROCESS_START_FAILURE_H_
