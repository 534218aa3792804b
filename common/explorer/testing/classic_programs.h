// SPDX-License-Identifier: Apache-2.0
//
// Programs whose number of Mazurkiewicz traces is known in closed form; the
// papers on partial-order reduction measure with them. Each is a body for
// Explore().
//
//   explorer::Explore(explorer::LockedCounter(2, 2)).executions();   // 6
//
// Thread safety: values. Errors: none.
//
// Source: P. Abdulla et al., "Source sets: a foundation for optimal dynamic
// partial order reduction", 2017, for readers, last zero and indexer.

#ifndef COMMON_EXPLORER_TESTING_CLASSIC_PROGRAMS_H_
#define COMMON_EXPLORER_TESTING_CLASSIC_PROGRAMS_H_

#include <atomic>
#include <cstddef>
#include <functional>
#include <thread>
#include <utility>
#include <vector>

#include "absl/log/check.h"
#include "absl/synchronization/mutex.h"

namespace explorer {

// Threads of so many numbers from 0 on, all joined.
inline void OnThreads(int count, const std::function<void(int)>& body) {
  std::vector<std::thread> threads;
  threads.reserve(static_cast<size_t>(count));
  for (int i = 0; i < count; ++i) threads.emplace_back(body, i);
  for (std::thread& thread : threads) thread.join();
}

// Threads increment a counter: a race, to be run on through.
inline auto UnlockedCounter(int threads, int increments) {
  return [=] {
    int count = 0;
    OnThreads(threads, [&](int) {
      for (int i = 0; i < increments; ++i) count += 1;
    });
  };
}

inline auto LockedCounter(int threads, int increments) {
  return [=] {
    absl::Mutex mutex;
    int count = 0;
    OnThreads(threads, [&](int) {
      for (int i = 0; i < increments; ++i) {
        absl::MutexLock lock(&mutex);
        count += 1;
      }
    });
    CHECK_EQ(count, threads * increments);
  };
}

// One thread writes what the others read: 2^readers traces.
inline auto Readers(int readers) {
  return [=] {
    std::atomic<int> x(0);
    OnThreads(readers + 1, [&](int i) {
      if (i == 0) {
        x.store(1);
      } else {
        x.load();
      }
    });
  };
}

// Threads each set an element from the one before it; one looks for the last
// that is zero.
inline auto LastZero(int size) {
  return [=] {
    std::vector<std::atomic<int>> array(static_cast<size_t>(size) + 1);
    OnThreads(size + 1, [&](int i) {
      if (i == 0) {
        int last = size;
        while (array[static_cast<size_t>(last)].load() != 0) --last;
      } else {
        const size_t at = static_cast<size_t>(i);
        array[at].store(array[at - 1].load() + 1);
      }
    });
  };
}

// Each takes two forks; in order (2^count - 2 traces) or its left one first
// (one trace more, which deadlocks).
inline auto Philosophers(int count, bool ordered) {
  return [=] {
    // The last one's right fork is the first one's left fork.
    struct Table {
      std::vector<absl::Mutex> forks;
      const bool ordered;
    } table = {std::vector<absl::Mutex>(static_cast<size_t>(count)), ordered};
    OnThreads(count, [&](int i) {
      size_t first = static_cast<size_t>(i);
      size_t second = (first + 1) % table.forks.size();
      if (table.ordered && first > second) std::swap(first, second);
      absl::MutexLock left(&table.forks[first]);
      absl::MutexLock right(&table.forks[second]);
    });
  };
}

// Threads insert numbers into a hash table, by compare and swap. Up to eleven
// of them have no collision: one trace; then 8 for each further thread.
inline auto Indexer(int threads) {
  return [=] {
    constexpr int kSize = 128;
    constexpr int kMax = 4;
    std::vector<std::atomic<int>> table(kSize);
    OnThreads(threads, [&](int id) {
      for (int m = 1; m <= kMax; ++m) {
        const int value = m * 11 + id;
        int hash = value * 7 % kSize;
        for (;;) {
          int empty = 0;
          if (table[static_cast<size_t>(hash)].compare_exchange_strong(empty,
                                                                       value)) {
            break;
          }
          hash = (hash + 1) % kSize;
        }
      }
    });
  };
}

}  // namespace explorer

#endif  // COMMON_EXPLORER_TESTING_CLASSIC_PROGRAMS_H_
