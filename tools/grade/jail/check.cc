// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/jail/check.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/process/communicate.h"
#include "tools/grade/jail/jail.h"
#include "tools/grade/jail/limits.h"

namespace grade {
namespace {

constexpr absl::string_view kAdvice =
    "bubblewrap 0.8 or later must be able to make user namespaces: "
    "tools/setup --grading installs it; in a container, allow user namespaces "
    "and mounting proc (docker: --security-opt seccomp=unconfined "
    "--security-opt systempaths=unconfined); on Ubuntu 24.04 and later: "
    "sysctl kernel.apparmor_restrict_unprivileged_userns=0\n";

Limits SmallLimits() {
  Limits limits;
  limits.cpu = absl::Seconds(5);
  limits.wall = absl::Seconds(60);
  limits.memory = int64_t{64} << 20;
  limits.processes = 8;
  limits.disk = int64_t{8} << 20;
  return limits;
}

// What is wrong, a line each.
std::string Try(const std::string& probe, const std::string& deed,
                JailEnd expected) {
  JailOptions options;
  options.limits = SmallLimits();
  std::string out;
  const absl::StatusOr<JailReport> report =
      RunInJail({probe, deed}, options,
                [&](process::OutputStream stream, absl::string_view piece) {
                  // A program that dies complains on the other one.
                  if (stream == process::OutputStream::kOut) out.append(piece);
                  return true;
                });
  if (!report.ok()) return absl::StrCat(report.status().message(), "\n");
  if (report->end == expected) return out;
  return absl::StrCat(out, "\"", deed, "\" ended with ", Name(report->end), " ",
                      report->detail, ", not with ", Name(expected), "\n");
}

}  // namespace

absl::Status CheckJail(const std::string& probe) {
  const std::vector<std::pair<std::string, JailEnd>> tries = {
      {"look", JailEnd::kExited},
      {"fork", JailEnd::kProcessLimit},
      {"fill_memory", JailEnd::kMemoryLimit},
      {"fill_disk", JailEnd::kDiskLimit},
      {"lock", JailEnd::kDeadlock},
  };
  std::string problems;
  for (const auto& [deed, end] : tries) {
    absl::StrAppend(&problems, Try(probe, deed, end));
    // The others would say the same.
    if (deed == "look" && !problems.empty()) break;
  }
  if (problems.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "the jail of this machine does not hold, so nothing is graded:\n",
      problems, kAdvice));
}

}  // namespace grade
