// SPDX-License-Identifier: Apache-2.0
//
// Numbers for addresses: the first one that is asked for is 0, and so on. Made
// to be emptied often: Clear() takes the same short time however many there
// are.
//
//   Slots slots;
//   slots.Of(address);   // 0
//   slots.Find(other);   // -1
//
// Thread safety: none. Errors: none.

#ifndef COMMON_EXPLORER_INTERNAL_PROGRAM_SLOTS_H_
#define COMMON_EXPLORER_INTERNAL_PROGRAM_SLOTS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace explorer::internal {

class Slots {
 public:
  Slots() : entries_(64), mask_(entries_.size() - 1) {}

  // The address's number; a new one where it has none.
  int Of(uintptr_t address) {
    Entry* entry = Probe(address);
    if (entry->round == round_) return entry->slot;
    *entry = {address, round_, count_};
    const int slot = count_++;
    if (static_cast<size_t>(count_) * 2 > mask_) Grow();
    return slot;
  }

  // The address's number, or -1.
  int Find(uintptr_t address) const {
    const Entry* entry = const_cast<Slots*>(this)->Probe(address);
    return entry->round == round_ ? entry->slot : -1;
  }

  int size() const { return count_; }

  void Clear() {
    ++round_;
    count_ = 0;
  }

 private:
  struct Entry {
    uintptr_t address = 0;
    uint64_t round = 0;  // of Clear() in which it was made
    int slot = 0;
  };

  // The address's entry, or a free one for it.
  Entry* Probe(uintptr_t address) {
    // Fibonacci hashing; the low bits of addresses say little.
    size_t i = (address * 0x9E3779B97F4A7C15u >> 20) & mask_;
    while (entries_[i].round == round_ && entries_[i].address != address) {
      i = (i + 1) & mask_;
    }
    return &entries_[i];
  }

  void Grow() {
    std::vector<Entry> old(entries_.size() * 2);
    old.swap(entries_);
    mask_ = entries_.size() - 1;
    for (const Entry& entry : old) {
      if (entry.round == round_) *Probe(entry.address) = entry;
    }
  }

  std::vector<Entry> entries_;  // a power of two, at most half of it in use
  size_t mask_;                 // picks one of them
  uint64_t round_ = 1;
  int count_ = 0;
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_PROGRAM_SLOTS_H_
