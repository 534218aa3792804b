// SPDX-License-Identifier: Apache-2.0

#include "common/lab/internal/color_wanted.h"

#include <cstdlib>

#include "absl/strings/string_view.h"

namespace lab::internal {
namespace {

absl::string_view Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

bool ColorWanted() {
  return Environment("NO_COLOR").empty() && Environment("TERM") != "dumb";
}

}  // namespace lab::internal
