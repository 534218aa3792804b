// SPDX-License-Identifier: Apache-2.0
//
// What explorer_bench says: a table for people, a file for compare_with_peers.
// Apart from the bench because that is instrumented code.
//
//   PrintHeader();
//   for (...) PrintRow(measurement);
//   absl::Status status = WriteJson("figures.json", measurements);
//
// Thread safety: none; one thread at a time.

#ifndef COMMON_EXPLORER_BENCH_REPORT_H_
#define COMMON_EXPLORER_BENCH_REPORT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"

namespace explorer {

struct Measurement {
  std::string program;
  uint64_t executions = 0;  // of one exploration
  double seconds = 0;       // of one exploration, the mean of all rounds
  int rounds = 0;
};

// Machine, compiler and build, and the heads of the columns.
void PrintHeader();

void PrintRow(const Measurement& measurement);

// A relative name counts from where `bazel run` was typed. Errors: those of
// lab::ReplaceFile().
absl::Status WriteJson(const std::string& file,
                       const std::vector<Measurement>& measurements);

}  // namespace explorer

#endif  // COMMON_EXPLORER_BENCH_REPORT_H_
