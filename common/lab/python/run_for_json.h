// SPDX-License-Identifier: Apache-2.0
//
// Runs a program that answers with a line of JSON, as the Python scripts do.
//
// Thread safety: pure functions but for the program they start.

#ifndef COMMON_LAB_PYTHON_RUN_FOR_JSON_H_
#define COMMON_LAB_PYTHON_RUN_FOR_JSON_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "nlohmann/json.hpp"

namespace lab {

// Runs args[0] with the rest as its arguments, and returns the last line that
// it wrote: an object. A greeting before it does no harm.
//
// Beside the codes of process::Run(), with the program in the message:
//   DeadlineExceeded   it took longer than `timeout`, and was killed
//   Aborted            it failed; what it wrote to stderr is in the message
//   ResourceExhausted  it wrote more than 1 MiB
//   Internal           the line is no JSON object
absl::StatusOr<nlohmann::json> RunForJson(absl::Span<const std::string> args,
                                          absl::Duration timeout);

// A field of an object.
//   Internal  it isn't there, or holds something else; the message names it
absl::StatusOr<std::string> TextIn(const nlohmann::json& object,
                                   absl::string_view field);
absl::StatusOr<double> NumberIn(const nlohmann::json& object,
                                absl::string_view field);
absl::StatusOr<bool> TruthIn(const nlohmann::json& object,
                             absl::string_view field);

}  // namespace lab

#endif  // COMMON_LAB_PYTHON_RUN_FOR_JSON_H_
