// SPDX-License-Identifier: Apache-2.0
//
// Several disks, and how much of each is in use: with one lock for all of them
// (coarse), or a lock for each (fine).
//
//   ch38::FineDisks disks(/*disks=*/4, absl::Milliseconds(1));
//   disks.Write(0, 10);              // From any number of threads. Disk 1
//   disks.Move(0, 1, 5);             // can be written to meanwhile.
//   int64_t used = disks.used(1);    // 5
//
//                  CoarseDisks                FineDisks
//   -------------  ------------------------- ----------------------------------
//   two disks      one after the other        side by side
//   one disk       one after the other        one after the other
//   what can go    nothing                    whoever needs two locks can
//   wrong                                     deadlock: see MoveSourceFirst()
//
// Thread safety: every member function may be called from any thread at any
// time. Errors: a disk that does not exist ends the program with a message.
//
// Source: Coffman, Elphick, Shoshani, "System deadlocks" (1971), for why an
// order among the locks rules deadlock out.

#ifndef LABS_CH38_DISKS_H_
#define LABS_CH38_DISKS_H_

#include <cstdint>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace ch38 {

class CoarseDisks {
 public:
  // Empty ones, numbered from 0, at least 1. To write keeps a disk busy for
  // `write_time`, 0 or more.
  explicit CoarseDisks(int disks,
                       absl::Duration write_time = absl::ZeroDuration());

  // Writes `blocks` (0 or more) to a disk, and returns when it has them.
  void Write(int disk, int64_t blocks) ABSL_LOCKS_EXCLUDED(mu_);

  // Takes blocks off one disk and puts them on another, in one step for all who
  // look. Takes no time.
  void Move(int from, int to, int64_t blocks) ABSL_LOCKS_EXCLUDED(mu_);

  // The blocks in use on a disk, and on all of them at one moment.
  int64_t used(int disk) const ABSL_LOCKS_EXCLUDED(mu_);
  int64_t total() const ABSL_LOCKS_EXCLUDED(mu_);

 private:
  const absl::Duration write_time_;
  mutable absl::Mutex mu_;
  std::vector<int64_t> used_ ABSL_GUARDED_BY(mu_);
};

class FineDisks {
 public:
  // As CoarseDisks.
  explicit FineDisks(int disks,
                     absl::Duration write_time = absl::ZeroDuration());

  void Write(int disk, int64_t blocks);

  // Holds the locks of both disks, and takes that of the lower number first,
  // whichever way the blocks go: so no two threads can wait for each other.
  void Move(int from, int to, int64_t blocks);

  // Move() as one writes it first: takes the lock of `from`, then that of `to`.
  // When another thread moves the other way, each may come to hold the lock
  // that the other one waits for, for ever. Kept to be looked at.
  void MoveSourceFirst(int from, int to, int64_t blocks);

  int64_t used(int disk) const;

 private:
  struct Disk {
    mutable absl::Mutex mu;
    int64_t used ABSL_GUARDED_BY(mu) = 0;
  };

  Disk& At(int disk);
  const Disk& At(int disk) const;

  static void MoveBlocks(Disk& source, Disk& target, int64_t blocks)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(source.mu, target.mu);

  const absl::Duration write_time_;
  std::vector<Disk> disks_;
};

}  // namespace ch38

#endif  // LABS_CH38_DISKS_H_
