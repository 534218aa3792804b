// SPDX-License-Identifier: Apache-2.0

#include "common/process/environment.h"

#include <unistd.h>

#include <cstddef>

#include "absl/strings/string_view.h"
#include "common/process/internal/platform.h"

namespace process {

Environment CurrentEnvironment() {
  Environment environment;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const absl::string_view text(*entry);
    const size_t equals = text.find('=');
    if (equals == 0 || equals == absl::string_view::npos) continue;
    // The first of two is the one that getenv() finds.
    environment.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return environment;
}

namespace internal {

bool SameVariableName(absl::string_view a, absl::string_view b) {
  return a == b;
}

}  // namespace internal
}  // namespace process
