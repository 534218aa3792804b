// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/world.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "common/explorer/internal/event_log.h"
#include "common/explorer/internal/hooks.h"
#include "common/explorer/internal/operation.h"

namespace explorer::internal {

void World::Begin(EventLog* log) {
  log_ = log;
  threads_count_ = 1;
  threads_[0] = Thread();
  next_[0] = Operation();
  live_ = SetOf(0);
  joining_ = locking_ = held_up_ = undecided_ = 0;
  operations_ = 0;
  slots_.Clear();
}

int World::Spawn(int parent) {
  if (threads_count_ == kMaxThreads) return -1;
  const int child = threads_count_++;
  threads_[child] = Thread();
  next_[child] = Operation();
  live_ |= SetOf(child);
  if (log_ != nullptr) log_->Spawn(parent, child);
  return child;
}

void World::Announce(int thread, const Announcement& announcement) {
  threads_[thread].announced = announcement;
  SetNext(thread, announcement.operation);
  const int join = announcement.join;
  if (join >= 0 && !threads_[join].ended) {
    threads_[join].joined_by |= SetOf(thread);
    joining_ |= SetOf(thread);
  }
  if (announcement.operation.kind != OpKind::kTryLock) return;
  const uintptr_t object = announcement.operation.object;
  if (IsTryLocked(object)) return;
  try_locked_.push_back(object);
  needs_restart_ = true;
}

void World::SetNext(int thread, const Operation& operation) {
  const ThreadSet self = SetOf(thread);
  if (Has(locking_ | undecided_, thread)) ClearNext(thread);
  next_[thread] = operation;
  if (IsLock(operation.kind)) {
    locking_ |= self;
    if (IsHeldUp(thread)) held_up_ |= self;
    if (IsConditional(thread)) undecided_ |= self;
  } else if (operation.kind == OpKind::kTimeOut ||
             threads_[thread].announced.yields) {
    undecided_ |= self;
  }
}

void World::ClearNext(int thread) {
  next_[thread] = Operation();
  locking_ &= ~SetOf(thread);
  held_up_ &= ~SetOf(thread);
  undecided_ &= ~SetOf(thread);
}

void World::End(int thread) {
  ClearNext(thread);
  threads_[thread].ended = true;
  live_ &= ~SetOf(thread);
  joining_ &= ~threads_[thread].joined_by;
}

int World::SlotOf(uintptr_t address) {
  const int before = slots_.size();
  const int slot = slots_.Of(address);
  if (slots_.size() == before) return slot;
  if (objects_.size() < static_cast<size_t>(slots_.size())) {
    objects_.emplace_back();
  }
  Object& object = ObjectAt(slot);
  object.address = address;
  object.holder = -1;
  object.readers = 0;
  object.waiters.clear();
  return slot;
}

const World::Object* World::FindObject(uintptr_t address) const {
  const int slot = slots_.Find(address);
  return slot < 0 ? nullptr : &objects_[static_cast<size_t>(slot)];
}

bool World::IsFree(uintptr_t mutex, int thread, Mode mode) const {
  const Object* object = FindObject(mutex);
  if (object == nullptr) return true;
  if (object->holder >= 0) return false;
  // Not twice by one thread: a writer that comes in between would hold it up,
  // and it the writer.
  return mode == Mode::kShared ? !Has(object->readers, thread)
                               : object->readers == 0;
}

bool World::IsHeldUp(int thread) const {
  const Operation& lock = next_[thread];
  const Mode mode =
      lock.kind == OpKind::kLock ? Mode::kExclusive : Mode::kShared;
  return threads_[thread].waiting || !IsFree(lock.object, thread, mode);
}

void World::FindHeldUp(const Object& object) {
  for (ThreadSet left = locking_; left != 0; left &= left - 1) {
    const int thread = std::countr_zero(left);
    if (next_[thread].object != object.address) continue;
    held_up_ &= ~SetOf(thread);
    if (IsHeldUp(thread)) held_up_ |= SetOf(thread);
  }
}

bool World::IsEnabled(int thread) const {
  if (Has(joining_ | held_up_, thread)) return false;
  const Guard& guard = threads_[thread].announced.guard;
  return !IsConditional(thread) || guard.holds(guard.argument);
}

bool World::IsConditional(int thread) const {
  const Announcement& announced = threads_[thread].announced;
  return announced.guard.holds != nullptr &&
         next_[thread] == announced.operation;
}

bool World::IsPatient(int thread) const {
  constexpr uint32_t kFreeYields = 1;
  // More, as code that waits for a time more than once in a row is no loop yet.
  constexpr uint32_t kFreeTimeOuts = 4;
  const Thread& state = threads_[thread];
  switch (next_[thread].kind) {
    case OpKind::kLocal:
      return state.announced.yields &&
             PausedOften(thread, state.yields, kFreeYields);
    case OpKind::kTimeOut:
      return PausedOften(thread, state.time_outs, kFreeTimeOuts);
    default:
      return false;
  }
}

void World::Paused(int thread, Pauses& pauses) {
  const uint32_t others = PerformedByOthers(thread);
  pauses = {.count = pauses.others == others ? pauses.count + 1 : 1,
            .others = others};
}

bool World::PausedOften(int thread, const Pauses& pauses, uint32_t free) const {
  return pauses.count >= free && pauses.others == PerformedByOthers(thread);
}

ThreadSet World::FindEnabled() const {
  ThreadSet enabled = live_ & ~joining_ & ~held_up_ & ~undecided_;
  ThreadSet patient = 0;  // would let others go first
  for (ThreadSet left = undecided_; left != 0; left &= left - 1) {
    const int thread = std::countr_zero(left);
    if (!IsEnabled(thread)) continue;
    enabled |= SetOf(thread);
    if (IsPatient(thread)) patient |= SetOf(thread);
  }
  if (patient == 0 || enabled == patient) return enabled;
  left_out_ = true;
  return enabled & ~patient;
}

void World::Take(Object& object, int thread, Mode mode) {
  if (mode == Mode::kExclusive) {
    object.holder = thread;
  } else {
    object.readers |= SetOf(thread);
  }
  FindHeldUp(object);
}

void World::LetGo(int thread, Mode mode, int slot) {
  Object& object = ObjectAt(slot);
  if (mode == Mode::kExclusive) {
    object.holder = -1;
  } else {
    object.readers &= ~SetOf(thread);
  }
  FindHeldUp(object);
  if (log_ != nullptr) log_->Release(thread, slot, mode == Mode::kShared);
}

void World::Unlock(int thread, uintptr_t mutex, Mode mode) {
  LetGo(thread, mode, SlotOf(mutex));
}

void World::EndWait(int thread, bool notified) {
  Thread& state = threads_[thread];
  state.waiting = false;
  state.result = notified;
  const bool shared = state.announced.mutex_mode == Mode::kShared;
  SetNext(thread, {shared ? OpKind::kReaderLock : OpKind::kLock,
                   state.announced.mutex});
}

void World::Notify(int by, int slot, size_t count) {
  Object& object = ObjectAt(slot);
  count = std::min(count, object.waiters.size());
  for (size_t i = 0; i < count; ++i) {
    const int waiter = object.waiters[i];
    if (log_ != nullptr) {
      if (threads_[waiter].announced.timed) {
        log_->Prevented(waiter, next_[waiter], slot);
      }
      log_->Wake(by, waiter);
    }
    EndWait(waiter, /*notified=*/true);
  }
  object.waiters.erase(
      object.waiters.begin(),
      object.waiters.begin() + static_cast<std::ptrdiff_t>(count));
}

void World::PerformLocal(int thread) {
  Thread& state = threads_[thread];
  if (state.announced.yields) Paused(thread, state.yields);
  if (log_ == nullptr) return;
  if (state.announced.join >= 0) log_->Join(thread, state.announced.join);
  log_->Perform(thread, next_[thread], -1);
}

void World::PerformTryLock(int thread, int slot) {
  Thread& state = threads_[thread];
  const Mode mode = state.announced.mode;
  state.result = IsFree(ObjectAt(slot).address, thread, mode);
  if (!state.result) return;
  Take(ObjectAt(slot), thread, mode);
  if (log_ != nullptr) log_->TryLockSucceeded(slot, mode == Mode::kShared);
}

void World::BeginWait(int thread, int slot) {
  Thread& state = threads_[thread];
  ObjectAt(slot).waiters.push_back(thread);
  state.waiting = true;
  if (state.announced.timed) {
    SetNext(thread, {OpKind::kTimeOut, ObjectAt(slot).address});
  } else {
    SetNext(thread, {OpKind::kLock, state.announced.mutex});
  }
  Unlock(thread, state.announced.mutex, state.announced.mutex_mode);
}

void World::TimeOut(int thread, int slot) {
  Paused(thread, threads_[thread].time_outs);
  std::vector<int>& waiters = ObjectAt(slot).waiters;
  waiters.erase(std::find(waiters.begin(), waiters.end(), thread));
  EndWait(thread, /*notified=*/false);
}

bool World::Perform(int thread) {
  const Operation operation = next_[thread];
  ++operations_;
  ++threads_[thread].performed;
  if (operation.kind == OpKind::kLocal) {
    PerformLocal(thread);
    return true;
  }
  const int slot = SlotOf(operation.object);
  if (log_ != nullptr) {
    log_->Perform(thread, operation, slot, IsConditional(thread));
  }
  switch (operation.kind) {
    case OpKind::kLock:
      Take(ObjectAt(slot), thread, Mode::kExclusive);
      return true;
    case OpKind::kReaderLock:
      Take(ObjectAt(slot), thread, Mode::kShared);
      return true;
    case OpKind::kTryLock:
      PerformTryLock(thread, slot);
      return true;
    case OpKind::kUnlock:
      LetGo(thread, threads_[thread].announced.mode, slot);
      return true;
    case OpKind::kWait:
      BeginWait(thread, slot);
      return false;
    case OpKind::kTimeOut:
      TimeOut(thread, slot);
      return false;
    case OpKind::kNotifyOne:
      Notify(thread, slot, 1);
      return true;
    case OpKind::kNotifyAll:
      Notify(thread, slot, kMaxThreads);
      return true;
    default:
      return true;  // memory: it is the program that reads and writes it
  }
}

bool World::IsTryLocked(uintptr_t object) const {
  return std::find(try_locked_.begin(), try_locked_.end(), object) !=
         try_locked_.end();
}

int World::HolderOf(uintptr_t mutex) const {
  const Object* object = FindObject(mutex);
  return object == nullptr ? -1 : object->holder;
}

ThreadSet World::ReadersOf(uintptr_t mutex) const {
  const Object* object = FindObject(mutex);
  return object == nullptr ? 0 : object->readers;
}

std::vector<uintptr_t> World::MutexesOf(int thread) const {
  std::vector<uintptr_t> mutexes;
  for (int slot = 0; slot < slots_.size(); ++slot) {
    const Object& object = objects_[static_cast<size_t>(slot)];
    if (object.holder == thread || Has(object.readers, thread)) {
      mutexes.push_back(object.address);
    }
  }
  return mutexes;
}

ThreadSet World::WaitersOf(uintptr_t condition) const {
  ThreadSet waiters = 0;
  const Object* object = FindObject(condition);
  if (object == nullptr) return waiters;
  for (int thread : object->waiters) waiters |= SetOf(thread);
  return waiters;
}

void World::LogPrevented() {
  if (log_ == nullptr) return;
  for (ThreadSet left = live_; left != 0; left &= left - 1) {
    const int thread = std::countr_zero(left);
    if (!IsLock(next_[thread].kind)) continue;
    if (threads_[thread].waiting || IsEnabled(thread)) continue;
    const int slot = slots_.Find(next_[thread].object);
    if (slot >= 0) {
      log_->Prevented(thread, next_[thread], slot, IsConditional(thread));
    }
  }
}

}  // namespace explorer::internal
