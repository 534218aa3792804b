// SPDX-License-Identifier: Apache-2.0
//
// Accesses that need no look for races, as was found out a moment ago: those of
// a thread's private memory, and those known to be in order (OrderedMemory).
// Found by their real addresses in a few instructions, since most accesses are
// such.
//
//   FamiliarWords words;
//   words.Add(thread, word, write, answer.phase);
//   words.Has(thread, word, bytes, write, clock);   // true, until Forget()
//
// Thread safety: none. Errors: none.

#ifndef COMMON_EXPLORER_INTERNAL_MEMORY_FAMILIAR_WORDS_H_
#define COMMON_EXPLORER_INTERNAL_MEMORY_FAMILIAR_WORDS_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "common/explorer/internal/memory/ordered_memory.h"
#include "common/explorer/internal/memory/words.h"
#include "common/explorer/internal/program/operation.h"
#include "common/explorer/internal/program/vector_clock.h"

namespace explorer::internal {

class FamiliarWords {
 public:
  // Whether the access, of bytes of one word, is part of what was added.
  // `clock`: what the thread knows.
  bool Has(int thread, uintptr_t word, ByteSet bytes, bool write,
           const VectorClock& clock) const {
    const uint64_t key = Key(thread, word, write);
    const Entry& entry = entries_[key % kEntries];
    return entry.key == key &&
           (entry.phase == nullptr || entry.phase->Has(bytes, clock));
  }

  // The same of an access of any size.
  bool HasAll(int thread, uintptr_t at, size_t size, bool write,
              const VectorClock& clock) const {
    for (uintptr_t word = WordOf(at); word < at + size; word += kWordBytes) {
      const bool whole = word >= at && word + kWordBytes <= at + size;
      const ByteSet bytes = whole ? kAllBytes : BytesInWord(word, at, size);
      if (!Has(thread, word, bytes, write, clock)) return false;
    }
    return true;
  }

  // The thread's reads or writes of the word that are part of the phase;
  // nullptr: all of them.
  void Add(int thread, uintptr_t word, bool write,
           const OrderedMemory::Phase* phase) {
    const uint64_t key = Key(thread, word, write);
    entries_[key % kEntries] = {key, phase};
  }

  // What was added of the word, whichever thread's.
  void Forget(uintptr_t word) {
    for (int thread = 0; thread < kMaxThreads; ++thread) {
      ForgetKey(Key(thread, word, /*write=*/false));
      ForgetKey(Key(thread, word, /*write=*/true));
    }
  }

  void Clear() { entries_.fill({}); }

 private:
  static constexpr size_t kEntries = 2048;

  struct Entry {
    uint64_t key = 0;
    const OrderedMemory::Phase* phase = nullptr;
  };

  // Of the word, who and what; neighbours have neighbouring entries. Threads'
  // stacks and heaps are many powers of two apart: a multiple of the thread
  // keeps their entries apart, and what is above all addresses their keys.
  static uint64_t Key(int thread, uintptr_t word, bool write) {
    constexpr uint64_t kThreadsApart = 2 * kEntries / 13 + (uint64_t{1} << 58);
    return word / kWordBytes * 2 + write +
           static_cast<uint64_t>(thread) * kThreadsApart;
  }

  void ForgetKey(uint64_t key) {
    Entry& entry = entries_[key % kEntries];
    if (entry.key == key) entry = {};
  }

  std::array<Entry, kEntries> entries_ = {};
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_MEMORY_FAMILIAR_WORDS_H_
