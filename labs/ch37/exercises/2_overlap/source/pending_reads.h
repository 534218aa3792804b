// SPDX-License-Identifier: Apache-2.0
//
// Reads several devices at once, while the caller does something else.
//
//   ch37::PendingReads reads({&thermometer, &disk});  // returns at once
//   ComputeSomethingElse();                           // both are read
//   meanwhile Show(reads.Get(0));                               // the
//   thermometer's
//
// Thread safety: one thread makes and destroys it; any thread may call ready()
// and Get() at any time between. See task.md.

#ifndef LABS_CH37_EXERCISES_2_OVERLAP_PENDING_READS_H_
#define LABS_CH37_EXERCISES_2_OVERLAP_PENDING_READS_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "labs/ch37/exercises/2_overlap/device.h"

namespace ch37 {

class PendingReads {
 public:
  // Calls Read() of each of `devices`, once and all at the same time, and does
  // not wait for any. The devices must outlive the object.
  explicit PendingReads(const std::vector<Device*>& devices);
  PendingReads(const PendingReads&) = delete;
  PendingReads& operator=(const PendingReads&) = delete;

  // Waits until every Read() has returned. No thread of ours is left.
  ~PendingReads();

  // Whether device `i` has answered. Never waits for a device.
  bool ready(size_t i) const;

  // What device `i` has answered; waits for that, and for no other device. May
  // be called any number of times.
  int64_t Get(size_t i) const;

 private:
  // BEGIN SOLUTION
  void KeepAnswer(size_t i, int64_t answer);

  mutable absl::Mutex mutex_;
  std::vector<std::optional<int64_t>> answers_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::thread> threads_;
  // STUB: // What is private is yours.
  // STUB: std::vector<Device*> devices_;
  // END SOLUTION
};

}  // namespace ch37

#endif  // LABS_CH37_EXERCISES_2_OVERLAP_PENDING_READS_H_
