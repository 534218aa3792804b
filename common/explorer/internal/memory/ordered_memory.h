// SPDX-License-Identifier: Apache-2.0
//
// Which memory needs no look for races, since what threads do with it is always
// in order. Most memory is one thread's own, and most of the rest is handed
// over: one thread writes it before it creates another, or reads it after it
// joined it. Some is only used by atomic operations, which don't race with each
// other. It is so in execution after execution, and what is known to be in
// order needs no second check.
//
//   OrderedMemory memory;
//   memory.Look(word, bytes, {.thread = 0, .clock = &before}).in_order;  //
//   true memory.Look(word, bytes, {.thread = 1, .clock = &after}).in_order; //
//   true memory.TakeNews();   // true: accesses were let pass that may not be
//   in
//                        // order; the execution has to be looked at again
//
// A word belongs to the first thread that touches it while others are there.
// Once another one does, accesses are noted by phases: what one thread did to
// the word from one moment (its clock) to another. A new access belongs to a
// phase, makes one longer or begins another, if it is then in order with all
// other phases, whichever executions they are of: a race of two accesses,
// should they ever meet in one execution, is one by their clocks. Words whose
// accesses are not in order, or have too many phases, are looked at closer from
// then on: by the race detector.
//
// Thread safety: none. Errors: none.

#ifndef COMMON_EXPLORER_INTERNAL_MEMORY_ORDERED_MEMORY_H_
#define COMMON_EXPLORER_INTERNAL_MEMORY_ORDERED_MEMORY_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <utility>
#include <vector>

#include "common/explorer/internal/memory/words.h"
#include "common/explorer/internal/program/operation.h"
#include "common/explorer/internal/program/vector_clock.h"

namespace explorer::internal {

class OrderedMemory {
 public:
  struct Access {
    int thread = 0;
    bool write = false;
    const VectorClock* clock = nullptr;  // what the thread knows
  };

  // Reads, or writes, of a word by one thread.
  struct Phase {
    int thread = 0;
    bool write = false;
    ByteSet bytes = 0;
    Tick last = 0;      // the thread's, at the last access
    int threads = 0;    // of those in `least`
    VectorClock least;  // what the thread knew, at least, at each

    // Whether an access of its kind by its thread is part of it.
    bool Has(ByteSet accessed, const VectorClock& clock) const {
      return (accessed & ~bytes) == 0 && clock.of(thread) <= last &&
             clock.KnowsAllOf(least, threads);
    }
  };

  struct Answer {
    bool in_order = false;
    // And so is each access that is part of this; nullptr: each one of the
    // thread's to the word. Stays where it is.
    const Phase* phase = nullptr;
  };

  OrderedMemory() : entries_(512) {}

  // Of an access of some bytes of the word. Once it is not in order, no access
  // of the word is.
  Answer Look(uintptr_t word, ByteSet bytes, const Access& access);

  // Whether the word is only used by atomic operations, with this one.
  bool OnlyAtomics(uintptr_t word);

  // Of how many words accesses were let pass that are not known to be in order,
  // as was found since the last TakeNews(); that tells whether there were any.
  int news() const { return news_; }
  bool TakeNews() { return std::exchange(news_, 0) > 0; }

 private:
  // Of a word: all threads may read it, and write it one after the other.
  static constexpr int kMostPhases = 2 * kMaxThreads;

  enum class State : uint8_t {
    kUnknown,
    kPrivate,  // to the owner
    kOrdered,
    kAtomic,
    kCloser,
  };

  struct Entry {
    uintptr_t word = 0;
    State state = State::kUnknown;
    int8_t owner = 0;
    int8_t count = 0;    // of phases
    uint32_t first = 0;  // in phases_; its others follow by `next`
  };

  struct Link {
    Phase phase;
    uint32_t next = 0;
  };

  Answer LookAtPhases(Entry& entry, ByteSet bytes, const Access& access);
  // Makes a phase longer, or a new one; nullptr: the access is not in order.
  const Phase* Note(Entry& entry, const Phase& access);
  // Whether it is in order with the phases of the word but `except`.
  bool InOrder(const Entry& entry, const Phase& phase,
               const Phase* except) const;
  void LookCloserAt(Entry& entry);
  // The word's entry; a new one if it had none.
  Entry& EntryOf(uintptr_t word);
  Entry& Probe(uintptr_t word);
  void Grow();

  std::vector<Entry> entries_;  // a power of two, at most half of it in use
  size_t used_ = 0;
  std::deque<Link> phases_;
  int news_ = 0;
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_MEMORY_ORDERED_MEMORY_H_
