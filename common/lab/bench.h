// SPDX-License-Identifier: Apache-2.0
//
// The frame of a lab's bench: the same flags, progress and closing table in
// every lab, on top of Google Benchmark. Use it for workloads that are run in
// two or more ways which a reader wants compared (serial and on threads);
// use Google Benchmark itself for the cost of one small operation.
//
//   int main(int argc, char** argv) {
//     lab::Bench bench("The chapter's title");
//     bench.Compare("select", {{"serial", SelectSerially},
//                              {"threads", SelectOnThreads}});
//     return bench.Main(argc, argv);
//   }
//
// Each way runs five times, interleaved with the others so that a change of
// the machine's speed meets all of them alike; the table shows medians. The
// flags of Google Benchmark work (--help lists them), such as
// --benchmark_filter=select, --benchmark_repetitions=9, --benchmark_format=json
// and --benchmark_out=FILE; only the one that drops single runs is overruled.
//
// Thread safety: one thread sets up and runs; the ways may start threads.
// Errors: a way that returns an error is named in the output and makes the
// exit status 1, and so does a filter that matches nothing.
//
// Source: https://google.github.io/benchmark/user_guide.html

#ifndef COMMON_LAB_BENCH_H_
#define COMMON_LAB_BENCH_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace lab {

// One way to run a workload.
struct Way {
  std::string name;  // the column, e.g. "threads"
  std::function<absl::Status()> run;
};

class Bench {
 public:
  // `title` heads the output.
  explicit Bench(absl::string_view title);

  // Adds a row to the table: `workload` run in each of `ways`; the first is
  // what the others are compared with. Names have no '/'.
  void Compare(absl::string_view workload, std::vector<Way> ways);

  // Runs what the flags ask for and prints the table. Returns the exit status
  // of the program: 0, or 1 if a way failed or nothing matched the filter.
  int Main(int argc, char** argv);

 private:
  struct Comparison {
    std::string workload;
    std::vector<Way> ways;
  };

  std::string title_;
  std::vector<Comparison> comparisons_;
};

}  // namespace lab

#endif  // COMMON_LAB_BENCH_H_
