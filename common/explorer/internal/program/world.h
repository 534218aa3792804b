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

#ifndef COMMON_EXPLORER_INTERNAL_PROGRAM_WORLD_H_
#define COMMON_EXPLORER_INTERNAL_PROGRAM_WORLD_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "common/explorer/internal/hooks/hooks.h"
#include "common/explorer/internal/program/event_log.h"
#include "common/explorer/internal/program/operation.h"
#include "common/explorer/internal/program/slots.h"

namespace explorer::internal {

// What a thread is about to do.
struct Announcement {
  Operation operation = {};
  Guard guard = {};              // locks go on only if it holds
  Mode mode = Mode::kExclusive;  // of kTryLock and kUnlock
  int join = -1;                 // kLocal: goes on when that thread has ended
  uintptr_t mutex = 0;           // kWait: the mutex, which the thread holds
  Mode mutex_mode = Mode::kExclusive;
  bool timed = false;  // kWait: may time out
  // Of what a loop may do in vain until another thread has done something: a
  // yield, a try-lock, a wait that may time out. Where it is in the program;
  // 0: it is none of those.
  uint64_t place = 0;
};

// Fairness: a thread that tried in vain at one place, as often as it may,
// is patient from then on. It goes on when no other thread can; of several, the
// one goes on that did so longest ago. What it does then comes after all that
// was done so far, and before all that follows. It depends on nothing but the
// thread's own past and on who can go on, so a search that runs one schedule of
// each trace misses none of those that are left.
class World {
 public:
  // As many as code has that tries again without being a loop.
  static constexpr int kFreeTries = 3;

  struct Options {
    // How often a thread may try in vain at one place.
    int free_tries = kFreeTries;
    // kNotifyOne may wake any waiter, not only the one that waits longest.
    bool notify_any = false;
    // How many waits of each thread may end for no reason.
    int spurious_wakeups = 0;
  };

  World() : World(Options()) {}
  explicit World(const Options& options) : options_(options) {}

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

  // The threads that can perform their next operation. While a notification is
  // to wake one of several: those.
  ThreadSet Enabled() const {
    return (undecided_ | to_be_woken_) == 0 ? live_ & ~joining_ & ~held_up_
                                            : FindEnabled();
  }
  // Whether all that these could do is to end waits for no reason, and nothing
  // else can happen: it need not happen, either.
  bool IsStuck(ThreadSet enabled) const {
    return (enabled & ~spurious_) == 0 && (spurious_ == 0 || Patient() == 0);
  }
  // Whether, in any execution, a patient thread had to wait for what it need
  // not have waited for: not all schedules are seen.
  bool left_out() const { return left_out_; }
  // How often a patient thread went on as no other one could, in this
  // execution.
  int revivals() const { return revivals_; }
  absl::Span<const Operation> Next() const {
    return {next_.data(), static_cast<size_t>(threads_count_)};
  }
  const Announcement& announced(int thread) const {
    return threads_[thread].announced;
  }

  // Performs the thread's next operation. The thread whose code goes on; -1:
  // none. Not the one's whose wait begins or ends: it needs its mutex first.
  int Perform(int thread);
  // What the last operation of the thread's code came to: of kTryLock, whether
  // it got the object; of a timed wait, whether it was notified.
  bool Result(int thread) const { return threads_[thread].result; }

  // The thread's last operation, which had a place, was not in vain.
  void Succeeded(int thread);

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

  // Tells the log of locks that were never performed, and of waits that never
  // ended for no reason: when nothing else can happen any more.
  void LogPrevented();

 private:
  // In vain, at one place.
  struct Tries {
    uint64_t place = 0;
    int count = 0;
  };

  struct Thread {
    Announcement announced;
    bool ended = false;
    ThreadSet joined_by = 0;  // those that wait for its end
    bool waiting = false;     // for a notification
    bool result = false;
    std::vector<Tries> tries = {};  // since it was patient
    int revival = 0;                // the latest of this thread
    int spurious_wakeups = 0;
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
  // Whether its next operation is one more try than it may.
  bool IsPatient(int thread) const {
    return threads_[thread].announced.place != 0 && HasTriedEnough(thread);
  }
  bool HasTriedEnough(int thread) const;
  ThreadSet Patient() const;
  // Of those, the one whose turn it is.
  int NextOfPatient(ThreadSet patient) const;
  void TriedInVain(int thread);
  // A patient thread goes on.
  void Revive(int thread);
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
  // Perform() of a thread that is not patient.
  int PerformNext(int thread);
  void PerformLocal(int thread);
  void PerformLock(int thread, int slot);
  void TryLock(int thread, int slot);
  void BeginWait(int thread, int slot);
  // What a thread that waits for the condition does next, unless notified.
  void SetNextOfWaiter(int thread, uintptr_t condition);
  void StopWaiting(int thread, int slot);
  // The notification wakes this one of the waiters. Who notified.
  int Wake(int waiter, int slot);
  void NotifyOne(int by, int slot);
  void NotifyAll(int by, int slot);
  // The notification by a thread ends the wait.
  void Notify(int by, int waiter, int slot);

  const Options options_;
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
  ThreadSet spurious_ = 0;  // those that can only end a wait for no reason
  // The thread whose notification is to wake one of these; none: 0.
  int notifier_ = -1;
  ThreadSet to_be_woken_ = 0;
  int revivals_ = 0;
  Slots slots_;
  std::vector<Object> objects_;  // by slot
  std::vector<uintptr_t> try_locked_;
  bool needs_restart_ = false;
  bool left_out_ = false;
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_PROGRAM_WORLD_H_
