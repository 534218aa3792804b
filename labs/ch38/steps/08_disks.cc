// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/lab/demo.h"
#include "labs/ch38/contention.h"
#include "labs/ch38/disks.h"
#include "labs/ch38/steps/steps.h"
#include "labs/ch38/together.h"

namespace ch38 {
namespace {

constexpr int kDisks = 4;
constexpr int kWrites = 20;

// One line: how long four threads take that write to a disk each, and how often
// one had to queue for a lock.
template <typename Disks>
absl::StatusOr<std::string> Line(const std::string& name) {
  Disks disks(kDisks, absl::Milliseconds(1));
  ContentionRecorder recorder;
  const absl::Time begin = absl::Now();
  Together(kDisks, [&](int disk) {
    for (int i = 0; i < kWrites; ++i) disks.Write(disk, 1);
  });
  const absl::Duration took = absl::Now() - begin;
  const Contention contention = recorder.Stop();
  for (int disk = 0; disk < kDisks; ++disk) {
    if (disks.used(disk) != kWrites) return absl::DataLossError("a write");
  }
  return absl::StrFormat("%-23s %6.1f ms %8d times\n", name,
                         absl::ToDoubleMilliseconds(took), contention.total());
}

}  // namespace

absl::Status DisksStep(lab::Narrator& tell) {
  tell.Say(
      "How much should one lock guard? Four threads write to four disks, each "
      "to its own, 20 times 1 ms: with one lock for all disks, and with a lock "
      "for each. Abseil itself counts how often a thread had to be put to "
      "sleep "
      "over a lock.");
  tell.Code(
      "absl::MutexLock lock(&mu_);         // CoarseDisks: one for all\n"
      "absl::MutexLock lock(&target.mu);   // FineDisks: one a disk\n"
      "absl::RegisterMutexTracer(...);     // called when one was contended");
  absl::StatusOr<std::string> coarse =
      Line<CoarseDisks>("one lock for all disks");
  if (!coarse.ok()) return coarse.status();
  absl::StatusOr<std::string> fine = Line<FineDisks>("a lock a disk");
  if (!fine.ok()) return fine.status();
  tell.Output("                             took     contended\n" + *coarse +
              *fine);
  tell.Notice(
      "With one lock the threads queue for a lock that guards what they do not "
      "share. Fine locks end the queue, and begin another trouble: whoever "
      "needs two of them must mind the order. That is step 10.");
  return absl::OkStatus();
}

}  // namespace ch38
