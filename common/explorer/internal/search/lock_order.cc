// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/search/lock_order.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "common/explorer/internal/hooks/hooks.h"

namespace explorer::internal {

void LockOrder::Begin() {
  locks_.clear();
  clocks_[0].Clear();
  clocks_[0].Advance(0);
}

void LockOrder::Spawn(int parent, int child) {
  clocks_[child] = clocks_[parent];
  clocks_[child].Advance(child);
  clocks_[parent].Advance(parent);  // what follows, the child does not know
}

void LockOrder::Join(int thread, int ended) {
  clocks_[thread].Join(clocks_[ended]);
}

void LockOrder::Locked(int thread, uintptr_t wanted,
                       const std::vector<uintptr_t>& all_held,
                       const std::vector<Pc>& stack) {
  for (const uintptr_t held : all_held) {
    const bool known =
        std::any_of(locks_.begin(), locks_.end(), [&](const NestedLock& lock) {
          return lock.thread == thread && lock.held == held &&
                 lock.wanted == wanted && lock.all_held == all_held &&
                 lock.clock == clocks_[thread];
        });
    if (known || locks_.size() == kMaxLocks) continue;
    locks_.push_back({thread, held, wanted, all_held, clocks_[thread], stack});
  }
}

bool LockOrder::CanBeHeldTogether(const NestedLock& a, const NestedLock& b) {
  if (a.thread == b.thread) return false;
  if (a.clock.Knows(b.thread, b.clock.of(b.thread)) ||
      b.clock.Knows(a.thread, a.clock.of(a.thread))) {
    return false;
  }
  return std::none_of(
      a.all_held.begin(), a.all_held.end(), [&](uintptr_t mutex) {
        return std::find(b.all_held.begin(), b.all_held.end(), mutex) !=
               b.all_held.end();
      });
}

void LockOrder::Extend(std::vector<LockCycle>& cycles) {
  if (path_.back().wanted == path_.front().held) {
    std::vector<Key> key;
    for (const NestedLock& lock : path_) {
      key.push_back({lock.thread, lock.held, lock.wanted});
    }
    if (known_.insert(key).second) cycles.push_back(path_);
    return;
  }
  for (const NestedLock& next : locks_) {
    // Each cycle once: it begins with its first thread.
    if (next.held != path_.back().wanted ||
        next.thread < path_.front().thread) {
      continue;
    }
    const bool fits =
        std::all_of(path_.begin(), path_.end(), [&](const NestedLock& before) {
          return CanBeHeldTogether(before, next);
        });
    if (!fits) continue;
    path_.push_back(next);
    Extend(cycles);
    path_.pop_back();
  }
}

std::vector<LockCycle> LockOrder::TakeCycles() {
  std::vector<LockCycle> cycles;
  for (const NestedLock& first : locks_) {
    path_ = {first};
    Extend(cycles);
  }
  locks_.clear();
  return cycles;
}

}  // namespace explorer::internal
