// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/jail/limits.h"

#include <array>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/process/exit_status.h"
#include "nlohmann/json.hpp"

namespace grade {
namespace {

using nlohmann::json;

constexpr std::array<std::pair<JailEnd, absl::string_view>, 11> kNames = {{
    {JailEnd::kExited, "EXITED"},
    {JailEnd::kSignaled, "CRASH"},
    {JailEnd::kCpuLimit, "CPU_LIMIT"},
    {JailEnd::kWallLimit, "WALL_LIMIT"},
    {JailEnd::kDeadlock, "DEADLOCK"},
    {JailEnd::kMemoryLimit, "MEM_LIMIT"},
    {JailEnd::kProcessLimit, "PROC_LIMIT"},
    {JailEnd::kOutputLimit, "OUT_LIMIT"},
    {JailEnd::kDiskLimit, "DISK_LIMIT"},
    {JailEnd::kLeftBehind, "LEAK"},
    {JailEnd::kNotStarted, "INFRA"},
}};

absl::Status BadMember(absl::string_view name, absl::string_view wanted) {
  return absl::InvalidArgumentError(
      absl::StrCat("limit \"", name, "\" must be ", wanted));
}

absl::Status Take(const std::string& name, const json& value, Limits& limits) {
  if (name == "address_space") {
    if (!value.is_boolean()) return BadMember(name, "true or false");
    limits.address_space = value.get<bool>();
    return absl::OkStatus();
  }
  if (!value.is_number() || value.get<double>() <= 0) {
    return BadMember(name, "a number greater than 0");
  }
  const double number = value.get<double>();
  const auto whole = static_cast<int64_t>(number);
  if (name == "cpu_seconds") {
    limits.cpu = absl::Seconds(number);
  } else if (name == "wall_seconds") {
    limits.wall = absl::Seconds(number);
  } else if (name == "deadlock_grace_seconds") {
    limits.deadlock_grace = absl::Seconds(number);
  } else if (name == "memory_bytes") {
    limits.memory = whole;
  } else if (name == "processes") {
    limits.processes = whole;
  } else if (name == "file_size_bytes") {
    limits.file_size = whole;
  } else if (name == "disk_bytes") {
    limits.disk = whole;
  } else if (name == "output_bytes") {
    limits.output = whole;
  } else if (name == "open_files") {
    limits.open_files = whole;
  } else {
    return absl::InvalidArgumentError(
        absl::StrCat("there is no limit \"", name, "\""));
  }
  return absl::OkStatus();
}

}  // namespace

absl::string_view Name(JailEnd end) {
  for (const auto& [value, name] : kNames) {
    if (value == end) return name;
  }
  return "INFRA";
}

json ToJson(const Limits& limits) {
  return {
      {"cpu_seconds", absl::ToDoubleSeconds(limits.cpu)},
      {"wall_seconds", absl::ToDoubleSeconds(limits.wall)},
      {"memory_bytes", limits.memory},
      {"address_space", limits.address_space},
      {"processes", limits.processes},
      {"file_size_bytes", limits.file_size},
      {"disk_bytes", limits.disk},
      {"output_bytes", limits.output},
      {"open_files", limits.open_files},
      {"deadlock_grace_seconds", absl::ToDoubleSeconds(limits.deadlock_grace)},
  };
}

json ToJson(const JailReport& report) {
  json result = {
      {"end", Name(report.end)},
      {"detail", report.detail},
      {"cpu_seconds", absl::ToDoubleSeconds(report.cpu)},
      {"wall_seconds", absl::ToDoubleSeconds(report.wall)},
      {"peak_memory_bytes", report.peak_memory},
      {"peak_processes", report.peak_processes},
      {"output_bytes", report.output},
  };
  if (report.end == JailEnd::kExited) {
    result["exit_code"] = report.status.exit_code();
  }
  if (report.end == JailEnd::kSignaled) {
    result["signal"] = report.status.term_signal();
  }
  return result;
}

absl::StatusOr<Limits> LimitsFromJson(const json& value) {
  if (!value.is_object()) {
    return absl::InvalidArgumentError("limits must be a JSON object");
  }
  Limits limits;
  for (const auto& [name, member] : value.items()) {
    if (absl::Status taken = Take(name, member, limits); !taken.ok()) {
      return taken;
    }
  }
  return limits;
}

absl::StatusOr<JailReport> JailReportFromJson(const json& value) {
  // The library throws where a member is missing or of another type.
  try {
    JailReport report;
    const std::string end = value.at("end").get<std::string>();
    bool known = false;
    for (const auto& [named, name] : kNames) {
      if (name != end) continue;
      report.end = named;
      known = true;
    }
    if (!known) {
      return absl::InvalidArgumentError(
          absl::StrCat("no program in a jail ends by \"", end, "\""));
    }
    report.detail = value.at("detail").get<std::string>();
    report.cpu = absl::Seconds(value.at("cpu_seconds").get<double>());
    report.wall = absl::Seconds(value.at("wall_seconds").get<double>());
    report.peak_memory = value.at("peak_memory_bytes").get<int64_t>();
    report.peak_processes = value.at("peak_processes").get<int64_t>();
    report.output = value.at("output_bytes").get<int64_t>();
    if (report.end == JailEnd::kExited) {
      report.status =
          process::ExitStatus::FromCode(value.at("exit_code").get<int64_t>());
    }
    if (report.end == JailEnd::kSignaled) {
      report.status =
          process::ExitStatus::FromSignal(value.at("signal").get<int>());
    }
    return report;
  } catch (const json::exception& error) {
    return absl::InvalidArgumentError(
        absl::StrCat("not a report of the jail: ", error.what()));
  }
}

}  // namespace grade
