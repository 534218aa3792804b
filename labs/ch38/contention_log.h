// SPDX-License-Identifier: Apache-2.0
//
// What a bench says of contention beside its times: how often threads were put
// to sleep over a lock while each workload ran.
//
//   ch38::ContentionLog log;
//   lab::Way way = log.Recorded("4 threads", "locked", 800'000, CountAll);
//   ...
//   std::vector<std::string> paragraphs = log.Paragraphs();
//
// Thread safety: one thread.

#ifndef LABS_CH38_CONTENTION_LOG_H_
#define LABS_CH38_CONTENTION_LOG_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/lab/bench.h"
#include "labs/ch38/contention.h"

namespace ch38 {

class ContentionLog {
 public:
  // A way of `workload` whose runs are recorded here. `taken` is how often a
  // run takes locks, 1 or more. The log must outlive the way.
  lab::Way Recorded(const std::string& workload, const std::string& way,
                    int64_t taken, std::function<absl::Status()> run);

  // What is counted, and then for each workload the ways that ran, in the order
  // of Recorded(): of the runs of each that in the middle.
  std::vector<std::string> Paragraphs() const;

 private:
  struct Runs {
    std::string workload = "";
    std::string way = "";
    int64_t taken = 0;
    std::vector<Contention> all = {};
  };

  std::vector<Runs> ways_;
};

}  // namespace ch38

#endif  // LABS_CH38_CONTENTION_LOG_H_
