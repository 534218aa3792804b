// SPDX-License-Identifier: Apache-2.0
//
// Classic bugs: locks that are taken in the wrong order, too long, twice or by
// the wrong thread. Each program is explored with its bug and without.

#include <condition_variable>
#include <functional>
#include <mutex>
#include <shared_mutex>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "common/explorer/explorer.h"
#include "common/explorer/together_for_test.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace explorer {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using Kind = Finding::Kind;

Result ExploreAll(const std::function<void()>& body) {
  return Explore(body, {.stop_at_first = false});
}

void ExpectOneDeadlock(const Result& result, uint64_t executions) {
  EXPECT_EQ(result.finding().kind, Kind::kDeadlock) << result;
  EXPECT_EQ(result.failures(), 1u);
  EXPECT_EQ(result.executions(), executions);
}

void ExpectProved(const Result& result, uint64_t executions) {
  EXPECT_TRUE(result.proved()) << result;
  EXPECT_EQ(result.executions(), executions);
}

// ---- Locks in opposite order

class Account {
 public:
  explicit Account(int balance) : balance_(balance) {}

  static void Transfer(Account& from, Account& to, int amount) {
    std::lock_guard<std::mutex> lock_from(from.mutex_);
    std::lock_guard<std::mutex> lock_to(to.mutex_);
    Move(from, to, amount);
  }

  // Of any two accounts, the one with the lower address is locked first.
  static void TransferInOrder(Account& from, Account& to, int amount) {
    const bool from_first = std::less<Account*>()(&from, &to);
    std::lock_guard<std::mutex> one((from_first ? from : to).mutex_);
    std::lock_guard<std::mutex> other((from_first ? to : from).mutex_);
    Move(from, to, amount);
  }

  int balance() const { return balance_; }

 private:
  static void Move(Account& from, Account& to, int amount) {
    from.balance_ -= amount;
    to.balance_ += amount;
  }

  std::mutex mutex_;
  int balance_;
};

Result ExploreTransfers(void (*transfer)(Account&, Account&, int)) {
  return ExploreAll([transfer] {
    Account a(100);
    Account b(100);
    Together({[&] { transfer(a, b, 10); }, [&] { transfer(b, a, 20); }});
    EXPECT_EQ(a.balance(), 110);
    EXPECT_EQ(b.balance(), 90);
  });
}

TEST(TransferTest, BackAndForthDeadlocks) {
  ExpectOneDeadlock(ExploreTransfers(&Account::Transfer), 3);
}

TEST(TransferTest, WithLocksInOneOrderIsProved) {
  ExpectProved(ExploreTransfers(&Account::TransferInOrder), 2);
}

// ---- Dining philosophers

Result ExploreMeals(bool forks_in_order) {
  return ExploreAll([=] {
    absl::Mutex forks[3];
    Together(3, [&](int i) {
      int first = i;
      int second = (i + 1) % 3;
      if (forks_in_order && first > second) std::swap(first, second);
      absl::MutexLock one(&forks[first]);
      absl::MutexLock other(&forks[second]);
    });
  });
}

TEST(PhilosophersTest, WhoTakeTheLeftForkFirstDeadlock) {
  ExpectOneDeadlock(ExploreMeals(/*forks_in_order=*/false), 7);
}

TEST(PhilosophersTest, WhoTakeTheForksInOrderEat) {
  ExpectProved(ExploreMeals(/*forks_in_order=*/true), 6);
}

// ---- A mutex that its holder locks again

template <typename Mutex>
void CallALockingFunctionUnderTheLock() {
  Mutex mutex;
  int size = 0;
  const auto add = [&] {
    std::lock_guard<Mutex> lock(mutex);
    ++size;
  };
  const auto add_two = [&] {
    std::lock_guard<Mutex> lock(mutex);
    add();
    add();
  };
  add_two();
  EXPECT_EQ(size, 2);
}

TEST(LockedAgainTest, AMutexDeadlocksInItsOnlyExecution) {
  ExpectOneDeadlock(ExploreAll(CallALockingFunctionUnderTheLock<std::mutex>),
                    1);
}

TEST(LockedAgainTest, ARecursiveMutexDoesNot) {
  ExpectProved(
      ExploreAll(CallALockingFunctionUnderTheLock<std::recursive_mutex>), 1);
}

// ---- A callback under the lock

class Button {
 public:
  void OnClick(std::function<void()> listener) {
    absl::MutexLock lock(&mutex_);
    listeners_.push_back(std::move(listener));
  }

  void ClickUnderTheLock() {
    absl::MutexLock lock(&mutex_);
    for (const auto& listener : listeners_) listener();
  }

  void Click() {
    mutex_.Lock();
    const std::vector<std::function<void()>> listeners = listeners_;
    mutex_.Unlock();
    for (const auto& listener : listeners) listener();
  }

 private:
  absl::Mutex mutex_;
  std::vector<std::function<void()>> listeners_;
};

// Whoever listens has a lock of its own, and sometimes adds a listener while it
// holds that.
Result ExploreClicks(void (Button::*click)()) {
  return Explore([click] {
    Button button;
    absl::Mutex mutex;
    int clicks = 0;
    const auto listen = [&] {
      absl::MutexLock lock(&mutex);
      ++clicks;
    };
    button.OnClick(listen);
    Together({[&] { (button.*click)(); },
              [&] {
                absl::MutexLock lock(&mutex);
                button.OnClick(listen);
              }});
    EXPECT_GE(clicks, 1);
  });
}

TEST(CallbackTest, UnderTheLockDeadlocks) {
  const Result result = ExploreClicks(&Button::ClickUnderTheLock);
  EXPECT_EQ(result.finding().kind, Kind::kDeadlock) << result;
}

TEST(CallbackTest, AfterTheLockIsProved) {
  const Result result = ExploreClicks(&Button::Click);
  EXPECT_TRUE(result.proved()) << result;
}

// ---- Readers that want to write

Result ExploreUpgrades(bool let_go_first) {
  return Explore([=] {
    std::shared_mutex mutex;
    int value = 0;
    Together(2, [&](int) {
      mutex.lock_shared();
      const bool is_low = value < 10;
      if (let_go_first) mutex.unlock_shared();
      if (is_low) {
        mutex.lock();
        if (value < 10) value += 10;  // look again: it may have changed
        mutex.unlock();
      }
      if (!let_go_first) mutex.unlock_shared();
    });
    EXPECT_EQ(value, 10);
  });
}

TEST(LockUpgradeTest, OfOneReaderDeadlocksWithItself) {
  const Result result = ExploreUpgrades(/*let_go_first=*/false);
  EXPECT_EQ(result.finding().kind, Kind::kDeadlock) << result;
}

TEST(LockUpgradeTest, ThatLetsGoAndLooksAgainIsProved) {
  const Result result = ExploreUpgrades(/*let_go_first=*/true);
  EXPECT_TRUE(result.proved()) << result;
}

// ---- Nested monitor lockout

// A wait lets go of its own mutex, not of those that the caller holds.
Result ExploreNestedMonitors(bool outer_held_in_wait) {
  return ExploreAll([=] {
    std::mutex outer;
    std::mutex inner;
    std::condition_variable changed;
    bool ready = false;
    Together({[&] {
                std::unique_lock<std::mutex> lock_outer(outer);
                if (!outer_held_in_wait) lock_outer.unlock();
                std::unique_lock<std::mutex> lock(inner);
                while (!ready) changed.wait(lock);
              },
              [&] {
                std::lock_guard<std::mutex> lock_outer(outer);
                std::lock_guard<std::mutex> lock(inner);
                ready = true;
                changed.notify_one();
              }});
  });
}

TEST(NestedMonitorTest, IsADeadlockIfTheOuterMutexIsHeldInAWait) {
  ExpectOneDeadlock(ExploreNestedMonitors(/*outer_held_in_wait=*/true), 2);
}

TEST(NestedMonitorTest, IsProvedIfNothingElseIsHeldInAWait) {
  const Result result = ExploreNestedMonitors(/*outer_held_in_wait=*/false);
  EXPECT_TRUE(result.proved()) << result;
}

// ---- Back off and try again

// Two threads take two locks in opposite order, and let go of the first if the
// second is taken. No deadlock, but nothing says that they ever get on.
void TryUntilBothAreHeld(absl::Mutex* first, absl::Mutex* second) {
  for (;;) {
    first->Lock();
    if (second->TryLock()) break;
    first->Unlock();
  }
  second->Unlock();
  first->Unlock();
}

TEST(BackOffTest, CanGoOnForEver) {
  const Result result = Explore(
      [] {
        absl::Mutex a;
        absl::Mutex b;
        Together({[&] { TryUntilBothAreHeld(&a, &b); },
                  [&] { TryUntilBothAreHeld(&b, &a); }});
      },
      {.max_steps = 100});
  EXPECT_EQ(result.finding().kind, Kind::kLivelock) << result;
}

// std::scoped_lock of two mutexes backs off, too, but then waits for the one
// that it did not get: in the end one of the threads has both.
TEST(BackOffTest, OfAScopedLockEnds) {
  const Result result = Explore(
      [] {
        std::mutex a;
        std::mutex b;
        int balance = 0;
        const auto pay = [&](std::mutex& first, std::mutex& second) {
          std::scoped_lock both(first, second);
          ++balance;
        };
        Together({[&] { pay(a, b); }, [&] { pay(b, a); }});
        EXPECT_EQ(balance, 2);
      },
      {.max_steps = 100});
  EXPECT_FALSE(result.found()) << result;
  EXPECT_THAT(result.notes(), Contains(HasSubstr("more than 3 times")))
      << "they may back off any number of times";
}

TEST(BackOffTest, IsNotNeededIfTheLocksAreTakenInOneOrder) {
  const Result result = Explore(
      [] {
        absl::Mutex a;
        absl::Mutex b;
        Together(2, [&](int) {
          absl::MutexLock first(&a);
          absl::MutexLock second(&b);
        });
      },
      {.max_steps = 100});
  EXPECT_TRUE(result.proved()) << result;
}

// ---- Unlocks by the wrong thread, or once too often

// The mutex as a signal: one thread locks, the other unlocks. That is what
// semaphores are for.
TEST(UnlockTest, ByAnotherThreadIsWrong) {
  const Result result = Explore([] {
    std::mutex mutex;
    mutex.lock();
    Together({[&] { mutex.unlock(); }});
  });
  EXPECT_EQ(result.finding().kind, Kind::kWrongUnlock) << result;
  EXPECT_THAT(result.finding().message, HasSubstr("T1 unlocks mutex m1"));
}

TEST(UnlockTest, ByTheOwnerIsRight) {
  const Result result = Explore([] {
    std::mutex mutex;
    mutex.lock();
    mutex.unlock();
    Together({[&] { std::lock_guard<std::mutex> lock(mutex); }});
  });
  EXPECT_TRUE(result.proved()) << result;
}

// An early return that cleans up, and a clean-up at the end.
Result ExploreEarlyUnlock(bool then_return) {
  return Explore([=] {
    std::mutex mutex;
    int users = 0;
    Together(2, [&](int) {
      mutex.lock();
      const bool is_first = ++users == 1;
      if (is_first) {
        mutex.unlock();
        if (then_return) return;
      }
      mutex.unlock();
    });
  });
}

TEST(UnlockTest, TwiceIsWrong) {
  const Result result = ExploreEarlyUnlock(/*then_return=*/false);
  EXPECT_EQ(result.finding().kind, Kind::kWrongUnlock) << result;
}

TEST(UnlockTest, OnceIsRight) {
  const Result result = ExploreEarlyUnlock(/*then_return=*/true);
  EXPECT_TRUE(result.proved()) << result;
}

}  // namespace
}  // namespace explorer
