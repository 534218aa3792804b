// SPDX-License-Identifier: Apache-2.0

#include "tools/lab/programs.h"

#include <cctype>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/process/find_executable.h"
#include "common/process/run.h"
#include "tools/lab/command.h"

namespace lab_command {
namespace {

bool IsDigit(char c) { return std::isdigit(static_cast<unsigned char>(c)); }

}  // namespace

std::optional<std::string> FindProgram(const Context& context,
                                       absl::string_view name) {
  absl::StatusOr<std::string> found =
      process::FindExecutable(name, {.env = context.env});
  if (!found.ok()) return std::nullopt;
  return *found;
}

std::optional<std::string> FindBazel(const Context& context) {
  std::optional<std::string> bazel = FindProgram(context, "bazel");
  return bazel.has_value() ? bazel : FindProgram(context, "bazelisk");
}

std::optional<std::string> Ask(const Context& context,
                               const std::vector<std::string>& command) {
  absl::StatusOr<process::CompletedProcess> result = process::Run(
      command, {.start = {.cwd = context.root.string(), .env = context.env},
                .io = {.timeout = absl::Seconds(20), .max_output = 1 << 16}});
  if (!result.ok() || !result->status.ok()) return std::nullopt;
  return std::string(
      absl::StripAsciiWhitespace(absl::StrCat(result->out, "\n", result->err)));
}

std::string VersionIn(absl::string_view text) {
  for (size_t begin = 0; begin < text.size(); ++begin) {
    if (!IsDigit(text[begin])) continue;
    size_t end = begin;
    while (end < text.size() && (IsDigit(text[end]) || text[end] == '.')) ++end;
    const absl::string_view found = text.substr(begin, end - begin);
    if (found.find('.') != absl::string_view::npos) {
      return std::string(found.substr(0, found.find_last_not_of('.') + 1));
    }
    begin = end;
  }
  return "";
}

int MajorVersion(absl::string_view version) {
  int major = 0;
  return absl::SimpleAtoi(version.substr(0, version.find('.')), &major) ? major
                                                                        : 0;
}

}  // namespace lab_command
