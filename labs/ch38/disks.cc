// SPDX-License-Identifier: Apache-2.0

#include "labs/ch38/disks.h"

#include <cstddef>
#include <cstdint>
#include <numeric>

#include "absl/log/absl_check.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace ch38 {
namespace {

int CheckedCount(int disks) {
  ABSL_CHECK_GE(disks, 1) << "disks: needs at least 1";
  return disks;
}

void CheckExists(int disk, size_t disks) {
  ABSL_CHECK(disk >= 0 && static_cast<size_t>(disk) < disks)
      << "there is no disk " << disk << ": they are 0 to " << disks - 1;
}

// The disk is at work. Whoever calls holds its lock.
void BeBusy(absl::Duration time) {
  if (time > absl::ZeroDuration()) absl::SleepFor(time);
}

}  // namespace

// ---- One lock for all disks

CoarseDisks::CoarseDisks(int disks, absl::Duration write_time)
    : write_time_(write_time), used_(CheckedCount(disks)) {}

void CoarseDisks::Write(int disk, int64_t blocks) {
  absl::MutexLock lock(&mu_);
  CheckExists(disk, used_.size());
  BeBusy(write_time_);
  used_[disk] += blocks;
}

void CoarseDisks::Move(int from, int to, int64_t blocks) {
  absl::MutexLock lock(&mu_);
  CheckExists(from, used_.size());
  CheckExists(to, used_.size());
  used_[from] -= blocks;
  used_[to] += blocks;
}

int64_t CoarseDisks::used(int disk) const {
  absl::MutexLock lock(&mu_);
  CheckExists(disk, used_.size());
  return used_[disk];
}

int64_t CoarseDisks::total() const {
  absl::MutexLock lock(&mu_);
  return std::accumulate(used_.begin(), used_.end(), int64_t{0});
}

// ---- A lock for each disk

FineDisks::FineDisks(int disks, absl::Duration write_time)
    : write_time_(write_time), disks_(CheckedCount(disks)) {}

void FineDisks::Write(int disk, int64_t blocks) {
  Disk& target = At(disk);
  absl::MutexLock lock(&target.mu);
  BeBusy(write_time_);
  target.used += blocks;
}

void FineDisks::Move(int from, int to, int64_t blocks) {
  Disk& source = At(from);
  Disk& target = At(to);
  if (from == to) return;
  if (from < to) {
    absl::MutexLock lock_source(&source.mu);
    absl::MutexLock lock_target(&target.mu);
    MoveBlocks(source, target, blocks);
  } else {
    absl::MutexLock lock_target(&target.mu);
    absl::MutexLock lock_source(&source.mu);
    MoveBlocks(source, target, blocks);
  }
}

void FineDisks::MoveSourceFirst(int from, int to, int64_t blocks) {
  Disk& source = At(from);
  Disk& target = At(to);
  if (from == to) return;
  absl::MutexLock lock_source(&source.mu);
  absl::MutexLock lock_target(&target.mu);
  MoveBlocks(source, target, blocks);
}

int64_t FineDisks::used(int disk) const {
  const Disk& asked = At(disk);
  absl::MutexLock lock(&asked.mu);
  return asked.used;
}

FineDisks::Disk& FineDisks::At(int disk) {
  CheckExists(disk, disks_.size());
  return disks_[disk];
}

const FineDisks::Disk& FineDisks::At(int disk) const {
  CheckExists(disk, disks_.size());
  return disks_[disk];
}

void FineDisks::MoveBlocks(Disk& source, Disk& target, int64_t blocks) {
  source.used -= blocks;
  target.used += blocks;
}

}  // namespace ch38
