// SPDX-License-Identifier: Apache-2.0
//
// Classic bugs: what one thread writes, another overwrites. Each program is
// explored with its bug and without.

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/explorer/explorer.h"
#include "common/explorer/together_for_test.h"
#include "gtest/gtest.h"

namespace explorer {
namespace {

using Kind = Finding::Kind;

// To see what a race does, and how often: run on through it, to the end.
Options CountFailures() {
  return {.races_are_findings = false, .stop_at_first = false};
}

void ExpectFailures(const Result& result, uint64_t failures,
                    uint64_t executions) {
  EXPECT_EQ(result.finding().kind, Kind::kFailedAssertion) << result;
  EXPECT_EQ(result.failures(), failures);
  EXPECT_EQ(result.executions(), executions);
}

void ExpectProved(const Result& result, uint64_t executions) {
  EXPECT_TRUE(result.proved()) << result;
  EXPECT_EQ(result.executions(), executions);
}

// ---- A counter that nothing protects

std::function<void()> UnlockedCounter(int threads) {
  return [=] {
    int count = 0;
    Together(threads, [&](int) { ++count; });
    EXPECT_EQ(count, threads);
  };
}

std::function<void()> LockedCounter(int threads) {
  return [=] {
    std::mutex mutex;
    int count = 0;
    Together(threads, [&](int) {
      std::lock_guard<std::mutex> lock(mutex);
      ++count;
    });
    EXPECT_EQ(count, threads);
  };
}

std::function<void()> AtomicCounter(int threads) {
  return [=] {
    std::atomic<int> count(0);
    Together(threads, [&](int) { ++count; });
    EXPECT_EQ(count.load(), threads);
  };
}

TEST(UnlockedCounterTest, IsADataRace) {
  const Result result = Explore(UnlockedCounter(2));
  EXPECT_EQ(result.finding().kind, Kind::kDataRace) << result;
}

TEST(UnlockedCounterTest, LosesUpdatesInAllButTheSerialOrders) {
  ExpectFailures(Explore(UnlockedCounter(2), CountFailures()), 2, 4);
  ExpectFailures(Explore(UnlockedCounter(5), CountFailures()), 14'280, 14'400);
}

TEST(LockedCounterTest, LosesNone) {
  ExpectProved(Explore(LockedCounter(2)), 2);
  ExpectProved(Explore(LockedCounter(5)), 120);
}

TEST(AtomicCounterTest, LosesNone) {
  ExpectProved(Explore(AtomicCounter(3)), 6);
}

// ---- A lock that does not cover the whole update

void LockReadAndWriteApart() {
  absl::Mutex mutex;
  int count = 0;
  Together(2, [&](int) {
    int seen = 0;
    {
      absl::MutexLock lock(&mutex);
      seen = count;
    }
    absl::MutexLock lock(&mutex);
    count = seen + 1;
  });
  EXPECT_EQ(count, 2);
}

void LockReadAndWriteAtOnce() {
  absl::Mutex mutex;
  int count = 0;
  Together(2, [&](int) {
    absl::MutexLock lock(&mutex);
    const int seen = count;
    count = seen + 1;
  });
  EXPECT_EQ(count, 2);
}

TEST(TwoLockedHalvesTest, AreNoDataRaceAndStillLoseAnUpdate) {
  const Result result = Explore(LockReadAndWriteApart);
  EXPECT_EQ(result.finding().kind, Kind::kFailedAssertion) << result;
  ExpectFailures(Explore(LockReadAndWriteApart, CountFailures()), 4, 6);
}

TEST(TwoLockedHalvesTest, LoseNoneUnderOneLock) {
  ExpectProved(Explore(LockReadAndWriteAtOnce), 2);
}

// ---- Two mutexes for one counter

std::function<void()> CountUnder(int mutexes) {
  return [=] {
    absl::Mutex mutex[2];
    int count = 0;
    Together(2, [&](int i) {
      absl::MutexLock lock(&mutex[i % mutexes]);
      ++count;
    });
    EXPECT_EQ(count, 2);
  };
}

TEST(TwoMutexesTest, ProtectOneCounterFromNothing) {
  const Result result = Explore(CountUnder(2));
  EXPECT_EQ(result.finding().kind, Kind::kDataRace) << result;
  ExpectFailures(Explore(CountUnder(2), CountFailures()), 2, 4);
}

TEST(TwoMutexesTest, OneIsEnough) { ExpectProved(Explore(CountUnder(1)), 2); }

// ---- One thread that forgets the lock

std::function<void()> CountWhereLocking(bool all_lock) {
  return [=] {
    std::mutex mutex;
    int count = 0;
    Together(2, [&](int i) {
      std::unique_lock<std::mutex> lock(mutex, std::defer_lock);
      if (all_lock || i == 0) lock.lock();
      ++count;
    });
    EXPECT_EQ(count, 2);
  };
}

TEST(ForgottenLockTest, IsADataRaceAlthoughTheOtherThreadLocks) {
  const Result result = Explore(CountWhereLocking(/*all_lock=*/false));
  EXPECT_EQ(result.finding().kind, Kind::kDataRace) << result;
  ExpectFailures(
      Explore(CountWhereLocking(/*all_lock=*/false), CountFailures()), 2, 4);
}

TEST(ForgottenLockTest, IsNoneIfAllLock) {
  ExpectProved(Explore(CountWhereLocking(/*all_lock=*/true)), 2);
}

// ---- Check, then act

// Two threads make sure that something is set up, once.
std::function<void()> SetUpOnce(bool check_and_act_at_once) {
  return [=] {
    absl::Mutex mutex;
    bool is_set_up = false;
    int times = 0;
    Together(2, [&](int) {
      mutex.Lock();
      if (!is_set_up) {
        if (!check_and_act_at_once) {
          mutex.Unlock();  // what was seen may be over by now
          mutex.Lock();
        }
        is_set_up = true;
        ++times;
      }
      mutex.Unlock();
    });
    EXPECT_EQ(times, 1);
  };
}

TEST(CheckThenActTest, SetsUpTwiceIfItLetsGoInBetween) {
  const Result result = Explore(SetUpOnce(/*check_and_act_at_once=*/false));
  EXPECT_EQ(result.finding().kind, Kind::kFailedAssertion) << result;
  ExpectFailures(
      Explore(SetUpOnce(/*check_and_act_at_once=*/false), CountFailures()), 4,
      6);
}

TEST(CheckThenActTest, SetsUpOnceUnderOneLock) {
  ExpectProved(Explore(SetUpOnce(/*check_and_act_at_once=*/true)), 2);
}

// ---- A lazy singleton

struct Config {
  int level = 7;
};

// Double-checked locking: the first look takes no lock.
template <typename Pointer>
void DoubleCheckedLocking() {
  std::mutex mutex;
  std::unique_ptr<Config> owner;
  Pointer instance{nullptr};
  Together(2, [&](int) {
    Config* config = instance;
    if (config == nullptr) {
      std::lock_guard<std::mutex> lock(mutex);
      if (owner == nullptr) {
        owner = std::make_unique<Config>();
        instance = owner.get();
      }
      config = owner.get();
    }
    EXPECT_EQ(config->level, 7);
  });
}

TEST(LazySingletonTest, DoubleCheckedLockingOfAPlainPointerIsADataRace) {
  const Result result = Explore(DoubleCheckedLocking<Config*>);
  EXPECT_EQ(result.finding().kind, Kind::kDataRace) << result;
}

TEST(LazySingletonTest, DoubleCheckedLockingOfAnAtomicPointerIsProved) {
  const Result result = Explore(DoubleCheckedLocking<std::atomic<Config*>>);
  EXPECT_TRUE(result.proved()) << result;
}

// In C++ the language does it: [stmt.dcl] of the standard.
TEST(LazySingletonTest, CallOnceIsProved) {
  const Result result = Explore([] {
    std::once_flag once;
    std::unique_ptr<Config> instance;
    Together(2, [&](int) {
      std::call_once(once, [&] { instance = std::make_unique<Config>(); });
      EXPECT_EQ(instance->level, 7);
    });
  });
  EXPECT_TRUE(result.proved()) << result;
}

// ---- A memoised cache

class Cache {
 public:
  int Get() {
    mutex_.Lock();
    const std::optional<int> known = value_;
    mutex_.Unlock();
    if (known) return *known;
    const int computed = Compute();
    absl::MutexLock lock(&mutex_);
    value_ = computed;
    return computed;
  }

  int GetComputedOnce() {
    absl::MutexLock lock(&mutex_);
    if (!value_) value_ = Compute();
    return *value_;
  }

  int computed() const { return times_.load(); }

 private:
  int Compute() {
    ++times_;
    return 42;
  }

  absl::Mutex mutex_;
  std::optional<int> value_ ABSL_GUARDED_BY(mutex_);
  std::atomic<int> times_ = 0;
};

Result ExploreCache(int (Cache::*get)()) {
  return Explore([get] {
    Cache cache;
    Together(2, [&](int) { EXPECT_EQ((cache.*get)(), 42); });
    EXPECT_EQ(cache.computed(), 1);
  });
}

TEST(MemoisedCacheTest, ComputesTwiceIfItComputesOutsideTheLock) {
  const Result result = ExploreCache(&Cache::Get);
  EXPECT_EQ(result.finding().kind, Kind::kFailedAssertion) << result;
}

TEST(MemoisedCacheTest, ComputesOnceUnderTheLock) {
  ExpectProved(ExploreCache(&Cache::GetComputedOnce), 2);
}

}  // namespace
}  // namespace explorer
