// SPDX-License-Identifier: Apache-2.0
//
// The state of what the program's threads share, as far as it decides who may
// go on: who holds which mutex, who waits for what. A thread announces its next
// operation; when the search chooses it, the operation is performed.
//
//   World world;
//   world.Begin(&log);
//   const int thread = world.Spawn(/*parent=*/0);
//   world.Announce(thread, {.operation = {OpKind::kLock, address}});
//   if (Has(world.Enabled(), thread)) world.Perform(thread);
//
// Thread safety: none. Errors: none; who calls has checked that a thread that
// unlocks is the one that locked.

#ifndef COMMON_EXPLORER_INTERNAL_WORLD_H_
#define COMMON_EXPLORER_INTERNAL_WORLD_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "common/explorer/internal/event_log.h"
#include "common/explorer/internal/hooks.h"
#include "common/explorer/internal/operation.h"
#include "common/explorer/internal/slots.h"

namespace explorer::internal {

// What a thread is about to do.
struct Announcement {
  Operation operation = {};
  Guard guard = {};              // locks go on only if it holds
  Mode mode = Mode::kExclusive;  // of kTryLock and kUnlock
  int join = -1;                 // kLocal: goes on when that thread has ended
  bool yields = false;  // kLocal: lets others go first if it did so already
  uintptr_t mutex = 0;  // kWait: the mutex, which the thread holds
  Mode mutex_mode = Mode::kExclusive;
  bool timed = false;  // kWait: may time out
};

class World {
 public:
  // A new execution, with one thread: 0. `log` may be nullptr.
  void Begin(EventLog* log);

  // A new thread, which is about to start (kLocal); -1: there are too many.
  int Spawn(int parent);
  int threads() const { return threads_count_; }
  void Announce(int thread, const Announcement& announcement);
  void End(int thread);
  bool HasEnded(int thread) const { return threads_[thread].ended; }
  // Whether it waits for a notification.
  bool IsWaiting(int thread) const { return threads_[thread].waiting; }

  // The threads that can perform their next operation.
  ThreadSet Enabled() const {
    return undecided_ == 0 ? live_ & ~joining_ & ~held_up_ : FindEnabled();
  }
  // Whether a thread that could go on was left out of Enabled(), in any
  // execution, since it let others go first: not all schedules are seen.
  bool left_out() const { return left_out_; }
  absl::Span<const Operation> Next() const {
    return {next_.data(), static_cast<size_t>(threads_count_)};
  }
  const Announcement& announced(int thread) const {
    return threads_[thread].announced;
  }

  // Performs the thread's next operation. Whether its code goes on: not when a
  // wait begins or times out, after which the thread needs its mutex first.
  bool Perform(int thread);
  // What the last operation of the thread's code came to: of kTryLock, whether
  // it got the object; of a timed wait, whether it was notified.
  bool Result(int thread) const { return threads_[thread].result; }

  // Lets go of a mutex that the thread holds, without an operation. Not for
  // those that are try-locked: announce kUnlock there.
  void Unlock(int thread, uintptr_t mutex, Mode mode);

  // Whether an operation kTryLock was ever announced for the object, in any
  // execution. If it is the first in one that had locks of it already,
  // needs_restart() tells that the search must begin anew.
  bool IsTryLocked(uintptr_t object) const;
  bool needs_restart() const { return needs_restart_; }
  void Restarted() { needs_restart_ = false; }

  // Who holds the mutex: a thread, or -1; and as readers.
  int HolderOf(uintptr_t mutex) const;
  ThreadSet ReadersOf(uintptr_t mutex) const;
  // What the thread holds, in either mode, by order of first use.
  std::vector<uintptr_t> MutexesOf(int thread) const;
  // Threads in a wait for the condition variable.
  ThreadSet WaitersOf(uintptr_t condition) const;

  // Tells the log of locks that were never performed: when nothing else can
  // happen any more.
  void LogPrevented();

 private:
  struct Pauses {
    uint32_t count = 0;
    uint32_t others = 0;  // what the others had performed by the last
  };

  struct Thread {
    Announcement announced;
    bool ended = false;
    ThreadSet joined_by = 0;  // those that wait for its end
    bool waiting = false;     // for a notification
    bool result = false;
    uint32_t performed = 0;  // so many operations
    // How often it yielded and timed out since another thread did anything.
    Pauses yields;
    Pauses time_outs;
  };

  struct Object {
    uintptr_t address = 0;
    int holder = -1;
    ThreadSet readers = 0;
    std::vector<int> waiters;  // the one that waits longest first
  };

  // The object's number; a new one where it has none.
  int SlotOf(uintptr_t address);
  Object& ObjectAt(int slot) { return objects_[static_cast<size_t>(slot)]; }
  const Object* FindObject(uintptr_t address) const;
  ThreadSet FindEnabled() const;
  bool IsEnabled(int thread) const;
  // Whether others go first, if there are any: it is in a loop that yields or
  // times out, and nobody else does anything. The first times are free, for
  // what others could notice of them is to be seen.
  bool IsPatient(int thread) const;
  void Paused(int thread, Pauses& pauses);
  bool PausedOften(int thread, const Pauses& pauses, uint32_t free) const;
  uint32_t PerformedByOthers(int thread) const {
    return operations_ - threads_[thread].performed;
  }
  // Whether its next operation is a lock that waits for a condition.
  bool IsConditional(int thread) const;
  bool IsFree(uintptr_t mutex, int thread, Mode mode) const;
  // Who waits for the object, now that it was taken or let go of.
  void FindHeldUp(const Object& object);
  bool IsHeldUp(int thread) const;
  void Take(Object& object, int thread, Mode mode);
  void LetGo(int thread, Mode mode, int slot);
  void SetNext(int thread, const Operation& operation);
  void ClearNext(int thread);
  // The thread's wait is over: it needs its mutex.
  void EndWait(int thread, bool notified);
  void PerformLocal(int thread);
  void PerformTryLock(int thread, int slot);
  void BeginWait(int thread, int slot);
  void TimeOut(int thread, int slot);
  void Notify(int by, int slot, size_t count);

  EventLog* log_ = nullptr;
  int threads_count_ = 0;
  std::array<Thread, kMaxThreads> threads_;
  std::array<Operation, kMaxThreads> next_;
  ThreadSet live_ = 0;
  // Of those, the threads that wait for the end of another one; and those whose
  // next operation is a lock, of which some wait for a mutex; and those of
  // which it takes a look whether they go on: locks that wait for a condition,
  // and who may have to let others go first. The rest goes on whatever happens.
  ThreadSet joining_ = 0;
  ThreadSet locking_ = 0;
  ThreadSet held_up_ = 0;
  ThreadSet undecided_ = 0;
  uint32_t operations_ = 0;
  Slots slots_;
  std::vector<Object> objects_;  // by slot
  std::vector<uintptr_t> try_locked_;
  bool needs_restart_ = false;
  mutable bool left_out_ = false;
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_WORLD_H_
