// SPDX-License-Identifier: Apache-2.0

#include "common/process/start_failure.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/cord.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"

namespace process {
namespace {

constexpr absl::string_view kPayload = "concurrency_labs/process.StartFailure";

}  // namespace

// "OS_ERROR\0STAGE\0PATH": no path can hold a NUL byte.
absl::Status WithFailure(absl::Status status, const StartFailure& failure) {
  std::string payload = absl::StrCat(failure.os_error);
  payload.push_back('\0');
  payload += failure.stage;
  payload.push_back('\0');
  payload += failure.path;
  status.SetPayload(kPayload, absl::Cord(payload));
  return status;
}

std::optional<StartFailure> FailureOf(const absl::Status& status) {
  const std::optional<absl::Cord> payload = status.GetPayload(kPayload);
  if (!payload.has_value()) return std::nullopt;
  const std::string text(*payload);
  const std::vector<std::string> parts = absl::StrSplit(text, '\0');
  StartFailure failure;
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[0], &failure.os_error)) {
    return std::nullopt;
  }
  failure.stage = parts[1];
  failure.path = parts[2];
  return failure;
}

}  // namespace process
