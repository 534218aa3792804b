// SPDX-License-Identifier: Apache-2.0
//
// Classic bugs of condition variables: a notification that comes too early, not
// at all or to the wrong thread, and a condition that no longer holds. Each
// program is explored with its bug and without.
//
// In C++ a wait may end without a notification, too, and a notification may
// wake any waiter. The explorer has none of that unless it is asked: what needs
// it to fail is proved otherwise.

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/explorer/explorer.h"
#include "common/explorer/together_for_test.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace explorer {
namespace {

using ::testing::HasSubstr;
using Kind = Finding::Kind;

Result ExploreAll(const std::function<void()>& body) {
  return Explore(body, {.stop_at_first = false});
}

void ExpectMissedWakeups(const Result& result, uint64_t failures,
                         uint64_t executions) {
  EXPECT_EQ(result.finding().kind, Kind::kMissedWakeup) << result;
  EXPECT_EQ(result.failures(), failures);
  EXPECT_EQ(result.executions(), executions);
}

void ExpectProved(const Result& result, uint64_t executions) {
  EXPECT_TRUE(result.proved()) << result;
  EXPECT_EQ(result.executions(), executions);
}

// ---- One thread waits until another is ready

// The right way, and what is left out or moved in the tests below.
TEST(WaitUntilReadyTest, LooksUnderTheLockBeforeAndAfterEachWait) {
  ExpectProved(ExploreAll([] {
                 std::mutex mutex;
                 std::condition_variable changed;
                 bool ready = false;
                 Together({[&] {
                             std::unique_lock<std::mutex> lock(mutex);
                             while (!ready) changed.wait(lock);
                           },
                           [&] {
                             std::lock_guard<std::mutex> lock(mutex);
                             ready = true;
                             changed.notify_one();
                           }});
               }),
               2);
}

TEST(WaitUntilReadyTest, HangsIfItWaitsWithoutLooking) {
  ExpectMissedWakeups(ExploreAll([] {
                        std::mutex mutex;
                        std::condition_variable changed;
                        Together({[&] {
                                    std::unique_lock<std::mutex> lock(mutex);
                                    changed.wait(lock);
                                  },
                                  [&] {
                                    std::lock_guard<std::mutex> lock(mutex);
                                    changed.notify_one();
                                  }});
                      }),
                      1, 2);
}

template <typename Flag>
void LookOutsideTheLock() {
  absl::Mutex mutex;
  absl::CondVar changed;
  Flag ready{false};
  Together({[&] {
              if (ready) return;
              absl::MutexLock lock(&mutex);
              changed.Wait(&mutex);
            },
            [&] {
              absl::MutexLock lock(&mutex);
              ready = true;
              changed.Signal();
            }});
}

TEST(WaitUntilReadyTest, HangsIfItLooksOutsideTheLock) {
  ExpectMissedWakeups(ExploreAll(LookOutsideTheLock<std::atomic<bool>>), 1, 3);
}

TEST(WaitUntilReadyTest, IsADataRaceIfItLooksOutsideTheLockAtAPlainFlag) {
  const Result result = Explore(LookOutsideTheLock<bool>);
  EXPECT_EQ(result.finding().kind, Kind::kDataRace) << result;
}

template <typename Flag>
void SetTheFlagOutsideTheLock() {
  absl::Mutex mutex;
  absl::CondVar changed;
  Flag ready{false};
  Together({[&] {
              absl::MutexLock lock(&mutex);
              while (!ready) changed.Wait(&mutex);
            },
            [&] {
              ready = true;
              changed.Signal();
            }});
}

TEST(WaitUntilReadyTest, HangsIfTheFlagIsSetOutsideTheLock) {
  ExpectMissedWakeups(ExploreAll(SetTheFlagOutsideTheLock<std::atomic<bool>>),
                      1, 3);
}

TEST(WaitUntilReadyTest, IsADataRaceIfAPlainFlagIsSetOutsideTheLock) {
  const Result result = Explore(SetTheFlagOutsideTheLock<bool>);
  EXPECT_EQ(result.finding().kind, Kind::kDataRace) << result;
}

TEST(WaitUntilReadyTest, HangsIfNobodyNotifies) {
  ExpectMissedWakeups(ExploreAll([] {
                        std::mutex mutex;
                        std::condition_variable changed;
                        bool ready = false;
                        Together({[&] {
                                    std::unique_lock<std::mutex> lock(mutex);
                                    while (!ready) changed.wait(lock);
                                  },
                                  [&] {
                                    std::lock_guard<std::mutex> lock(mutex);
                                    ready = true;
                                  }});
                      }),
                      1, 2);
}

// absl::Mutex looks by itself: there is nothing to notify, or to forget.
TEST(WaitUntilReadyTest, NeedsNoNotificationWithAwait) {
  ExpectProved(ExploreAll([] {
                 absl::Mutex mutex;
                 bool ready = false;
                 Together({[&] {
                             absl::MutexLock lock(&mutex);
                             mutex.Await(absl::Condition(&ready));
                           },
                           [&] {
                             absl::MutexLock lock(&mutex);
                             ready = true;
                           }});
               }),
               2);
}

// ---- `if` where `while` is needed

// A producer and some consumers, each of which takes one item.
std::function<void()> Consumers(int count, bool look_again) {
  return [=] {
    std::mutex mutex;
    std::condition_variable changed;
    int items = 0;
    std::vector<std::function<void()>> threads(static_cast<size_t>(count), [&] {
      std::unique_lock<std::mutex> lock(mutex);
      if (look_again) {
        while (items == 0) changed.wait(lock);
      } else if (items == 0) {
        changed.wait(lock);
      }
      EXPECT_GT(items, 0);
      --items;
    });
    threads.push_back([&] {
      for (int i = 0; i < count; ++i) {
        std::lock_guard<std::mutex> lock(mutex);
        ++items;
        changed.notify_one();
      }
    });
    Together(threads);
  };
}

TEST(WaitWithIfTest, IsEnoughForOneConsumerIfEachWakeupIsANotification) {
  ExpectProved(ExploreAll(Consumers(1, /*look_again=*/false)), 2);
}

TEST(WaitWithIfTest, FindsNothingToTakeIfTheWaitEndsForNoReason) {
  const Result result =
      Explore(Consumers(1, /*look_again=*/false), {.spurious_wakeups = 1});
  EXPECT_EQ(result.finding().kind, Kind::kFailedAssertion) << result;
  EXPECT_THAT(result.trace(), HasSubstr("wake up for no reason from c1"));
}

TEST(WaitWithIfTest, IsProvedWithWhileIfWaitsEndForNoReason) {
  for (const int wakeups : {1, 2, 3}) {
    const Result result = Explore(Consumers(1, /*look_again=*/true),
                                  {.spurious_wakeups = wakeups});
    EXPECT_TRUE(result.proved()) << result;
  }
}

// A wait that can end for no reason need not: the notification is missed.
TEST(WaitWithIfTest, DoesNotCountOnAWaitThatEndsForNoReason) {
  const Result result = Explore(
      [] {
        std::mutex mutex;
        std::condition_variable changed;
        Together({[&] {
                    std::unique_lock<std::mutex> lock(mutex);
                    changed.wait(lock);
                  },
                  [&] { changed.notify_one(); }});
      },
      {.spurious_wakeups = 1});
  EXPECT_EQ(result.finding().kind, Kind::kMissedWakeup) << result;
}

TEST(WaitWithIfTest, FindsNothingLeftIfAnotherConsumerComesFirst) {
  const Result result = Explore(Consumers(2, /*look_again=*/false));
  EXPECT_EQ(result.finding().kind, Kind::kFailedAssertion) << result;
}

TEST(WaitWithIfTest, IsProvedWithWhile) {
  const Result result = Explore(Consumers(2, /*look_again=*/true));
  EXPECT_TRUE(result.proved()) << result;
}

// ---- A notification for the wrong thread

// Two threads wait with one condition variable, each for its own turn: first
// the one that has waited longest.
Result ExploreTurns(bool notify_any, bool wake_all) {
  return Explore(
      [=] {
        std::mutex mutex;
        std::condition_variable turn_changed;
        std::condition_variable came;
        int turn = 0;
        int waiting = 0;
        const auto next_turn = [&] {
          ++turn;
          wake_all ? turn_changed.notify_all() : turn_changed.notify_one();
        };
        const auto run = [&](int me) {
          std::unique_lock<std::mutex> lock(mutex);
          while (waiting < me - 1) came.wait(lock);
          ++waiting;
          came.notify_all();
          while (turn < me) turn_changed.wait(lock);
          next_turn();
        };
        Together({[&] { run(1); }, [&] { run(2); },
                  [&] {
                    std::unique_lock<std::mutex> lock(mutex);
                    while (waiting < 2) came.wait(lock);
                    next_turn();
                  }});
      },
      {.notify_any = notify_any});
}

TEST(TurnsTest, AreTakenInOrderIfTheLongestWaiterIsWoken) {
  const Result result = ExploreTurns(/*notify_any=*/false, /*wake_all=*/false);
  EXPECT_TRUE(result.proved()) << result;
}

TEST(TurnsTest, HangIfNotifyOneWakesAnotherWaiter) {
  const Result result = ExploreTurns(/*notify_any=*/true, /*wake_all=*/false);
  EXPECT_EQ(result.finding().kind, Kind::kMissedWakeup) << result;
  EXPECT_THAT(result.trace(), HasSubstr("be woken from c2"));
}

TEST(TurnsTest, AreProvedIfAllAreNotified) {
  const Result result = ExploreTurns(/*notify_any=*/true, /*wake_all=*/true);
  EXPECT_TRUE(result.proved()) << result;
}

// Two producers and two consumers of one item each.
template <typename Queue>
Result ExploreTwoAndTwo() {
  return ExploreAll([] {
    Queue queue;
    const auto put = [&] { queue.Put(); };
    const auto take = [&] { queue.Take(); };
    Together({put, put, take, take});
  });
}

// One producer of two items and two consumers of one.
template <typename Queue>
Result ExploreOneAndTwo() {
  return ExploreAll([] {
    Queue queue;
    const auto put_two = [&] {
      queue.Put();
      queue.Put();
    };
    const auto take = [&] { queue.Take(); };
    Together({put_two, take, take});
  });
}

// Only consumers wait.
class UnboundedQueue {
 public:
  void Put() {
    std::lock_guard<std::mutex> lock(mutex_);
    ++items_;
    changed_.notify_one();
  }
  void Take() {
    std::unique_lock<std::mutex> lock(mutex_);
    while (items_ == 0) changed_.wait(lock);
    --items_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int items_ = 0;
};

TEST(QueueTest, OfAnySizeIsProvedWithNotifyOne) {
  ExpectProved(ExploreTwoAndTwo<UnboundedQueue>(), 48);
}

void NotifyOneOf(std::condition_variable& changed) { changed.notify_one(); }
void NotifyAllOf(std::condition_variable& changed) { changed.notify_all(); }

// Of size one: producers and consumers wait for the same condition variable.
template <void (*kNotify)(std::condition_variable&)>
class OneConditionQueue {
 public:
  void Put() {
    std::unique_lock<std::mutex> lock(mutex_);
    while (full_) changed_.wait(lock);
    full_ = true;
    kNotify(changed_);
  }
  void Take() {
    std::unique_lock<std::mutex> lock(mutex_);
    while (!full_) changed_.wait(lock);
    full_ = false;
    kNotify(changed_);
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool full_ = false;
};

class TwoConditionsQueue {
 public:
  void Put() {
    std::unique_lock<std::mutex> lock(mutex_);
    while (full_) emptied_.wait(lock);
    full_ = true;
    filled_.notify_one();
  }
  void Take() {
    std::unique_lock<std::mutex> lock(mutex_);
    while (!full_) filled_.wait(lock);
    full_ = false;
    emptied_.notify_one();
  }

 private:
  std::mutex mutex_;
  std::condition_variable emptied_;
  std::condition_variable filled_;
  bool full_ = false;
};

TEST(QueueTest, OfOneConditionHangsIfAConsumerWakesAConsumer) {
  ExpectMissedWakeups(ExploreOneAndTwo<OneConditionQueue<NotifyOneOf>>(), 2,
                      30);
}

TEST(QueueTest, OfOneConditionIsProvedIfAllAreNotified) {
  ExpectProved(ExploreOneAndTwo<OneConditionQueue<NotifyAllOf>>(), 40);
}

TEST(QueueTest, OfTwoConditionsIsProvedWithNotifyOne) {
  ExpectProved(ExploreOneAndTwo<TwoConditionsQueue>(), 28);
}

// ---- A queue that can be closed

class ClosableQueue {
 public:
  void Push(int item) {
    absl::MutexLock lock(&mutex_);
    items_.push_back(item);
    changed_.Signal();
  }

  // std::nullopt: closed, and nothing is left.
  std::optional<int> Pop() {
    absl::MutexLock lock(&mutex_);
    while (items_.empty() && !closed_) changed_.Wait(&mutex_);
    if (items_.empty()) return std::nullopt;
    const int item = items_.back();
    items_.pop_back();
    return item;
  }

  void Close(bool wake_all) {
    absl::MutexLock lock(&mutex_);
    closed_ = true;
    wake_all ? changed_.SignalAll() : changed_.Signal();
  }

 private:
  absl::Mutex mutex_;
  absl::CondVar changed_;
  std::vector<int> items_ ABSL_GUARDED_BY(mutex_);
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
};

Result ExploreClose(bool wake_all) {
  return Explore([=] {
    ClosableQueue queue;
    std::atomic<int> sum(0);
    const auto consume = [&] {
      while (const std::optional<int> item = queue.Pop()) sum += *item;
    };
    Together({consume, consume, [&] {
                queue.Push(1);
                queue.Close(wake_all);
              }});
    EXPECT_EQ(sum.load(), 1);
  });
}

TEST(CloseTest, ThatWakesOneConsumerLeavesTheOtherWaiting) {
  const Result result = ExploreClose(/*wake_all=*/false);
  EXPECT_EQ(result.finding().kind, Kind::kMissedWakeup) << result;
}

TEST(CloseTest, ThatWakesAllIsProved) {
  const Result result = ExploreClose(/*wake_all=*/true);
  EXPECT_TRUE(result.proved()) << result;
}

}  // namespace
}  // namespace explorer
