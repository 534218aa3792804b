// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/memory/racy_memory.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace explorer::internal {

bool RacyMemory::Add(uintptr_t begin, uintptr_t end) {
  const auto first =
      std::find_if(ranges_.begin(), ranges_.end(),
                   [&](const Range& range) { return range.end > begin; });
  const auto last = std::find_if(first, ranges_.end(), [&](const Range& range) {
    return range.begin >= end;
  });
  if (last - first == 1 && first->begin <= begin && first->end >= end) {
    return false;
  }
  Range whole = {begin, end};
  for (auto range = first; range != last; ++range) {
    whole.begin = std::min(whole.begin, range->begin);
    whole.end = std::max(whole.end, range->end);
  }
  ranges_.insert(ranges_.erase(first, last), whole);
  lowest_ = ranges_.front().begin;
  highest_ = ranges_.back().end;
  return true;
}

uintptr_t RacyMemory::FindObject(uintptr_t address, size_t size) const {
  for (const Range& range : ranges_) {
    if (range.begin < address + size && address < range.end) return range.begin;
  }
  return 0;
}

}  // namespace explorer::internal
