// SPDX-License-Identifier: Apache-2.0
//
// A first-in, first-out queue of messages between threads. What it holds is
// bounded by bytes, not by messages: one large one may take the room of ten.
//
//   ch38::MessageQueue queue(/*capacity=*/1000);
//   std::thread sender([&] {
//     queue.Push("hello");     // Waits while there is no room.
//     queue.Close();
//   });
//   while (std::optional<std::string> message = queue.Pop()) Show(*message);
//   sender.join();
//
// Thread safety: every member function may be called from any thread at any
// time. See task.md.

#ifndef LABS_CH38_EXERCISES_3_BOUNDED_QUEUE_MESSAGE_QUEUE_H_
#define LABS_CH38_EXERCISES_3_BOUNDED_QUEUE_MESSAGE_QUEUE_H_

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace ch38 {

class MessageQueue {
 public:
  // Open and empty, with room for `capacity` bytes, 1 or more.
  explicit MessageQueue(int64_t capacity) : capacity_(capacity) {}

  // Waits until there is room for all of the message beside those inside, then
  // adds it at the end and returns true. Returns false and drops it
  //   - if the queue is closed, be it before the call or while it waits;
  //   - at once, if the message has more bytes than could ever be inside.
  bool Push(std::string message);

  // Waits while the queue is open and empty, then takes the oldest message.
  // Nothing: the queue is closed, and every message was taken.
  std::optional<std::string> Pop();

  // Lets no more messages in, and ends all waits. Those inside can still be
  // popped. Calling it again does no harm.
  void Close();

  // Of all messages inside: 0 to the capacity.
  int64_t bytes() const;

 private:
  const int64_t capacity_;
  mutable absl::Mutex mutex_;
  absl::CondVar arrived_;  // for those who wait for a message
  absl::CondVar room_;     // for those who wait for room
  std::deque<std::string> messages_ ABSL_GUARDED_BY(mutex_);
  int64_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace ch38

#endif  // LABS_CH38_EXERCISES_3_BOUNDED_QUEUE_MESSAGE_QUEUE_H_
