// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/exercises/2_overlap/pending_reads.h"

#include <cstddef>
#include <cstdint>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "labs/ch37/exercises/2_overlap/device.h"

namespace ch37 {

PendingReads::PendingReads(const std::vector<Device*>& devices)
    // BEGIN SOLUTION
    : answers_(devices.size()) {
  for (size_t i = 0; i < devices.size(); ++i) {
    threads_.emplace_back(
        [this, i, device = devices[i]] { KeepAnswer(i, device->Read()); });
  }
}
// STUB:     : devices_(devices) {}
// END SOLUTION

PendingReads::~PendingReads() {
  // BEGIN SOLUTION
  for (std::thread& thread : threads_) thread.join();
  // END SOLUTION
}

// BEGIN SOLUTION
void PendingReads::KeepAnswer(size_t i, int64_t answer) {
  absl::MutexLock keep_lock(&mutex_);
  answers_[i] = answer;
}

// END SOLUTION
bool PendingReads::ready(size_t i) const {
  // BEGIN SOLUTION
  absl::MutexLock ready_lock(&mutex_);
  return answers_[i].has_value();
  // STUB: return i >= devices_.size();  // No device has answered yet.
  // END SOLUTION
}

int64_t PendingReads::Get(size_t i) const {
  // BEGIN SOLUTION
  const auto has_answer = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return answers_[i].has_value();
  };
  absl::MutexLock get_lock(&mutex_, absl::Condition(&has_answer));
  return *answers_[i];
  // STUB: return devices_[i]->Read();  // Too late to overlap with anything.
  // END SOLUTION
}

}  // namespace ch37
