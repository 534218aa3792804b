// SPDX-License-Identifier: Apache-2.0
//
// What happened in an execution, event by event, which event happened before
// which, and which pairs could have come the other way round.
//
//   EventLog log;
//   log.Begin();
//   log.Perform(0, {OpKind::kWrite, x}, slot);
//   log.Perform(1, {OpKind::kRead, x}, slot);
//   log.reversible();   // {{0, 1}}: thread 1 could have read first
//
// An event is an operation that was performed. It happened before another if
// a chain of threads' own orders, of dependent operations, and of starts, joins
// and wake-ups leads there; all executions with the same relation are one
// Mazurkiewicz trace. A pair of dependent events of two threads is reversible
// if nothing but their own order puts the first before the second. That
// includes events that did not come to pass: a lock that waits for its holder
// to the end could have come first.
//
// Locks are paired with locks: letting go of a mutex is no event (unless
// another thread can notice by trying to lock), since a lock that comes first
// does so before the other's lock, not before its unlock.
//
// Thread safety: none; one exploration has one. Errors: none.
//
// Source: C. Flanagan and P. Godefroid, "Dynamic partial-order reduction for
// model checking software", 2005; P. Abdulla et al., "Source sets: a foundation
// for optimal dynamic partial order reduction", 2017.

#ifndef COMMON_EXPLORER_INTERNAL_PROGRAM_EVENT_LOG_H_
#define COMMON_EXPLORER_INTERNAL_PROGRAM_EVENT_LOG_H_

#include <array>
#include <cstddef>
#include <vector>

#include "absl/types/span.h"
#include "common/explorer/internal/program/operation.h"
#include "common/explorer/internal/program/vector_clock.h"

namespace explorer::internal {

struct Event {
  int thread = 0;
  Operation operation;
  Tick tick = 0;      // which of its thread
  int previous = -1;  // the event of its thread before it; -1: none
  // The exclusive lock of the same object before it; -1: none. For locks.
  int previous_lock = -1;
  // The event after which the thread let go of it; -1: it did not. Of readers'
  // locks.
  int released_after = -1;
  // A lock that also waited for a condition.
  bool conditional = false;
  VectorClock before;  // what its thread knew before it
  VectorClock after;   // and with it
};

// Two events, the earlier one first, as numbers for EventLog::at().
struct Pair {
  int first = 0;
  int second = 0;  // below 0: it did not come to pass
};

class EventLog {
 public:
  // A new execution, whose first events are the same as those of the last one,
  // with the same between them; of these, pairs are not looked for again.
  void Begin(size_t same = 0);

  // The thread performed the operation. `slot` numbers the operation's object
  // in this execution, densely from 0; kLocal and kWoken have none: -1.
  // `conditional`: a lock that also waits for a condition, which only changes
  // while the object is locked.
  void Perform(int thread, Operation operation, int slot,
               bool conditional = false);

  // The operation that was performed last unlocks this object, too
  // (Operation::unlocks).
  void AlsoUnlocks(int slot);

  // The kTryLock that was performed last got the object.
  void TryLockSucceeded(int slot, bool shared);

  // The thread let go of the object, without an event or in the last one.
  // `shared`: as a reader.
  void Release(int thread, int slot, bool shared);
  void Spawn(int parent, int child);
  void Join(int thread, int ended);
  // A notification by `by` ended the wait of `waiter`.
  void Wake(int by, int waiter);
  // The last event of `by`, a notification, wakes this one of several. An
  // event, for which of them it is; but nothing can come between the two.
  void Woken(int by, int waiter, uintptr_t condition);
  // The thread's next event comes after all that happened so far in so many
  // threads; whether that is news.
  bool SeeAll(int thread, int threads);
  // The thread's last event comes before all that follows.
  void ShowAll(int thread, int threads);

  // An operation that the thread did not come to perform because of what others
  // did: the last event at the object comes first instead. Locks, at the end of
  // an execution; kTimeOut, after the notification that came first.
  void Prevented(int thread, Operation operation, int slot,
                 bool conditional = false);

  // The events that happened, in order.
  absl::Span<const Event> happened() const { return {events_.data(), size_}; }
  // Those of which an event is new in this execution.
  const std::vector<Pair>& reversible() const { return reversible_; }

  // The event of this number; below 0: one that did not come to pass.
  const Event& at(int event) const {
    return event >= 0 ? events_[event] : prevented_[~event];
  }

  // Whether the event happened before a moment with this clock.
  bool HappenedBefore(int event, const VectorClock& clock) const {
    return clock.Knows(events_[event].thread, events_[event].tick);
  }

 private:
  // What came last at an object: a write, or reads after it.
  struct Last {
    int write = -1;
    ThreadSet readers = 0;
    std::array<int, kMaxThreads> read_of;  // of each of the readers

    void Clear();
    void Add(int thread, int event, bool shared);
  };

  struct Object {
    Last event;
    Last lock;
    VectorClock released;         // by exclusive holders
    VectorClock shared_released;  // by readers
  };

  Object& ObjectAt(int slot);
  // Whether the event of this number is as in the last execution.
  bool IsSame(int number) const { return static_cast<size_t>(number) < same_; }
  // Fills in the event of this number, all but `after`.
  void Describe(int number, int thread, Operation operation, bool conditional);
  // What the event comes after and has its thread know.
  void FindPredecessors(int number, Object& object);
  // Those of `last` that a next read or write comes right after.
  absl::Span<const int> Predecessors(const Last& last, bool shared);
  void AddReversible(int thread, absl::Span<const int> predecessors, int event);
  void FindPredecessorsOfLock(int number, Object& object);
  // Orders the event after those at the object.
  void ComeAfter(int number, bool shared, Object& object);

  std::vector<Event> events_;  // the first size_ are in use
  size_t size_ = 0;
  size_t same_ = 0;  // as in the last execution, so many of them
  std::vector<Event> prevented_;
  std::vector<Object> objects_;  // the first used_ are in use
  size_t used_ = 0;
  std::array<VectorClock, kMaxThreads> clocks_;
  std::array<int, kMaxThreads> last_of_;  // event of each thread
  std::array<int, kMaxThreads> predecessors_;
  std::vector<Pair> reversible_;
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_PROGRAM_EVENT_LOG_H_
