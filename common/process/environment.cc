// SPDX-License-Identifier: Apache-2.0

#include "common/process/environment.h"

#include <algorithm>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/process/internal/platform.h"

namespace process {
namespace {

// The variable, in whatever case its name is written (Windows).
template <typename Map>
auto Find(Map& environment, absl::string_view name) {
  return std::find_if(environment.begin(), environment.end(),
                      [&](const auto& variable) {
                        return internal::SameVariableName(variable.first, name);
                      });
}

absl::Status CheckName(absl::string_view name) {
  if (name.empty()) {
    return absl::InvalidArgumentError(
        "an environment variable has an empty name");
  }
  if (absl::StrContains(name, '=') || absl::StrContains(name, '\0')) {
    return absl::InvalidArgumentError(
        absl::StrCat("environment variable \"", absl::CEscape(name),
                     "\": a name can't hold '=' or a NUL byte"));
  }
  return absl::OkStatus();
}

}  // namespace

std::optional<std::string> FindVariable(const Environment& environment,
                                        absl::string_view name) {
  const auto found = Find(environment, name);
  if (found == environment.end()) return std::nullopt;
  return found->second;
}

void ApplyChanges(absl::Span<const EnvironmentChange> changes,
                  Environment& environment) {
  for (const auto& [name, value] : changes) {
    const auto found = Find(environment, name);
    if (found != environment.end()) environment.erase(found);
    if (value.has_value()) environment[name] = *value;
  }
}

absl::Status CheckEnvironment(const Environment& environment) {
  for (const auto& [name, value] : environment) {
    if (absl::Status status = CheckName(name); !status.ok()) return status;
    if (absl::StrContains(value, '\0')) {
      return absl::InvalidArgumentError(absl::StrCat(
          "environment variable \"", name,
          "\": its value can't hold a NUL byte: ", absl::CEscape(value)));
    }
  }
  return absl::OkStatus();
}

}  // namespace process
