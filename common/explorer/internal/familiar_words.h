// SPDX-License-Identifier: Apache-2.0
//
// Accesses that need no look for races, as was found out a moment ago: those of
// a thread's private memory, and those known to be in order. Found by their
// real addresses in a few instructions, since most accesses are such.
//
//   FamiliarWords words;
//   words.AddWord(thread, address, write);
//   words.Has(thread, address, 4, write, moment);   // true, until Forget()
//
// Thread safety: none. Errors: none.

#ifndef COMMON_EXPLORER_INTERNAL_FAMILIAR_WORDS_H_
#define COMMON_EXPLORER_INTERNAL_FAMILIAR_WORDS_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "common/explorer/internal/operation.h"

namespace explorer::internal {

class FamiliarWords {
 public:
  // Whether the access is of one word, and was added. `moment()`: the thread's
  // (RaceDetector::moment()), asked for if it matters.
  template <typename Moment>
  bool Has(int thread, uintptr_t address, size_t size, bool write,
           const Moment& moment) const {
    if (address % kWord + size > kWord) return false;
    const uint64_t key = Key(thread, address, write);
    const Entry& entry = entries_[key % kEntries];
    return entry.key == key &&
           (entry.tag == kAlways || entry.tag == Tag(address, size, moment()));
  }

  // The access's word belongs to the thread alone.
  void AddWord(int thread, uintptr_t address, bool write) {
    const uint64_t key = Key(thread, address, write);
    entries_[key % kEntries] = {key, kAlways};
  }
  // The same access is in order at the same moment.
  void AddAccess(int thread, uintptr_t address, size_t size, bool write,
                 uint64_t moment) {
    const uint64_t key = Key(thread, address, write);
    entries_[key % kEntries] = {key, Tag(address, size, moment)};
  }

  // What was added of any thread for these words.
  void Forget(uintptr_t address, size_t size) {
    for (uintptr_t word = address - address % kWord; word < address + size;
         word += kWord) {
      for (int thread = 0; thread < kMaxThreads; ++thread) {
        ForgetKey(Key(thread, word, /*write=*/false));
        ForgetKey(Key(thread, word, /*write=*/true));
      }
    }
  }

  void Clear() { entries_.fill({}); }

 private:
  static constexpr uintptr_t kWord = 8;
  static constexpr size_t kEntries = 1024;
  static constexpr uint64_t kAlways = 0;

  struct Entry {
    uint64_t key = 0;
    uint64_t tag = kAlways;
  };

  // Of the word, who and what; neighbours have neighbouring entries. Threads'
  // stacks and heaps are many powers of two apart: a multiple of the thread
  // keeps their entries apart.
  static uint64_t Key(int thread, uintptr_t address, bool write) {
    constexpr uint64_t kThreadsApart = 2 * kEntries / 13;
    const uint64_t word = address / kWord * 2 + write;
    return (word + static_cast<uint64_t>(thread) * kThreadsApart) |
           static_cast<uint64_t>(thread) << 58;
  }
  // The moment is a hash, so what else matters may be added.
  static uint64_t Tag(uintptr_t address, size_t size, uint64_t moment) {
    return moment + (address % kWord << 8 | size);
  }

  void ForgetKey(uint64_t key) {
    Entry& entry = entries_[key % kEntries];
    if (entry.key == key) entry = {};
  }

  std::array<Entry, kEntries> entries_ = {};
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_FAMILIAR_WORDS_H_
