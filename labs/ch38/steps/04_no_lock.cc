// SPDX-License-Identifier: Apache-2.0

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "common/lab/demo.h"
#include "labs/ch38/counters.h"
#include "labs/ch38/exploration_runs.h"
#include "labs/ch38/lab_files.h"
#include "labs/ch38/sensors.h"
#include "labs/ch38/steps/steps.h"

namespace ch38 {

absl::Status NoLockStep(lab::Narrator& tell, const LabFiles& files) {
  tell.Say(
      "For a single number the processor can do all three steps as one: an "
      "atomic. And threads that count a lot can have a number each, which are "
      "added up when somebody asks: a sharded counter.");
  tell.Code(
      "count_.fetch_add(offset, std::memory_order_relaxed);\n"
      "shards_[ThisThreadsShard()].count.fetch_add(offset, ...);");
  AtomicCounter atomic;
  ShardedCounter sharded;
  const int64_t atomic_total = CountReadings(atomic, 5, 100'000);
  const int64_t sharded_total = CountReadings(sharded, 5, 100'000);
  tell.Output(absl::StrFormat("expected  500000\natomic    %d\nsharded   %d",
                              atomic_total, sharded_total));
  if (atomic_total != 500'000 || sharded_total != 500'000) {
    return absl::DataLossError("readings were lost");
  }
  for (const char* name : {"atomic-5", "sharded-5"}) {
    absl::StatusOr<std::string> proof =
        ExplorationOrWhyNot(files, name, Show::kVerdict);
    if (!proof.ok()) return proof.status();
    tell.Output(*proof);
  }
  tell.Notice(
      "Exact without a lock, but for one number only: two numbers that must "
      "agree need a lock. And step 1's three steps were atomic as well, each "
      "by itself: atomic steps do not make an atomic whole. (What is proved: "
      "for relaxed atomics, as if all threads saw their steps in one order.)");
  return absl::OkStatus();
}

}  // namespace ch38
