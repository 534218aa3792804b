// SPDX-License-Identifier: Apache-2.0
//
// What the explorer finds, by its right name; and each program without its bug
// beside it, in which nothing is found.

#include <pthread.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/explorer/explorer.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace explorer {
namespace {

using ::testing::AllOf;
using ::testing::AnyOf;
using ::testing::HasSubstr;
using Kind = Finding::Kind;

void Both(const std::function<void()>& a, const std::function<void()>& b) {
  std::thread first(a);
  std::thread second(b);
  first.join();
  second.join();
}

struct Counter {
  int count = 0;
  void Increment(int offset) { count += offset; }
};

TEST(FindingsTest, ADataRaceIsFoundInTheFirstExecution) {
  const Result result = Explore([] {
    Counter counter;
    Both([&] { counter.Increment(1); }, [&] { counter.Increment(1); });
  });
  EXPECT_EQ(result.finding().kind, Kind::kDataRace) << result;
  EXPECT_EQ(result.executions(), 1u);
  EXPECT_THAT(result.finding().message, HasSubstr("T2 reads what T1 writes"));
}

// It ends there, so nobody knows what it would have written.
TEST(FindingsTest, TheWriteThatRacesIsShownWithoutAValue) {
  const Result result = Explore([] {
    int value = 0;
    Both([&] { EXPECT_EQ(value, 0); }, [&] { value = 7; });
    EXPECT_EQ(value, 7);  // else Clang leaves it out
  });
  EXPECT_THAT(result.finding().message, HasSubstr("T2 writes what T1 reads"));
  // With the line of source behind it, or without one under Wine.
  EXPECT_THAT(result.trace(),
              AnyOf(HasSubstr("> write v1  "), HasSubstr("> write v1\n")));
}

TEST(FindingsTest, RunningOnThroughRacesShowsTheLostUpdate) {
  const auto lose = [] {
    Counter counter;
    Both([&] { counter.Increment(1); }, [&] { counter.Increment(1); });
    EXPECT_EQ(counter.count, 2);
  };
  const Result first = Explore(lose, {.races_are_findings = false});
  EXPECT_EQ(first.finding().kind, Kind::kFailedAssertion) << first;
  EXPECT_THAT(first.finding().message, HasSubstr("counter.count"));
  EXPECT_LE(first.executions(), 2u);
  const Result all =
      Explore(lose, {.races_are_findings = false, .stop_at_first = false});
  EXPECT_EQ(all.executions(), 4u);
  EXPECT_EQ(all.failures(), 2u);
}

TEST(FindingsTest, LockedIncrementsAreProved) {
  const Result result = Explore([] {
    absl::Mutex mutex;
    Counter counter;
    const auto increment = [&] {
      absl::MutexLock lock(&mutex);
      counter.Increment(1);
    };
    Both(increment, increment);
    EXPECT_EQ(counter.count, 2);
  });
  EXPECT_TRUE(result.proved()) << result;
}

TEST(FindingsTest, APlainWriteRacesWithAnAtomicRead) {
  for (const bool written_first : {false, true}) {
    const Result result = Explore([&] {
      int count = 0;
      const auto write = [&] { count = 1; };
      const auto read = [&] { std::atomic_ref<int>(count).load(); };
      written_first ? Both(write, read) : Both(read, write);
    });
    EXPECT_EQ(result.finding().kind, Kind::kDataRace) << result;
  }
}

TEST(FindingsTest, AtomicReadsAndWritesDoNotRace) {
  const Result result = Explore([] {
    int count = 0;
    const auto increment = [&] { ++std::atomic_ref<int>(count); };
    Both(increment, increment);
    EXPECT_EQ(count, 2);
  });
  EXPECT_TRUE(result.proved()) << result;
}

TEST(FindingsTest, TwoMutexesForOneCounterAreADataRace) {
  const Result result = Explore([] {
    absl::Mutex a;
    absl::Mutex b;
    Counter counter;
    const auto increment = [&](absl::Mutex* mutex) {
      absl::MutexLock lock(mutex);
      counter.Increment(1);
    };
    Both([&] { increment(&a); }, [&] { increment(&b); });
  });
  EXPECT_EQ(result.finding().kind, Kind::kDataRace) << result;
}

TEST(FindingsTest, LocksThatCoverHalfOfTheUpdateLoseOne) {
  const Result result = Explore([] {
    absl::Mutex mutex;
    Counter counter;
    const auto increment = [&] {
      int count;
      {
        absl::MutexLock lock(&mutex);
        count = counter.count;
      }
      absl::MutexLock lock(&mutex);
      counter.count = count + 1;
    };
    Both(increment, increment);
    EXPECT_EQ(counter.count, 2);
  });
  EXPECT_EQ(result.finding().kind, Kind::kFailedAssertion) << result;
}

// The race needs the one schedule in which the second thread looks at the flag
// between two steps of the first.
TEST(FindingsTest, ARaceThatNeedsARareScheduleIsFound) {
  const Result result = Explore([] {
    std::atomic<int> phase(0);
    int data = 0;
    Both(
        [&] {
          phase.store(1);
          phase.store(2);
          phase.store(3);
          data = 1;
        },
        [&] {
          if (phase.load() == 1 && phase.load() == 2) data = 2;
        });
  });
  EXPECT_EQ(result.finding().kind, Kind::kDataRace) << result;
}

TEST(FindingsTest, RelaxedPublicationIsADataRace) {
  const auto publish = [](std::memory_order order) {
    return Explore([order] {
      std::atomic<bool> ready(false);
      int data = 0;
      Both(
          [&] {
            data = 1;
            ready.store(true, order);
          },
          [&] {
            if (ready.load(std::memory_order_acquire)) {
              EXPECT_EQ(data, 1);
            }
          });
    });
  };
  EXPECT_EQ(publish(std::memory_order_relaxed).finding().kind, Kind::kDataRace);
  EXPECT_TRUE(publish(std::memory_order_release).proved());
}

void TakeBoth(absl::Mutex* first, absl::Mutex* second) {
  absl::MutexLock a(first);
  absl::MutexLock b(second);
}

TEST(FindingsTest, LocksInOppositeOrderDeadlock) {
  const Result result = Explore([] {
    absl::Mutex a;
    absl::Mutex b;
    Both([&] { TakeBoth(&a, &b); }, [&] { TakeBoth(&b, &a); });
  });
  EXPECT_EQ(result.finding().kind, Kind::kDeadlock) << result;
  EXPECT_THAT(result.finding().message,
              AllOf(HasSubstr("T1 waits for mutex m2, which T2 holds"),
                    HasSubstr("T2 waits for mutex m1, which T1 holds")));
}

TEST(FindingsTest, LocksInOneOrderDoNot) {
  EXPECT_TRUE(Explore([] {
                absl::Mutex a;
                absl::Mutex b;
                Both([&] { TakeBoth(&a, &b); }, [&] { TakeBoth(&a, &b); });
              }).proved());
}

// One schedule is enough to see that the locks go round in a circle. The search
// then makes a deadlock of it.
TEST(FindingsTest, OneRunIsEnoughToFindADeadlock) {
  const auto philosophers = [] {
    absl::Mutex forks[4];
    std::vector<std::thread> threads;
    for (size_t i = 0; i < 4; ++i) {
      threads.emplace_back(
          [&, i] { TakeBoth(&forks[i], &forks[(i + 1) % 4]); });
    }
    for (std::thread& thread : threads) thread.join();
  };
  for (const Options& options :
       {Options{.preemptions = 0}, Options{.random_runs = 1, .seed = 3}}) {
    const Result result = Explore(philosophers, options);
    EXPECT_EQ(result.finding().kind, Kind::kDeadlock) << result;
    EXPECT_NE(result.token(), "");
  }
}

// A lock in common lets one thread in at a time.
TEST(FindingsTest, ACircleOfLocksBehindAGateIsNone) {
  const auto body = [] {
    absl::Mutex gate;
    absl::Mutex a;
    absl::Mutex b;
    Both(
        [&] {
          absl::MutexLock lock(&gate);
          TakeBoth(&a, &b);
        },
        [&] {
          absl::MutexLock lock(&gate);
          TakeBoth(&b, &a);
        });
  };
  EXPECT_TRUE(Explore(body).proved());
  const Result result = Explore(body, {.preemptions = 2});
  EXPECT_FALSE(result.found()) << result;
  EXPECT_EQ(result.notes().size(), 1u) << result;
}

TEST(FindingsTest, ACircleOfLocksOneAfterTheOtherIsNone) {
  const Result result = Explore(
      [] {
        absl::Mutex a;
        absl::Mutex b;
        std::thread([&] { TakeBoth(&a, &b); }).join();
        std::thread([&] { TakeBoth(&b, &a); }).join();
      },
      {.preemptions = 2});
  EXPECT_FALSE(result.found()) << result;
  EXPECT_EQ(result.notes().size(), 1u) << result;
}

// What an atomic keeps apart the circle does not tell: it is no finding, but a
// note.
TEST(FindingsTest, ACircleOfLocksThatNeverDeadlocksIsANote) {
  const auto body = [] {
    absl::Mutex a;
    absl::Mutex b;
    std::atomic<bool> done(false);
    Both(
        [&] {
          TakeBoth(&a, &b);
          done = true;
        },
        [&] {
          if (done) TakeBoth(&b, &a);
        });
  };
  EXPECT_TRUE(Explore(body).proved());
  const Result result = Explore(body, {.preemptions = 2});
  EXPECT_FALSE(result.found()) << result;
  EXPECT_THAT(result.ToString(), HasSubstr("Locks are taken in a circle"));
}

TEST(FindingsTest, AMutexThatItsHolderLocksAgainDeadlocks) {
  const Result result = Explore([] {
    std::mutex mutex;
    mutex.lock();
    mutex.lock();
  });
  EXPECT_EQ(result.finding().kind, Kind::kDeadlock) << result;
  EXPECT_THAT(result.finding().message, HasSubstr("which it holds already"));
}

// It may lie on the stack of a function that has returned.
TEST(FindingsTest, AConditionIsNotLookedAtOnceItsWaitIsOver) {
  struct Wait {
    int* late_looks;
    bool ready = false;
    bool over = false;
    bool IsReady() {
      if (over) ++*late_looks;
      return ready;
    }
  };
  int late_looks = 0;
  const Result result = Explore([&] {
    absl::Mutex mutex;
    Wait wait{.late_looks = &late_looks};
    Counter counter;
    Both(
        [&] {
          mutex.LockWhen(absl::Condition(&wait, &Wait::IsReady));
          wait.over = true;
          mutex.Unlock();
          counter.Increment(1);
        },
        [&] {
          mutex.Lock();
          wait.ready = true;
          mutex.Unlock();
          counter.Increment(1);
        });
    EXPECT_EQ(counter.count, 2);  // else Clang leaves it out
  });
  EXPECT_EQ(result.finding().kind, Kind::kDataRace) << result;
  EXPECT_EQ(late_looks, 0);
}

TEST(FindingsTest, ANotificationBeforeTheWaitIsMissed) {
  const auto hand_over = [](bool look_first) {
    return Explore([look_first] {
      absl::Mutex mutex;
      absl::CondVar changed;
      bool ready = false;
      Both(
          [&] {
            absl::MutexLock lock(&mutex);
            if (look_first) {
              while (!ready) changed.Wait(&mutex);
            } else {
              changed.Wait(&mutex);
            }
          },
          [&] {
            absl::MutexLock lock(&mutex);
            ready = true;
            changed.Signal();
          });
    });
  };
  const Result missed = hand_over(/*look_first=*/false);
  EXPECT_EQ(missed.finding().kind, Kind::kMissedWakeup) << missed;
  EXPECT_TRUE(hand_over(/*look_first=*/true).proved());
}

TEST(FindingsTest, ABoundedBufferWithOneConditionMissesAWakeup) {
  const auto run = [](bool notify_all) {
    return Explore([notify_all] {
      std::mutex mutex;
      std::condition_variable changed;
      int items = 0;
      const auto notify = [&] {
        notify_all ? changed.notify_all() : changed.notify_one();
      };
      const auto put = [&] {
        std::unique_lock<std::mutex> lock(mutex);
        while (items == 1) changed.wait(lock);
        ++items;
        notify();
      };
      const auto take = [&] {
        std::unique_lock<std::mutex> lock(mutex);
        while (items == 0) changed.wait(lock);
        --items;
        notify();
      };
      std::thread threads[] = {std::thread(put), std::thread(put),
                               std::thread(take), std::thread(take)};
      for (std::thread& thread : threads) thread.join();
    });
  };
  EXPECT_EQ(run(/*notify_all=*/false).finding().kind, Kind::kMissedWakeup);
  EXPECT_TRUE(run(/*notify_all=*/true).proved());
}

TEST(FindingsTest, AnUnlockByAnotherThreadIsNamed) {
  const Result result = Explore([]() ABSL_NO_THREAD_SAFETY_ANALYSIS {
    absl::Mutex mutex;
    mutex.Lock();
    std::thread other([&]() ABSL_NO_THREAD_SAFETY_ANALYSIS { mutex.Unlock(); });
    other.join();
  });
  EXPECT_EQ(result.finding().kind, Kind::kWrongUnlock) << result;
  EXPECT_THAT(result.finding().message, HasSubstr("T1 unlocks mutex m1"));
}

TEST(FindingsTest, AMutexThatIsDestroyedWhileHeldIsNamed) {
  const Result result = Explore([]() ABSL_NO_THREAD_SAFETY_ANALYSIS {
    auto mutex = std::make_unique<absl::Mutex>();
    mutex->Lock();
    mutex.reset();
  });
  EXPECT_EQ(result.finding().kind, Kind::kDestroyedInUse) << result;
}

TEST(FindingsTest, AnExceptionThatLeavesAThreadIsNamed) {
  const Result result = Explore([] {
    std::thread thread([] { throw std::runtime_error("out of luck"); });
    thread.join();
  });
  EXPECT_EQ(result.finding().kind, Kind::kException) << result;
  EXPECT_THAT(result.finding().message, HasSubstr("out of luck"));
}

TEST(FindingsTest, AThreadThatRunsOnIsNamed) {
  const Result result = Explore([] { std::thread([] {}).detach(); });
  EXPECT_EQ(result.finding().kind, Kind::kLeakedThread) << result;
}

TEST(FindingsTest, ASecondJoinIsNamed) {
  const Result result = Explore([] {
    pthread_t thread;
    pthread_create(
        &thread, nullptr, [](void*) -> void* { return nullptr; }, nullptr);
    pthread_join(thread, nullptr);
    pthread_join(thread, nullptr);
  });
  EXPECT_EQ(result.finding().kind, Kind::kWrongJoin) << result;
}

TEST(FindingsTest, ADeleteRacesWithAReadOfTheObject) {
  const Result result = Explore([] {
    int* number = new int(1);
    Both([&] { delete number; }, [&] { EXPECT_LE(*number, 1); });
  });
  EXPECT_EQ(result.finding().kind, Kind::kDataRace) << result;
}

TEST(FindingsTest, ASecondDeleteIsNamed) {
  const Result result = Explore([] {
    int* number = new int(1);
    std::thread thread([&] { delete number; });
    thread.join();
    delete number;
  });
  EXPECT_EQ(result.finding().kind, Kind::kFailedAssertion) << result;
  EXPECT_THAT(result.finding().message, HasSubstr("deleted before"));
}

TEST(FindingsTest, TheLastOwnerOfASharedObjectDeletesItInPeace) {
  const Result result = Explore([] {
    auto shared = std::make_shared<int>(1);
    Both([copy = shared] { EXPECT_EQ(*copy, 1); },
         [copy = shared] { EXPECT_EQ(*copy, 1); });
  });
  EXPECT_TRUE(result.proved()) << result;
}

TEST(FindingsTest, AReaderThatLocksAsAWriterWaitsForItself) {
  const Result result = Explore([] {
    pthread_rwlock_t mutex = PTHREAD_RWLOCK_INITIALIZER;
    pthread_rwlock_rdlock(&mutex);
    pthread_rwlock_wrlock(&mutex);
  });
  EXPECT_EQ(result.finding().kind, Kind::kDeadlock) << result;
  EXPECT_THAT(result.finding().message, HasSubstr("holds already"));
}

TEST(FindingsTest, AReaderThatLocksTwiceCanWaitForAWriterInBetween) {
  const Result result = Explore([] {
    pthread_rwlock_t mutex = PTHREAD_RWLOCK_INITIALIZER;
    pthread_rwlock_rdlock(&mutex);
    pthread_rwlock_rdlock(&mutex);
  });
  EXPECT_EQ(result.finding().kind, Kind::kDeadlock) << result;
}

TEST(FindingsTest, ALoopThatNeverBlocksIsALivelock) {
  const Result result = Explore(
      [] {
        std::atomic<bool> stop(false);
        std::thread thread([&] {
          while (!stop.load()) {
          }
        });
        thread.join();
      },
      {.max_steps = 500});
  EXPECT_EQ(result.finding().kind, Kind::kTooManySteps) << result;
}

// In an hour, surely the other thread is done. It need not be.
TEST(FindingsTest, ASleepDoesNotWaitForAnotherThread) {
  const Result result = Explore([] {
    std::atomic<bool> begun(false);
    std::atomic<bool> done(false);
    Both(
        [&] {
          begun = true;
          done = true;
        },
        [&] {
          if (!begun) return;
          std::this_thread::sleep_for(std::chrono::hours(1));
          EXPECT_TRUE(done);
        });
  });
  EXPECT_EQ(result.finding().kind, Kind::kFailedAssertion) << result;
}

TEST(FindingsTest, ATimeOutDoesNotWaitForAnotherThread) {
  const Result result = Explore([] {
    std::mutex mutex;
    std::condition_variable changed;
    std::atomic<bool> begun(false);
    std::atomic<bool> done(false);
    Both(
        [&] {
          begun = true;
          done = true;
        },
        [&] {
          if (!begun) return;
          std::unique_lock<std::mutex> lock(mutex);
          changed.wait_for(lock, std::chrono::hours(1));
          EXPECT_TRUE(done);
        });
  });
  EXPECT_EQ(result.finding().kind, Kind::kFailedAssertion) << result;
}

// The loop goes round more than once before the flag is set.
TEST(FindingsTest, AYieldDoesNotWaitForAnotherThread) {
  const Result result = Explore([] {
    std::atomic<bool> stop(false);
    int rounds = 0;
    Both(
        [&] {
          do {
            ++rounds;
            std::this_thread::yield();
          } while (!stop);
        },
        [&] { stop = true; });
    EXPECT_EQ(rounds, 1);
  });
  EXPECT_EQ(result.finding().kind, Kind::kFailedAssertion) << result;
}

// Which of its two tries each thread got: as many outcomes as in all schedules.
TEST(FindingsTest, TimedLocksShowEachOutcome) {
  const auto outcomes = [](const Options& options) {
    std::set<std::vector<int>> seen;
    const Result result = Explore(
        [&seen] {
          std::timed_mutex mutex;
          std::vector<int> got(3);
          std::vector<std::thread> threads;
          for (size_t i = 0; i < 3; ++i) {
            threads.emplace_back([&, i] {
              for (int j = 1; j <= (i == 0 ? 2 : 1); ++j) {
                if (!mutex.try_lock_for(std::chrono::hours(1))) continue;
                got[i] += j;
                mutex.unlock();
              }
            });
          }
          for (std::thread& thread : threads) thread.join();
          seen.insert(got);
        },
        options);
    EXPECT_FALSE(result.found()) << result;
    if (!options.preemptions) {
      EXPECT_TRUE(result.proved()) << result;
    }
    return seen;
  };
  EXPECT_EQ(outcomes({}), outcomes({.preemptions = 1'000}));
}

// Nothing is left out of a loop that gives up after a few rounds.
TEST(FindingsTest, AFewTriesAreProved) {
  const Result result = Explore([] {
    std::timed_mutex mutex;
    const auto update = [&] {
      for (int tries = 0; tries < 3; ++tries) {
        if (mutex.try_lock_for(std::chrono::milliseconds(1))) {
          mutex.unlock();
          return;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      }
    };
    Both(update, update);
  });
  EXPECT_TRUE(result.proved()) << result;
}

TEST(FindingsTest, SleepsInARowAreProved) {
  const Result result = Explore([] {
    std::atomic<int> x(0);
    Both(
        [&] {
          for (int i = 0; i < 3; ++i) {
            std::this_thread::sleep_for(std::chrono::hours(1));
          }
          x = 1;
        },
        [&] { x = 2; });
  });
  EXPECT_TRUE(result.proved()) << result;
  EXPECT_EQ(result.executions(), 2u);
}

// It sets the flag after more rounds than are tried while others can go on.
// What could come of it is not all seen, and that is said.
TEST(FindingsTest, MoreTriesAreNotProved) {
  const Result result = Explore([] {
    std::atomic<int> x(0);
    Both(
        [&] {
          for (int i = 0; i < 10; ++i) std::this_thread::yield();
          x = 1;
        },
        [&] { EXPECT_GE(x, 0); });
  });
  EXPECT_FALSE(result.found()) << result;
  EXPECT_FALSE(result.proved()) << result;
}

// Three of them: two that yield to each other don't keep the third from it.
TEST(FindingsTest, WaitersThatYieldLetTheOthersGo) {
  const Result result = Explore([] {
    std::atomic<bool> open(false);
    const auto wait = [&] {
      while (!open) std::this_thread::yield();
    };
    std::thread a(wait);
    std::thread b(wait);
    open = true;
    a.join();
    b.join();
  });
  EXPECT_FALSE(result.found()) << result;
}

TEST(FindingsTest, WaitersForEachOtherAreALivelock) {
  const Result result = Explore(
      [] {
        std::atomic<bool> a(false);
        std::atomic<bool> b(false);
        const auto wait = [](const std::atomic<bool>& flag) {
          while (!flag) std::this_thread::yield();
        };
        Both(
            [&] {
              wait(a);
              b = true;
            },
            [&] {
              wait(b);
              a = true;
            });
      },
      {.max_steps = 200});
  EXPECT_EQ(result.finding().kind, Kind::kLivelock) << result;
}

// Only the waiter moves while the other thread wants the mutex, which is free
// in each of its waits.
TEST(FindingsTest, ALoopOfTimedWaitsEnds) {
  const Result result = Explore([] {
    std::mutex mutex;
    std::condition_variable changed;
    bool ready = false;
    Both(
        [&] {
          std::unique_lock<std::mutex> lock(mutex);
          while (!ready) changed.wait_for(lock, std::chrono::hours(1));
        },
        [&] {
          std::lock_guard<std::mutex> lock(mutex);
          ready = true;
        });
  });
  EXPECT_FALSE(result.found()) << result;
  EXPECT_FALSE(result.proved()) << "it may time out any number of times";
}

}  // namespace
}  // namespace explorer
