// SPDX-License-Identifier: Apache-2.0
//
// BoundedQueue<T>: a first-in, first-out queue between threads that holds at
// most `capacity` items.
//
// Use it to hand work from producers to consumers when the producers may be the
// faster ones: a full queue makes them wait (back-pressure) where an unbounded
// one would fill the memory.
//
//   sync_util::BoundedQueue<std::string> lines(/*capacity=*/100);
//   std::thread consumer([&] {
//     while (std::optional<std::string> line = lines.Pop()) Handle(*line);
//   });
//   for (std::string& line : all_lines) lines.Push(std::move(line));
//   lines.Close();  // The consumer handles what is left, then its loop ends.
//   consumer.join();
//
// What each call does in each state of the queue:
//
//   state             Push     TryPush   Pop      TryPop    Close
//   ----------------  -------  --------  -------  --------  ----------------
//   open, empty       adds     adds      waits    nullopt   -> closed, empty
//   open, some items  adds     adds      takes    takes     -> closed, items
//   open, full        waits    false     takes    takes     -> closed, items
//   closed, items     false    false     takes    takes     stays
//   closed, empty     false    false     nullopt  nullopt   stays
//
// A closed queue never opens again, and Close() wakes everyone who waits.
//
// Thread safety: every member function may be called from any thread at any
// time. Only the destructor must come after every other call has returned.
// Items pushed by one thread come out in the order in which it pushed them.
//
// Errors: none but a capacity below 1, which ends the program with a message.
//
// Source: the bounded buffer of Dijkstra's "Cooperating sequential processes"
// (1965), with the conditional critical sections of absl::Mutex: a waiter names
// the condition it waits for, and nobody has to remember to signal it
// (https://abseil.io/docs/cpp/guides/synchronization).

#ifndef COMMON_SYNC_BOUNDED_QUEUE_H_
#define COMMON_SYNC_BOUNDED_QUEUE_H_

#include <deque>
#include <optional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/log/absl_check.h"
#include "absl/synchronization/mutex.h"

namespace sync_util {

// T must be movable; it need not be copyable.
template <typename T>
class BoundedQueue {
 public:
  // An open, empty queue for up to `capacity` items, at least 1.
  explicit BoundedQueue(int capacity) : capacity_(capacity) {
    ABSL_CHECK_GE(capacity, 1)
        << "BoundedQueue: nothing could ever pass through a queue without "
           "room; give it a capacity of at least 1";
  }

  BoundedQueue(const BoundedQueue&) = delete;
  BoundedQueue& operator=(const BoundedQueue&) = delete;

  // Waits while the queue is full, then adds `item` at its end and returns
  // true. Returns false, and drops `item`, when the queue is closed: nobody
  // will ever ask for it.
  bool Push(T item) {
    absl::MutexLock lock(&mu_,
                         absl::Condition(this, &BoundedQueue::MayStopPushWait));
    if (closed_) return false;
    items_.push_back(std::move(item));
    return true;
  }

  // As Push, but returns false at once where Push would wait. Then the caller
  // still has `item` unchanged, to try again later or to put it elsewhere.
  bool TryPush(T&& item) {
    absl::MutexLock lock(&mu_);
    if (closed_ || IsFull()) return false;
    items_.push_back(std::move(item));
    return true;
  }

  // Waits while the queue is open and empty, then takes the oldest item.
  // Nothing means the end: the queue is closed and every item was taken.
  std::optional<T> Pop() {
    absl::MutexLock lock(&mu_,
                         absl::Condition(this, &BoundedQueue::MayStopPopWait));
    return TakeOldest();
  }

  // As Pop, but returns nothing at once where Pop would wait. So nothing may
  // mean "not now" as well as "never again".
  std::optional<T> TryPop() {
    absl::MutexLock lock(&mu_);
    return TakeOldest();
  }

  // Lets no more items in. Those already inside can still be popped. Calling
  // it again does no harm.
  void Close() {
    absl::MutexLock lock(&mu_);
    closed_ = true;
  }

  // The number of items inside, 0 to capacity(). Other threads may have
  // changed it by the time the caller looks: good for reports, not for deciding
  // whether to push or pop (use TryPush and TryPop).
  int size() const {
    absl::MutexLock lock(&mu_);
    return static_cast<int>(items_.size());
  }

  int capacity() const { return capacity_; }

 private:
  bool IsFull() const ABSL_SHARED_LOCKS_REQUIRED(mu_) {
    return static_cast<int>(items_.size()) == capacity_;
  }

  bool MayStopPushWait() const ABSL_SHARED_LOCKS_REQUIRED(mu_) {
    return closed_ || !IsFull();
  }

  bool MayStopPopWait() const ABSL_SHARED_LOCKS_REQUIRED(mu_) {
    return closed_ || !items_.empty();
  }

  std::optional<T> TakeOldest() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    if (items_.empty()) return std::nullopt;
    std::optional<T> item(std::move(items_.front()));
    items_.pop_front();
    return item;
  }

  const int capacity_;
  mutable absl::Mutex mu_;
  std::deque<T> items_ ABSL_GUARDED_BY(mu_);
  bool closed_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace sync_util

#endif  // COMMON_SYNC_BOUNDED_QUEUE_H_
