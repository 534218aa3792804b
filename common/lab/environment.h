// SPDX-License-Identifier: Apache-2.0
//
// What a measurement was taken on: without it a number means nothing.
//
//   for (const auto& [name, value] : lab::Environment()) ...
//
// Thread safety: any thread. Errors: none; what cannot be found out is
// "unknown".

#ifndef COMMON_LAB_ENVIRONMENT_H_
#define COMMON_LAB_ENVIRONMENT_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"

namespace lab {

// Name and value pairs: system, cpus, compiler, build, abseil.
std::vector<std::pair<std::string, std::string>> Environment();

// Why numbers from this build must not be compared with others: it is not
// optimised, or a sanitizer slows it down. Empty for a build that is fit.
std::string BuildWarning();

// The operating system and its version, e.g. "Linux 6.1.0" or
// "Windows 10.0.19043 (Wine 8.0)".
std::string OperatingSystem();

}  // namespace lab

#endif  // COMMON_LAB_ENVIRONMENT_H_
