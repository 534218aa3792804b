// SPDX-License-Identifier: Apache-2.0
//
// The memory whose accesses the search orders, when it runs on through data
// races: what was seen to race. All other plain memory is in the same order in
// each schedule of the same locks and atomics, and needs none of its own.
//
//   RacyMemory racy;
//   racy.Add(begin, end);          // true: that was news
//   racy.ObjectOf(begin, 4);       // what operations on it name
//
// Thread safety: none. Errors: none.

#ifndef COMMON_EXPLORER_INTERNAL_MEMORY_RACY_MEMORY_H_
#define COMMON_EXPLORER_INTERNAL_MEMORY_RACY_MEMORY_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace explorer::internal {

class RacyMemory {
 public:
  // Bytes from `begin` up to `end`. Whether any were not part of it, or were
  // parts of two of its objects.
  bool Add(uintptr_t begin, uintptr_t end);

  // Whether an object has all the bytes.
  bool Has(uintptr_t begin, uintptr_t end) const {
    for (const Range& range : ranges_) {
      if (range.begin <= begin && end <= range.end) return true;
    }
    return false;
  }

  // The object that the bytes touch, the first one if there are more; 0: none.
  uintptr_t ObjectOf(uintptr_t address, size_t size) const {
    if (address + size <= lowest_ || address >= highest_) return 0;
    return FindObject(address, size);
  }

  bool empty() const { return ranges_.empty(); }

 private:
  struct Range {
    uintptr_t begin;
    uintptr_t end;
  };

  uintptr_t FindObject(uintptr_t address, size_t size) const;

  std::vector<Range> ranges_;  // sorted, disjoint
  uintptr_t lowest_ = UINTPTR_MAX;
  uintptr_t highest_ = 0;
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_MEMORY_RACY_MEMORY_H_
