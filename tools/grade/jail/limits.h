// SPDX-License-Identifier: Apache-2.0
//
// Limits says what a student's program may use up, and JailReport how it ended
// and what it did use.
//
//   grade::Limits limits;
//   limits.cpu = absl::Seconds(5);
//   absl::StatusOr<grade::JailReport> report = grade::RunInJail(...);
//   if (report->end == grade::JailEnd::kCpuLimit) ...
//
// Both travel between programs as JSON: ToJson() and the two parsers are each
// other's inverse.
//
// Thread safety: values and pure functions.
//
// Source: setrlimit(2), proc(5).

#ifndef TOOLS_GRADE_JAIL_LIMITS_H_
#define TOOLS_GRADE_JAIL_LIMITS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/process/exit_status.h"
#include "nlohmann/json.hpp"

namespace grade {

struct Limits {
  absl::Duration cpu = absl::Seconds(10);   // of all its processes together
  absl::Duration wall = absl::Seconds(30);  // from start to end
  // Bytes of memory that its processes hold together; each of them may have
  // this much of private memory that it can write to, if address_space says so.
  int64_t memory = int64_t{1} << 30;
  // Sanitizers and fibers reserve far more than they use; for them: false. Then
  // memory is watched, and not refused.
  bool address_space = true;
  int64_t processes = 64;                 // threads count, too
  int64_t file_size = int64_t{16} << 20;  // bytes of one file
  int64_t disk = int64_t{32} << 20;       // bytes in all files together
  int64_t output = int64_t{1} << 20;      // bytes to stdout, and to stderr
  int64_t open_files = 256;
  // All its threads wait for each other, and nothing has moved for this long.
  absl::Duration deadlock_grace = absl::Seconds(1);
};

// How a program in the jail ended.
enum class JailEnd {
  kExited,    // by itself, with an exit code
  kSignaled,  // by a signal that was not the jail's
  kCpuLimit,
  kWallLimit,
  kDeadlock,  // every thread waited for another one, for good
  kMemoryLimit,
  kProcessLimit,
  kOutputLimit,
  kDiskLimit,
  kLeftBehind,  // by itself, with code 0, but a process of its lived on
  kNotStarted,  // a fault of ours or of the machine, never the student's
};

struct JailReport {
  JailEnd end = JailEnd::kNotStarted;
  process::ExitStatus status = {};  // of kExited, kSignaled and kLeftBehind
  std::string detail = "";  // one sentence for whoever reads the verdict

  absl::Duration cpu = absl::ZeroDuration();
  absl::Duration wall = absl::ZeroDuration();
  int64_t peak_memory = 0;     // bytes
  int64_t peak_processes = 0;  // with threads
  int64_t output = 0;          // bytes of both streams
};

// "CPU_LIMIT", "EXITED", ...: as verdicts are written.
absl::string_view Name(JailEnd end);

nlohmann::json ToJson(const Limits& limits);
nlohmann::json ToJson(const JailReport& report);

// Members that are not given keep their defaults.
//
//   InvalidArgument  an unknown member, one of another type, or one that is not
//                    greater than 0; the message names it
absl::StatusOr<Limits> LimitsFromJson(const nlohmann::json& json);

//   InvalidArgument  not what ToJson() writes
absl::StatusOr<JailReport> JailReportFromJson(const nlohmann::json& json);

}  // namespace grade

#endif  // TOOLS_GRADE_JAIL_LIMITS_H_
