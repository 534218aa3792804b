// SPDX-License-Identifier: Apache-2.0

#include "labs/ch38/exercises/3_bounded_queue/message_queue.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/synchronization/mutex.h"

namespace ch38 {

bool MessageQueue::Push(std::string message) {
  const auto size = static_cast<int64_t>(message.size());
  // BEGIN SOLUTION
  if (size > capacity_) return false;
  absl::MutexLock push_lock(&mutex_);
  while (!closed_ && bytes_ + size > capacity_) room_.Wait(&mutex_);
  if (closed_) return false;
  // STUB: // Refuses what it ought to wait for.
  // STUB: if (closed_ || bytes_ + size > capacity_) return false;
  // END SOLUTION
  bytes_ += size;
  messages_.push_back(std::move(message));
  // BEGIN SOLUTION
  arrived_.Signal();
  // END SOLUTION
  return true;
}

std::optional<std::string> MessageQueue::Pop() {
  // BEGIN SOLUTION
  absl::MutexLock pop_lock(&mutex_);
  while (!closed_ && messages_.empty()) arrived_.Wait(&mutex_);
  // STUB: // Takes what is there, and does not wait.
  // END SOLUTION
  if (messages_.empty()) return std::nullopt;
  std::string message = std::move(messages_.front());
  messages_.pop_front();
  bytes_ -= static_cast<int64_t>(message.size());
  // BEGIN SOLUTION
  // To all: there may be room for several now, or just for the last in line.
  room_.SignalAll();
  // END SOLUTION
  return message;
}

void MessageQueue::Close() {
  // BEGIN SOLUTION
  absl::MutexLock close_lock(&mutex_);
  closed_ = true;
  arrived_.SignalAll();
  room_.SignalAll();  // They need not wait any more.
  // STUB: closed_ = true;
  // END SOLUTION
}

int64_t MessageQueue::bytes() const {
  // BEGIN SOLUTION
  absl::MutexLock bytes_lock(&mutex_);
  // END SOLUTION
  return bytes_;
}

}  // namespace ch38
