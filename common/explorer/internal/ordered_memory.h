// SPDX-License-Identifier: Apache-2.0
//
// Which memory threads hand over to each other, always in order: what one wrote
// before it created another, or read after it joined it. Most shared memory is
// like that, execution after execution, and what is known to be in order needs
// no second check.
//
//   OrderedMemory memory;
//   memory.Orders(address, 4, {.thread = 0, .moment = 7, .clock = &before});
//   memory.Orders(address, 4, {.thread = 1, .moment = 9, .clock = &after});
//   memory.TakeNews();   // true: some are not in order, so that the execution
//                        // has to be looked at again, closer
//
// An access is known by its thread, what the thread knew of others (its clock)
// and its bytes. It is compared with all known ones of its word when it is new,
// whichever executions they are of: a race of two, should they ever meet in one
// execution, is one by their clocks. Words of which too many are known, and
// those of which some are not in order, are looked at closer from then on: by
// the race detector.
//
// Thread safety: none. Errors: none.

#ifndef COMMON_EXPLORER_INTERNAL_ORDERED_MEMORY_H_
#define COMMON_EXPLORER_INTERNAL_ORDERED_MEMORY_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "common/explorer/internal/vector_clock.h"

namespace explorer::internal {

class OrderedMemory {
 public:
  struct Access {
    int thread = 0;
    uint64_t moment = 0;  // stands for the clock: equal if those are
    const VectorClock* clock = nullptr;
    bool write = false;
  };

  OrderedMemory() : entries_(256) {}

  // Whether all accesses of the bytes have been in order so far, with this one.
  // Once false it stays false.
  bool Orders(uintptr_t address, size_t size, const Access& access);

  // Whether Orders() is false of all of the bytes, whatever the access.
  bool IsCloser(uintptr_t address, size_t size);

  // Orders() is false of the bytes from now on.
  void LookCloser(uintptr_t address, size_t size);

  bool has_news() const { return news_; }
  // Whether words were found since the last call at which to look closer,
  // though accesses of them were let pass.
  bool TakeNews() { return std::exchange(news_, false); }

 private:
  static constexpr uintptr_t kWord = 8;
  static constexpr uint32_t kMost = 7;  // of a word
  static constexpr uint32_t kCloser = kMost + 1;

  struct Known {
    uint64_t moment = 0;
    uint32_t clock = 0;  // in clocks_
    uint8_t thread = 0;
    uint8_t mask = 0;  // of the bytes of the word
    bool write = false;
  };

  struct alignas(64) Entry {
    uintptr_t word = 0;  // 0: free
    uint32_t count = 0;
    std::array<Known, kMost> known = {};
  };

  bool OrdersWord(uintptr_t word, uint8_t mask, const Access& access);
  bool InOrder(const Known& known, uint8_t mask, const Access& access) const;
  void LookCloserAt(Entry& entry);
  // The word's entry; a new one if it had none.
  Entry& EntryOf(uintptr_t word);
  Entry& Probe(uintptr_t word);
  void Grow();

  std::vector<Entry> entries_;  // a power of two, at most half of it in use
  size_t used_ = 0;
  std::vector<VectorClock> clocks_;
  bool news_ = false;
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_ORDERED_MEMORY_H_
