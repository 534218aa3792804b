// SPDX-License-Identifier: Apache-2.0

#include "labs/ch38/contention_log.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/lab/bench.h"
#include "labs/ch38/contention.h"

namespace ch38 {
namespace {

Contention InTheMiddle(std::vector<Contention> runs) {
  std::sort(runs.begin(), runs.end(),
            [](const Contention& a, const Contention& b) {
              return a.total() < b.total();
            });
  return runs[runs.size() / 2];
}

std::string InWords(const Contention& contention, int64_t taken) {
  if (contention.total() == 0) return absl::StrFormat("0 of %d", taken);
  std::string words =
      absl::StrFormat("%d of %d (%.2g %%)", contention.total(), taken,
                      100.0 * static_cast<double>(contention.total()) /
                          static_cast<double>(taken));
  if (contention.times.size() > 1) {
    absl::StrAppend(&words, ", by lock ",
                    absl::StrJoin(contention.times, " + "));
  }
  return words;
}

}  // namespace

lab::Way ContentionLog::Recorded(const std::string& workload,
                                 const std::string& way, int64_t taken,
                                 std::function<absl::Status()> run) {
  const size_t index = ways_.size();
  ways_.push_back({workload, way, taken});
  return {.name = way, .run = [this, index, run = std::move(run)] {
            ContentionRecorder recorder;
            absl::Status status = run();
            ways_[index].all.push_back(recorder.Stop());
            return status;
          }};
}

std::vector<std::string> ContentionLog::Paragraphs() const {
  std::vector<std::string> paragraphs;
  std::string workload;
  for (const Runs& runs : ways_) {
    if (runs.all.empty()) continue;
    const std::string words =
        absl::StrCat(runs.way, " ", InWords(InTheMiddle(runs.all), runs.taken));
    if (paragraphs.empty() || runs.workload != workload) {
      workload = runs.workload;
      paragraphs.push_back(absl::StrCat(workload, ": ", words));
    } else {
      absl::StrAppend(&paragraphs.back(), "; ", words);
    }
  }
  if (paragraphs.empty()) return {};
  paragraphs.insert(
      paragraphs.begin(),
      "Why: how often a lock was handed to threads that had been put to sleep "
      "over it, of how many times locks were taken (the run in the middle, as "
      "absl::RegisterMutexTracer tells it; std::mutex tells nothing):");
  return paragraphs;
}

}  // namespace ch38
