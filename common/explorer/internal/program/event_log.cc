// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/program/event_log.h"

#include <array>
#include <bit>
#include <cstddef>
#include <vector>

#include "absl/types/span.h"
#include "common/explorer/internal/program/operation.h"
#include "common/explorer/internal/program/vector_clock.h"

namespace explorer::internal {
namespace {

bool IsShared(OpKind kind) {
  return kind == OpKind::kRead || kind == OpKind::kReaderLock;
}

}  // namespace

void EventLog::Last::Clear() {
  write = -1;
  readers = 0;
}

void EventLog::Last::Add(int thread, int event, bool shared) {
  if (shared) {
    readers |= SetOf(thread);
    read_of[thread] = event;
  } else {
    write = event;
    readers = 0;
  }
}

void EventLog::Begin(size_t same) {
  same_ = same;
  // Which thread a notification wakes is a part of the notification.
  if (same < size_ && events_[same].operation.kind == OpKind::kWoken) --same_;
  size_ = 0;
  used_ = 0;
  prevented_.clear();
  reversible_.clear();
  clocks_[0].Clear();
  last_of_[0] = -1;
}

EventLog::Object& EventLog::ObjectAt(int slot) {
  if (objects_.size() <= static_cast<size_t>(slot)) objects_.resize(slot + 1);
  for (; used_ <= static_cast<size_t>(slot); ++used_) {
    Object& object = objects_[used_];
    object.event.Clear();
    object.lock.Clear();
    object.released.Clear();
    object.shared_released.Clear();
  }
  return objects_[slot];
}

absl::Span<const int> EventLog::Predecessors(const Last& last, bool shared) {
  size_t count = 0;
  if (shared || last.readers == 0) {
    if (last.write >= 0) predecessors_[count++] = last.write;
  } else {
    // The readers come after the last write, so that one is no neighbour.
    for (ThreadSet left = last.readers; left != 0; left &= left - 1) {
      predecessors_[count++] = last.read_of[std::countr_zero(left)];
    }
  }
  return {predecessors_.data(), count};
}

// Pairs `event`, which thread `thread` performs, with those of its predecessors
// that nothing but their order puts before it.
void EventLog::AddReversible(int thread, absl::Span<const int> predecessors,
                             int event) {
  const VectorClock& known = at(event).before;
  for (int first : predecessors) {
    if (events_[first].thread == thread || HappenedBefore(first, known)) {
      continue;
    }
    bool neighbour = true;
    for (int other : predecessors) {
      if (other != first && HappenedBefore(first, events_[other].after)) {
        neighbour = false;
      }
    }
    if (neighbour) reversible_.push_back({first, event});
  }
}

void EventLog::FindPredecessorsOfLock(int number, Object& object) {
  Event& event = events_[number];
  const bool shared = IsShared(event.operation.kind);
  event.previous_lock = object.lock.write;
  AddReversible(event.thread, Predecessors(object.lock, shared), number);
  clocks_[event.thread].Join(object.released);
  if (!shared) clocks_[event.thread].Join(object.shared_released);
}

void EventLog::FindPredecessors(int number, Object& object) {
  const Event& event = events_[number];
  if (IsLock(event.operation.kind)) {
    FindPredecessorsOfLock(number, object);
    return;
  }
  ComeAfter(number, IsShared(event.operation.kind), object);
}

void EventLog::ComeAfter(int number, bool shared, Object& object) {
  const int thread = events_[number].thread;
  const absl::Span<const int> predecessors = Predecessors(object.event, shared);
  AddReversible(thread, predecessors, number);
  for (int first : predecessors) clocks_[thread].Join(events_[first].after);
}

void EventLog::Describe(int number, int thread, Operation operation,
                        bool conditional) {
  Event& event = events_[number];
  event.thread = thread;
  event.operation = operation;
  event.previous = last_of_[thread];
  event.previous_lock = -1;
  event.conditional = conditional;
  event.before = clocks_[thread];
}

void EventLog::Perform(int thread, Operation operation, int slot,
                       bool conditional) {
  if (size_ == events_.size()) events_.emplace_back();
  const int number = static_cast<int>(size_++);
  const bool is_same = IsSame(number);
  if (!is_same) Describe(number, thread, operation, conditional);
  VectorClock& clock = clocks_[thread];
  Event& event = events_[number];
  event.released_after = -1;
  last_of_[thread] = number;
  if (slot >= 0) {
    Object& object = ObjectAt(slot);
    if (!is_same) FindPredecessors(number, object);
    const bool shared = IsShared(operation.kind);
    object.event.Add(thread, number, shared);
    if (IsLock(operation.kind)) object.lock.Add(thread, number, shared);
  }
  if (!is_same) {
    event.tick = clock.Advance(thread);
    event.after = clock;
  } else {
    clock = event.after;
  }
}

void EventLog::AlsoUnlocks(int slot) {
  const int number = static_cast<int>(size_) - 1;
  Event& event = events_[number];
  Object& object = ObjectAt(slot);
  if (!IsSame(number)) {
    ComeAfter(number, /*shared=*/false, object);
    event.after.Join(clocks_[event.thread]);
  }
  object.event.Add(event.thread, number, /*shared=*/false);
}

void EventLog::TryLockSucceeded(int slot, bool shared) {
  const int event = static_cast<int>(size_) - 1;
  Object& object = ObjectAt(slot);
  events_[event].previous_lock = object.lock.write;
  object.lock.Add(events_[event].thread, event, shared);
}

void EventLog::Release(int thread, int slot, bool shared) {
  Object& object = ObjectAt(slot);
  if (shared) {
    object.shared_released.Join(clocks_[thread]);
    events_[object.lock.read_of[thread]].released_after = last_of_[thread];
  } else {
    object.released = clocks_[thread];
  }
}

void EventLog::Spawn(int parent, int child) {
  clocks_[child] = clocks_[parent];
  last_of_[child] = -1;
}

void EventLog::Join(int thread, int ended) {
  clocks_[thread].Join(clocks_[ended]);
}

void EventLog::Wake(int by, int waiter) { clocks_[waiter].Join(clocks_[by]); }

void EventLog::Woken(int by, int waiter, uintptr_t condition) {
  const int notification = last_of_[by];
  Perform(waiter, {OpKind::kWoken, condition}, /*slot=*/-1);
  const VectorClock& after = events_[last_of_[waiter]].after;
  events_[notification].after.Join(after);
  clocks_[by].Join(after);
}

bool EventLog::SeeAll(int thread, int threads) {
  const VectorClock before = clocks_[thread];
  for (int other = 0; other < threads; ++other) {
    clocks_[thread].Join(clocks_[other]);
  }
  return !(clocks_[thread] == before);
}

void EventLog::ShowAll(int thread, int threads) {
  for (int other = 0; other < threads; ++other) {
    clocks_[other].Join(clocks_[thread]);
  }
}

void EventLog::Prevented(int thread, Operation operation, int slot,
                         bool conditional) {
  Event& event = prevented_.emplace_back();
  event.thread = thread;
  event.operation = operation;
  event.previous = last_of_[thread];
  event.conditional = conditional;
  event.before = clocks_[thread];
  event.after = event.before;
  event.tick = event.after.Advance(thread);
  const Object& object = ObjectAt(slot);
  const bool shared = IsShared(operation.kind);
  const bool lock = IsLock(operation.kind);
  if (lock) event.previous_lock = object.lock.write;
  AddReversible(thread, Predecessors(lock ? object.lock : object.event, shared),
                ~static_cast<int>(prevented_.size() - 1));
}

}  // namespace explorer::internal
