// SPDX-License-Identifier: Apache-2.0
//
// Which thread has a word of memory to itself: in all executions so far, while
// other threads were there, no other one touched it. Most memory is like that,
// and needs no look for races.
//
//   PrivateMemory memory;
//   memory.IsOf(1, address, 4);   // true: thread 1 has it from now on
//   memory.IsOf(2, address, 4);   // false, and from now on for thread 1, too
//   memory.TakeNews();            // true: since then an execution has to be
//                                 // looked at again, with this known
//
// Thread safety: none. Errors: none.

#ifndef COMMON_EXPLORER_INTERNAL_PRIVATE_MEMORY_H_
#define COMMON_EXPLORER_INTERNAL_PRIVATE_MEMORY_H_

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace explorer::internal {

class PrivateMemory {
 public:
  PrivateMemory() : entries_(1024) {}

  // Whether the thread is the only one to touch the bytes, as far as is known.
  bool IsOf(int thread, uintptr_t address, size_t size) {
    const uintptr_t word = address / kWord;
    bool is = IsWordOf(thread, word);
    for (uintptr_t next = word + 1; next * kWord < address + size; ++next) {
      is &= IsWordOf(thread, next);
    }
    return is;
  }

  bool has_news() const { return news_; }
  // Whether words were found to be shared since the last call.
  bool TakeNews() { return std::exchange(news_, false); }

 private:
  static constexpr uintptr_t kWord = 8;
  static constexpr int32_t kNobody = -1;
  static constexpr int32_t kSeveral = -2;

  struct Entry {
    uintptr_t word = 0;
    int32_t owner = kNobody;
  };

  bool IsWordOf(int thread, uintptr_t word) {
    Entry& entry = Probe(word);
    if (entry.owner == thread) return true;
    if (entry.owner == kNobody) {
      entry = {word, thread};
      if (++used_ * 2 > entries_.size()) Grow();
      return true;
    }
    if (entry.owner != kSeveral) {
      entry.owner = kSeveral;
      news_ = true;
    }
    return false;
  }

  // The word's entry, or a free one for it.
  Entry& Probe(uintptr_t word) {
    const size_t mask = entries_.size() - 1;
    size_t i = word * 0x9E3779B97F4A7C15u >> 32 & mask;
    while (entries_[i].owner != kNobody && entries_[i].word != word) {
      i = (i + 1) & mask;
    }
    return entries_[i];
  }

  void Grow() {
    std::vector<Entry> old(entries_.size() * 2);
    old.swap(entries_);
    for (const Entry& entry : old) {
      if (entry.owner != kNobody) Probe(entry.word) = entry;
    }
  }

  std::vector<Entry> entries_;  // a power of two, at most half of it in use
  size_t used_ = 0;
  bool news_ = false;
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_PRIVATE_MEMORY_H_
