// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/program/world.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "common/explorer/internal/hooks/hooks.h"
#include "common/explorer/internal/program/event_log.h"
#include "common/explorer/internal/program/operation.h"

namespace explorer::internal {

void World::Begin(EventLog* log) {
  log_ = log;
  threads_count_ = 1;
  threads_[0] = Thread();
  next_[0] = Operation();
  live_ = SetOf(0);
  joining_ = locking_ = held_up_ = undecided_ = spurious_ = 0;
  to_be_woken_ = 0;
  revivals_ = 0;
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
  Announcement& announced = threads_[thread].announced;
  announced = announcement;
  if (announced.operation.kind == OpKind::kWait &&
      IsTryLocked(announced.mutex)) {
    announced.operation.unlocks = announced.mutex;
  }
  SetNext(thread, announced.operation);
  const int join = announced.join;
  if (join >= 0 && !threads_[join].ended) {
    threads_[join].joined_by |= SetOf(thread);
    joining_ |= SetOf(thread);
  }
  if (announced.operation.kind != OpKind::kTryLock) return;
  const uintptr_t object = announcement.operation.object;
  if (IsTryLocked(object)) return;
  try_locked_.push_back(object);
  needs_restart_ = true;
}

void World::SetNext(int thread, const Operation& operation) {
  const ThreadSet self = SetOf(thread);
  if (Has(locking_ | undecided_ | spurious_, thread)) ClearNext(thread);
  next_[thread] = operation;
  if (IsLock(operation.kind)) {
    locking_ |= self;
    if (IsHeldUp(thread)) held_up_ |= self;
  }
  if (IsConditional(thread) || IsPatient(thread)) undecided_ |= self;
  if (operation.kind == OpKind::kSpuriousWakeup) spurious_ |= self;
}

void World::ClearNext(int thread) {
  next_[thread] = Operation();
  locking_ &= ~SetOf(thread);
  held_up_ &= ~SetOf(thread);
  undecided_ &= ~SetOf(thread);
  spurious_ &= ~SetOf(thread);
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

bool World::HasTriedEnough(int thread) const {
  const Announcement& announced = threads_[thread].announced;
  // Of a wait it is the time-out that may be in vain.
  if (announced.operation.kind == OpKind::kWait &&
      next_[thread].kind != OpKind::kTimeOut) {
    return false;
  }
  for (const Tries& tries : threads_[thread].tries) {
    if (tries.place == announced.place)
      return tries.count >= options_.free_tries;
  }
  return false;
}

void World::TriedInVain(int thread) {
  const uint64_t place = threads_[thread].announced.place;
  if (place == 0) return;
  for (Tries& tries : threads_[thread].tries) {
    if (tries.place != place) continue;
    ++tries.count;
    return;
  }
  threads_[thread].tries.push_back({place, 1});
}

void World::Succeeded(int thread) {
  const uint64_t place = threads_[thread].announced.place;
  std::erase_if(threads_[thread].tries,
                [&](const Tries& tries) { return tries.place == place; });
}

int World::NextOfPatient(ThreadSet patient) const {
  int next = std::countr_zero(patient);
  for (ThreadSet left = patient; left != 0; left &= left - 1) {
    const int thread = std::countr_zero(left);
    if (threads_[thread].revival < threads_[next].revival) next = thread;
  }
  return next;
}

// The others can't go on now, but they could have before: what holds them up
// could have come later.
void World::Revive(int thread) {
  LogPrevented();
  const bool knew_all =
      log_ != nullptr && !log_->SeeAll(thread, threads_count_);
  if (!knew_all || Patient() != SetOf(thread)) left_out_ = true;
  threads_[thread].tries.clear();
  threads_[thread].revival = ++revivals_;
}

ThreadSet World::Patient() const {
  ThreadSet patient = 0;
  for (ThreadSet left = undecided_; left != 0; left &= left - 1) {
    const int thread = std::countr_zero(left);
    if (IsPatient(thread)) patient |= SetOf(thread);
  }
  return patient;
}

ThreadSet World::FindEnabled() const {
  if (to_be_woken_ != 0) return to_be_woken_;
  ThreadSet enabled = live_ & ~joining_ & ~held_up_ & ~undecided_;
  ThreadSet patient = 0;
  for (ThreadSet left = undecided_; left != 0; left &= left - 1) {
    const int thread = std::countr_zero(left);
    if (!IsEnabled(thread)) continue;
    (IsPatient(thread) ? patient : enabled) |= SetOf(thread);
  }
  if (enabled != 0 || patient == 0) return enabled;
  return SetOf(NextOfPatient(patient));
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

void World::SetNextOfWaiter(int thread, uintptr_t condition) {
  const Thread& state = threads_[thread];
  if (state.announced.timed) {
    SetNext(thread, {OpKind::kTimeOut, condition});
  } else if (state.spurious_wakeups < options_.spurious_wakeups) {
    SetNext(thread, {OpKind::kSpuriousWakeup, condition});
  } else {
    SetNext(thread, {OpKind::kLock, state.announced.mutex});
  }
}

void World::StopWaiting(int thread, int slot) {
  std::vector<int>& waiters = ObjectAt(slot).waiters;
  waiters.erase(std::find(waiters.begin(), waiters.end(), thread));
}

void World::Notify(int by, int waiter, int slot) {
  if (IsPatient(waiter)) left_out_ = true;
  if (log_ != nullptr) {
    const Operation& next = next_[waiter];
    if (!IsLock(next.kind) && !IsPatient(waiter)) {
      log_->Prevented(waiter, next, slot);
    }
    log_->Wake(by, waiter);
  }
  EndWait(waiter, /*notified=*/true);
}

void World::NotifyAll(int by, int slot) {
  Object& object = ObjectAt(slot);
  for (const int waiter : object.waiters) Notify(by, waiter, slot);
  object.waiters.clear();
}

void World::NotifyOne(int by, int slot) {
  Object& object = ObjectAt(slot);
  if (object.waiters.empty()) return;
  if (!options_.notify_any || object.waiters.size() == 1) {
    Notify(by, object.waiters.front(), slot);
    object.waiters.erase(object.waiters.begin());
    return;
  }
  notifier_ = by;
  for (const int waiter : object.waiters) {
    to_be_woken_ |= SetOf(waiter);
    SetNext(waiter, {OpKind::kWoken, object.address});
  }
}

int World::Wake(int waiter, int slot) {
  to_be_woken_ = 0;
  StopWaiting(waiter, slot);
  const Object& object = ObjectAt(slot);
  for (const int other : object.waiters) {
    SetNextOfWaiter(other, object.address);
  }
  SetNextOfWaiter(waiter, object.address);
  Notify(notifier_, waiter, slot);
  if (log_ != nullptr) log_->Woken(notifier_, waiter, object.address);
  return notifier_;
}

int World::Perform(int thread) {
  if (!IsPatient(thread)) return PerformNext(thread);
  Revive(thread);
  const int goes_on = PerformNext(thread);
  if (log_ != nullptr) log_->ShowAll(thread, threads_count_);
  return goes_on;
}

void World::PerformLocal(int thread) {
  const Thread& state = threads_[thread];
  TriedInVain(thread);
  if (log_ == nullptr) return;
  if (state.announced.join >= 0) log_->Join(thread, state.announced.join);
  log_->Perform(thread, next_[thread], -1);
}

void World::TryLock(int thread, int slot) {
  Thread& state = threads_[thread];
  const Mode mode = state.announced.mode;
  state.result = IsFree(ObjectAt(slot).address, thread, mode);
  if (!state.result) {
    TriedInVain(thread);
    return;
  }
  Succeeded(thread);
  Take(ObjectAt(slot), thread, mode);
  if (log_ != nullptr) log_->TryLockSucceeded(slot, mode == Mode::kShared);
}

void World::BeginWait(int thread, int slot) {
  Thread& state = threads_[thread];
  ObjectAt(slot).waiters.push_back(thread);
  state.waiting = true;
  SetNextOfWaiter(thread, ObjectAt(slot).address);
  const uintptr_t unlocks = state.announced.operation.unlocks;
  if (log_ != nullptr && unlocks != 0) log_->AlsoUnlocks(SlotOf(unlocks));
  Unlock(thread, state.announced.mutex, state.announced.mutex_mode);
}

void World::PerformLock(int thread, int slot) {
  const Operation& lock = next_[thread];
  if (lock == threads_[thread].announced.operation) TriedInVain(thread);
  Take(ObjectAt(slot), thread,
       lock.kind == OpKind::kLock ? Mode::kExclusive : Mode::kShared);
  // The condition may be gone as soon as the thread goes on.
  threads_[thread].announced.guard = {};
}

int World::PerformNext(int thread) {
  const Operation operation = next_[thread];
  if (operation.kind == OpKind::kLocal) {
    PerformLocal(thread);
    return thread;
  }
  const int slot = SlotOf(operation.object);
  if (operation.kind == OpKind::kWoken) return Wake(thread, slot);
  if (log_ != nullptr) {
    log_->Perform(thread, operation, slot, IsConditional(thread));
  }
  switch (operation.kind) {
    case OpKind::kLock:
    case OpKind::kReaderLock:
      PerformLock(thread, slot);
      return thread;
    case OpKind::kTryLock:
      TryLock(thread, slot);
      return thread;
    case OpKind::kUnlock:
      LetGo(thread, threads_[thread].announced.mode, slot);
      return thread;
    case OpKind::kWait:
      BeginWait(thread, slot);
      return -1;
    case OpKind::kTimeOut:
      TriedInVain(thread);
      StopWaiting(thread, slot);
      EndWait(thread, /*notified=*/false);
      return -1;
    case OpKind::kSpuriousWakeup:
      ++threads_[thread].spurious_wakeups;
      StopWaiting(thread, slot);
      EndWait(thread, /*notified=*/true);
      return -1;
    case OpKind::kNotifyOne:
      NotifyOne(thread, slot);
      return to_be_woken_ == 0 ? thread : -1;
    case OpKind::kNotifyAll:
      NotifyAll(thread, slot);
      return thread;
    default:
      return thread;  // memory: it is the program that reads and writes it
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
    if (IsPatient(thread)) continue;
    const bool waits_for_lock = IsLock(next_[thread].kind) &&
                                !threads_[thread].waiting && !IsEnabled(thread);
    if (!waits_for_lock && !Has(spurious_, thread)) continue;
    const int slot = slots_.Find(next_[thread].object);
    if (slot >= 0) {
      log_->Prevented(thread, next_[thread], slot, IsConditional(thread));
    }
  }
}

}  // namespace explorer::internal
