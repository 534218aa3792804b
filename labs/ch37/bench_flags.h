// SPDX-License-Identifier: Apache-2.0
//
// The flags that the chapter's bench has beside those of every bench:
//
//   --lines=N         lines of each file (200000; the lecture's: 1000000)
//   --python=PATH     compare with this CPython; may be given more than once
//   --all-pythons     compare with every CPython in PATH
//   --no-python       compare with none
//
// Thread safety: values and pure functions.

#ifndef LABS_CH37_BENCH_FLAGS_H_
#define LABS_CH37_BENCH_FLAGS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace ch37 {

struct BenchFlags {
  int lines = 200'000;
  std::vector<std::string> pythons = {};
  bool all_pythons = false;
  bool no_python = false;
  bool help = false;
  // argv[0], and the flags that are not ours, for lab::Bench.
  std::vector<std::string> others = {};
};

// What --help adds: a line for each flag.
std::string BenchFlagsHelp();

// InvalidArgument: a value that a flag of ours does not take, or flags that
// contradict each other; the message names the flag.
absl::StatusOr<BenchFlags> ParseBenchFlags(int argc, char** argv);

// `flags.others` as arguments of a main(). They point into `flags`.
std::vector<char*> BenchArguments(BenchFlags& flags);

}  // namespace ch37

#endif  // LABS_CH37_BENCH_FLAGS_H_
