// SPDX-License-Identifier: Apache-2.0
//
// Programs whose number of Mazurkiewicz traces is known in closed form: each is
// run once, no more and no less.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "common/explorer/explorer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace explorer {
namespace {

void OnThreads(int count, const std::function<void(int)>& body) {
  std::vector<std::thread> threads;
  for (int i = 0; i < count; ++i) threads.emplace_back(body, i);
  for (std::thread& thread : threads) thread.join();
}

struct Size {
  int threads;
  int increments;
  uint64_t traces;
};

class UnlockedCounterTest : public ::testing::TestWithParam<Size> {};

TEST_P(UnlockedCounterTest, RunsEachTraceOnce) {
  const Size size = GetParam();
  const Result result = Explore(
      [&] {
        int count = 0;
        OnThreads(size.threads, [&](int) {
          for (int i = 0; i < size.increments; ++i) count += 1;
        });
      },
      {.races_are_findings = false});
  EXPECT_EQ(result.executions(), size.traces) << result;
  EXPECT_EQ(result.given_up(), 0u);
  EXPECT_TRUE(result.proved()) << result;
}

INSTANTIATE_TEST_SUITE_P(, UnlockedCounterTest,
                         ::testing::Values(Size{2, 1, 4}, Size{2, 2, 34},
                                           Size{2, 3, 328}, Size{2, 4, 3'334},
                                           Size{3, 1, 36}, Size{3, 2, 7'134},
                                           Size{4, 1, 576},
                                           Size{5, 1, 14'400}));

class LockedCounterTest : public ::testing::TestWithParam<Size> {};

TEST_P(LockedCounterTest, RunsEachTraceOnce) {
  const Size size = GetParam();
  const Result result = Explore([&] {
    absl::Mutex mutex;
    int count = 0;
    OnThreads(size.threads, [&](int) {
      for (int i = 0; i < size.increments; ++i) {
        absl::MutexLock lock(&mutex);
        count += 1;
      }
    });
    EXPECT_EQ(count, size.threads * size.increments);
  });
  EXPECT_EQ(result.executions(), size.traces) << result;
  EXPECT_TRUE(result.proved()) << result;
}

INSTANTIATE_TEST_SUITE_P(, LockedCounterTest,
                         ::testing::Values(Size{2, 1, 2}, Size{2, 2, 6},
                                           Size{2, 3, 20}, Size{2, 4, 70},
                                           Size{3, 1, 6}, Size{3, 2, 90},
                                           Size{4, 1, 24}, Size{5, 1, 120}));

TEST(CountsTest, ReadersOfOneWriter) {
  for (int readers = 1; readers <= 8; ++readers) {
    const Result result = Explore([&] {
      std::atomic<int> x(0);
      OnThreads(readers + 1, [&](int i) {
        if (i == 0) {
          x.store(1);
        } else {
          x.load();
        }
      });
    });
    EXPECT_EQ(result.executions(), uint64_t{1} << readers);
  }
}

// N threads each set an element from the one before it; one looks for the last
// that is zero.
TEST(CountsTest, LastZero) {
  const auto traces = [](int size) {
    return Explore([size] {
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
           })
        .executions();
  };
  EXPECT_EQ(traces(5), 64u);
  EXPECT_EQ(traces(10), 3'328u);
}

// Threads insert numbers into a hash table, by compare and swap.
TEST(CountsTest, Indexer) {
  const auto traces = [](int threads) {
    return Explore([threads] {
             constexpr int kSize = 128;
             constexpr int kMax = 4;
             std::vector<std::atomic<int>> table(kSize);
             OnThreads(threads, [&](int id) {
               for (int m = 1; m <= kMax; ++m) {
                 const int value = m * 11 + id;
                 int hash = value * 7 % kSize;
                 for (;;) {
                   int empty = 0;
                   if (table[static_cast<size_t>(hash)].compare_exchange_strong(
                           empty, value)) {
                     break;
                   }
                   hash = (hash + 1) % kSize;
                 }
               }
             });
           })
        .executions();
  };
  EXPECT_EQ(traces(11), 1u);
  EXPECT_EQ(traces(12), 8u);
  EXPECT_EQ(traces(13), 64u);
}

Result Dine(int philosophers, bool ordered) {
  return Explore(
      [=] {
        std::vector<absl::Mutex> forks(static_cast<size_t>(philosophers));
        OnThreads(philosophers, [&](int i) {
          size_t first = static_cast<size_t>(i);
          size_t second = static_cast<size_t>((i + 1) % philosophers);
          if (ordered && first > second) std::swap(first, second);
          absl::MutexLock left(&forks[first]);
          absl::MutexLock right(&forks[second]);
        });
      },
      {.stop_at_first = false});
}

TEST(CountsTest, PhilosophersDeadlockInOneTrace) {
  for (int philosophers = 2; philosophers <= 8; ++philosophers) {
    const Result result = Dine(philosophers, /*ordered=*/false);
    EXPECT_EQ(result.executions(), (uint64_t{1} << philosophers) - 1);
    EXPECT_EQ(result.failures(), 1u);
    EXPECT_EQ(result.finding().kind, Finding::Kind::kDeadlock);
  }
}

TEST(CountsTest, PhilosophersWhoOrderTheirForksNeverDo) {
  for (int philosophers = 2; philosophers <= 8; ++philosophers) {
    const Result result = Dine(philosophers, /*ordered=*/true);
    EXPECT_EQ(result.executions(), (uint64_t{1} << philosophers) - 2);
    EXPECT_TRUE(result.proved()) << result;
  }
}

}  // namespace
}  // namespace explorer
