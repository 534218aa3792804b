// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/bench/report.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/lab/environment.h"
#include "common/lab/replace_file.h"
#include "nlohmann/json.hpp"

namespace explorer {

void PrintHeader() {
  for (const auto& [name, value] : lab::Environment()) {
    absl::PrintF("%-10s%s\n", absl::StrCat(name, ":"), value);
  }
  if (!lab::BuildWarning().empty()) {
    absl::PrintF("WARNING: %s\n", lab::BuildWarning());
  }
  absl::PrintF("\n%-18s %10s %15s %14s\n", "program", "executions", "time",
               "executions/s");
  std::fflush(stdout);
}

void PrintRow(const Measurement& measurement) {
  absl::PrintF(
      "%-18s %10d %12.3f ms %14.0f\n", measurement.program,
      measurement.executions, measurement.seconds * 1e3,
      static_cast<double>(measurement.executions) / measurement.seconds);
  std::fflush(stdout);
}

absl::Status WriteJson(const std::string& file,
                       const std::vector<Measurement>& measurements) {
  nlohmann::json programs = nlohmann::json::array();
  for (const Measurement& measurement : measurements) {
    programs.push_back({{"program", measurement.program},
                        {"executions", measurement.executions},
                        {"seconds", measurement.seconds},
                        {"rounds", measurement.rounds}});
  }
  nlohmann::json environment = nlohmann::json::object();
  for (const auto& [name, value] : lab::Environment()) {
    environment[name] = value;
  }
  const nlohmann::json page = {{"environment", environment},
                               {"warning", lab::BuildWarning()},
                               {"programs", programs}};
  const char* folder = std::getenv("BUILD_WORKING_DIRECTORY");
  return lab::ReplaceFile(std::filesystem::path(folder ? folder : "") / file,
                          page.dump(1) + "\n");
}

}  // namespace explorer
