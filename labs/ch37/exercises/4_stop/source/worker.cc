// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/exercises/4_stop/worker.h"

#include <cstdint>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"

namespace ch37 {

Worker::Worker(Handle handle) : handle_(std::move(handle)) {
  thread_ = std::thread([this] { Run(); });
}

Worker::~Worker() {
  // BEGIN SOLUTION
  Stop();
  // STUB: thread_.join();  // For ever.
  // END SOLUTION
}

bool Worker::Submit(int64_t item) {
  absl::MutexLock lock(&mutex_);
  // BEGIN SOLUTION
  if (stop_requested_) return false;
  // END SOLUTION
  items_.push_back(item);
  return true;
}

void Worker::RequestStop() {
  // BEGIN SOLUTION
  absl::MutexLock stop_lock(&mutex_);
  stop_requested_ = true;
  // STUB: // It must learn of this, even if it waits for an item.
  // END SOLUTION
}

bool Worker::stop_requested() const {
  // BEGIN SOLUTION
  absl::MutexLock look_lock(&mutex_);
  return stop_requested_;
  // STUB: return false;
  // END SOLUTION
}

std::vector<int64_t> Worker::Stop() {
  RequestStop();
  // BEGIN SOLUTION
  if (thread_.joinable()) thread_.join();
  absl::MutexLock left_lock(&mutex_);
  const std::vector<int64_t> left(items_.begin(), items_.end());
  items_.clear();
  return left;
  // STUB: return {};
  // END SOLUTION
}

void Worker::Run() {
  while (std::optional<int64_t> item = WaitForItem()) handle_(*item);
}

// Nothing: the thread is to end.
std::optional<int64_t> Worker::WaitForItem() {
  absl::MutexLock lock(&mutex_,
                       // BEGIN SOLUTION
                       absl::Condition(this, &Worker::HasItemOrMustStop));
  if (stop_requested_) return std::nullopt;
  // STUB:                      absl::Condition(this, &Worker::HasItem));
  // END SOLUTION
  const int64_t item = items_.front();
  items_.pop_front();
  return item;
}

}  // namespace ch37
