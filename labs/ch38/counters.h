// SPDX-License-Identifier: Apache-2.0
//
// Four counters with one interface, Increment(offset) and value(). The first
// says in well-defined steps what `count_ += offset` does; why that one is not
// run on several threads stands in plain_counter.h.
//
//   counter         how it adds                              threads at once
//   --------------  ---------------------------------------  ----------------
//   RacyCounter     read, add, write, as three steps         lose updates
//   LockedCounter   the same three steps, holding a mutex    exact, in turns
//   AtomicCounter   one step that nothing can come between   exact, in turns
//   ShardedCounter  as AtomicCounter, but each thread adds   exact, side by
//                   to a number of its own                   side
//
// Use them side by side: first to see what a lock is for, then to see what it
// costs. Python's `self.count += offset` is the first one.
//
//   ch38::LockedCounter counter;
//   counter.Increment(1);         // From any number of threads.
//   int64_t total = counter.value();
//
// Thread safety: every member function may be called from any thread at any
// time; what RacyCounter promises then is spelled out there.
//
// Bounds: the running total must stay within int64_t, offsets may be negative.
// There are no errors.
//
// Sources: Dijkstra, "Cooperating sequential processes" (1965), for the lock;
// [intro.races] of the C++ standard for what a data race is; the "statistical
// counters" of McKenney, "Is Parallel Programming Hard", for the shards.

#ifndef LABS_CH38_COUNTERS_H_
#define LABS_CH38_COUNTERS_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "absl/base/optimization.h"
#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/synchronization/mutex.h"

namespace ch38 {

// Loses an update whenever another thread writes between its read and its
// write: that thread's write is overwritten with a sum that does not know it.
//
// This is a race condition (the result depends on who comes when) but not a
// data race (two threads touching a plain variable, one of them writing, with
// nothing to order them). In C++ a data race is undefined behaviour: the
// compiler might keep the total in a register for the whole loop, and what the
// program then prints explains nothing. So the cell is atomic, which makes each
// single read and each single write well-defined, and nothing more: "relaxed"
// asks for no order among them. Atomic steps do not make an atomic whole, which
// is the very point of the chapter.
class RacyCounter {
 public:
  void Increment(int64_t offset) {
    Increment(offset, [] {});
  }

  // The same, and calls `meanwhile` right after the read, where the system may
  // take the processor away from this thread: `meanwhile` is what the others
  // get done until it has it back. With this an unlucky order can be had at
  // will; see ReplayLectureOrder().
  void Increment(int64_t offset, absl::FunctionRef<void()> meanwhile) {
    const int64_t before = count_.load(std::memory_order_relaxed);  // 1. read
    meanwhile();
    const int64_t after = before + offset;           // 2. add
    count_.store(after, std::memory_order_relaxed);  // 3. write
  }

  int64_t value() const { return count_.load(std::memory_order_relaxed); }

 private:
  std::atomic<int64_t> count_ = 0;
};

// Plays the lecture's order with two threads that increment `counter` by 1:
//
//   thread A   reads
//   thread B           reads, adds, writes
//   thread A                                adds, writes
//
// Returns the counter's new value: one more than before, for two increments.
// The caller is thread A, and no other thread may use `counter` meanwhile.
int64_t ReplayLectureOrder(RacyCounter& counter);

// The three steps again, but only one thread at a time can be inside them.
class LockedCounter {
 public:
  void Increment(int64_t offset) ABSL_LOCKS_EXCLUDED(mu_) {
    absl::MutexLock lock(&mu_);
    count_ += offset;
  }

  int64_t value() const ABSL_LOCKS_EXCLUDED(mu_) {
    absl::MutexLock lock(&mu_);
    return count_;
  }

 private:
  mutable absl::Mutex mu_;
  int64_t count_ ABSL_GUARDED_BY(mu_) = 0;
};

// One instruction reads, adds and writes; the processor lets nothing between.
// That does for a single number. As soon as two variables have to agree, only a
// lock keeps them together.
class AtomicCounter {
 public:
  // Relaxed: the counter orders nothing but itself. Who wants to read other
  // data once the counter has reached some value needs more than this.
  void Increment(int64_t offset) {
    count_.fetch_add(offset, std::memory_order_relaxed);
  }

  int64_t value() const { return count_.load(std::memory_order_relaxed); }

 private:
  std::atomic<int64_t> count_ = 0;
};

// Gives each thread a shard, a number of its own, so that threads do not queue
// for one number; value() adds them up. Counting gets cheaper, reading dearer.
class ShardedCounter {
 public:
  // Threads get shards in turns. When there are more threads than shards, some
  // share one: slower, but as exact, for the shards are atomic.
  static constexpr size_t kShards = 8;

  void Increment(int64_t offset) { IncrementShard(ThisThreadsShard(), offset); }

  // The same to a shard of the caller's choice, 0 to kShards - 1. Whether
  // threads share one makes no difference to the sum.
  void IncrementShard(size_t shard, int64_t offset) {
    shards_[shard].count.fetch_add(offset, std::memory_order_relaxed);
  }

  // The sum. Every increment that happened before the call is in it (all of
  // them, once the counting threads are joined). While threads count, it may
  // be a total that the counter had at no single moment: a later increment can
  // be in it and an earlier one, in a shard already passed, not.
  int64_t value() const;

 private:
  // Processors pass memory around in cache lines. Two shards in one line would
  // send it back and forth as if they were one number ("false sharing").
  struct alignas(ABSL_CACHELINE_SIZE) Shard {
    std::atomic<int64_t> count = 0;
  };

  static size_t ThisThreadsShard();

  std::array<Shard, kShards> shards_;
};

}  // namespace ch38

#endif  // LABS_CH38_COUNTERS_H_
