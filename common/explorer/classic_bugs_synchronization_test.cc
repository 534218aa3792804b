// SPDX-License-Identifier: Apache-2.0
//
// Classic bugs of hand-made synchronisation: mutual exclusion by flags,
// semaphores and what is built on them, and the lock of an interpreter. Each
// program is explored with its bug and without.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

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

// ---- Dekker's flags: store buffering

// Each raises its flag and then looks for the other's: under sequential
// consistency one of them sees it.
Result ExploreFlags(std::memory_order order) {
  return Explore([order] {
    std::atomic<bool> wants[2] = {false, false};
    bool enters[2] = {};
    Together(2, [&](int me) {
      wants[me].store(true, order);
      enters[me] = !wants[1 - me].load(order);
    });
    EXPECT_FALSE(enters[0] && enters[1]);
  });
}

TEST(StoreBufferingTest, IsProvedUnderSequentialConsistency) {
  const Result result = ExploreFlags(std::memory_order_seq_cst);
  EXPECT_TRUE(result.proved()) << result;
  EXPECT_EQ(result.executions(), 3u);
  EXPECT_TRUE(result.notes().empty());
}

// Real machines let both enter. That is beyond the explorer, and it says so.
TEST(StoreBufferingTest, ComesWithANoteIfTheFlagsAreRelaxed) {
  const Result result = ExploreFlags(std::memory_order_relaxed);
  EXPECT_THAT(result.notes(), Contains(HasSubstr("sequentially consistent")));
}

TEST(StoreBufferingTest, LetsBothInIfTheyLookBeforeTheyRaiseTheirFlags) {
  const Result result = Explore([] {
    std::atomic<bool> wants[2] = {false, false};
    int inside = 0;
    Together(2, [&](int me) {
      if (wants[1 - me]) return;
      wants[me] = true;
      ++inside;
    });
  });
  EXPECT_EQ(result.finding().kind, Kind::kDataRace) << result;
}

// ---- Peterson's algorithm

class Peterson {
 public:
  void Lock(int me) {
    wants_[me] = true;
    turn_ = 1 - me;
    WaitFor(1 - me);
  }

  void LockTurnFirst(int me) {
    turn_ = 1 - me;
    wants_[me] = true;
    WaitFor(1 - me);
  }

  void Unlock(int me) { wants_[me] = false; }

 private:
  void WaitFor(int other) {
    while (wants_[other] && turn_ == other) std::this_thread::yield();
  }

  std::atomic<bool> wants_[2] = {false, false};
  std::atomic<int> turn_ = 0;
};

Result ExplorePeterson(void (Peterson::*lock)(int)) {
  return Explore([lock] {
    Peterson mutex;
    int count = 0;
    Together(2, [&](int me) {
      (mutex.*lock)(me);
      ++count;
      mutex.Unlock(me);
    });
    EXPECT_EQ(count, 2);
  });
}

// Not proved: it may yield any number of times.
TEST(PetersonTest, ShowsNothingUnderSequentialConsistency) {
  const Result result = ExplorePeterson(&Peterson::Lock);
  EXPECT_FALSE(result.found()) << result;
}

TEST(PetersonTest, LetsBothInIfTheTurnIsGivenAwayFirst) {
  const Result result = ExplorePeterson(&Peterson::LockTurnFirst);
  EXPECT_EQ(result.finding().kind, Kind::kDataRace) << result;
}

// The wait as a condition of a mutex instead of a loop: no steps to go round.
TEST(PetersonTest, IsProvedWithAwait) {
  const Result result = Explore([] {
    absl::Mutex state;
    bool wants[2] = {};
    int turn = 0;
    int count = 0;
    Together(2, [&](int me) {
      const auto may_enter = [&] { return !wants[1 - me] || turn == me; };
      state.Lock();
      wants[me] = true;
      state.Unlock();
      state.Lock();
      turn = 1 - me;
      state.Unlock();
      state.LockWhen(absl::Condition(&may_enter));
      state.Unlock();
      ++count;
      absl::MutexLock lock(&state);
      wants[me] = false;
    });
    EXPECT_EQ(count, 2);
  });
  EXPECT_TRUE(result.proved()) << result;
}

// ---- A semaphore from a mutex and a condition variable

class Semaphore {
 public:
  explicit Semaphore(int count) : count_(count) {}

  void Wait() {
    std::unique_lock<std::mutex> lock(mutex_);
    while (count_ == 0) changed_.wait(lock);
    --count_;
  }

  void Post() {
    std::lock_guard<std::mutex> lock(mutex_);
    ++count_;
    changed_.notify_one();
  }

  // "Somebody waits only if the count was 0, so only then there is somebody to
  // notify": but two may wait, and two posts come before the first wakes up.
  void PostAndNotifyTheFirst() {
    std::lock_guard<std::mutex> lock(mutex_);
    if (count_++ == 0) changed_.notify_one();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int count_;
};

Result ExploreSemaphore(void (Semaphore::*post)()) {
  return Explore([post] {
    Semaphore items(0);
    const auto wait = [&] { items.Wait(); };
    Together({wait, wait, [&] {
                (items.*post)();
                (items.*post)();
              }});
  });
}

TEST(SemaphoreTest, ThatNotifiesWithEachPostIsProved) {
  const Result result = ExploreSemaphore(&Semaphore::Post);
  EXPECT_TRUE(result.proved()) << result;
}

TEST(SemaphoreTest, ThatNotifiesOnlyWithTheFirstPostLeavesAWaiter) {
  const Result result = ExploreSemaphore(&Semaphore::PostAndNotifyTheFirst);
  EXPECT_EQ(result.finding().kind, Kind::kMissedWakeup) << result;
}

// ---- A rendezvous: neither goes on before the other has come

Result ExploreRendezvous(bool tell_first) {
  return Explore([=] {
    Semaphore came[2] = {Semaphore(0), Semaphore(0)};
    int written[2] = {};
    Together(2, [&](int me) {
      written[me] = 1;
      if (tell_first) came[me].Post();
      came[1 - me].Wait();
      if (!tell_first) came[me].Post();
      EXPECT_EQ(written[1 - me], 1);
    });
  });
}

TEST(RendezvousTest, WaitsForEverIfBothWaitFirst) {
  const Result result = ExploreRendezvous(/*tell_first=*/false);
  EXPECT_EQ(result.finding().kind, Kind::kMissedWakeup) << result;
}

TEST(RendezvousTest, IsProvedIfBothTellFirst) {
  const Result result = ExploreRendezvous(/*tell_first=*/true);
  EXPECT_TRUE(result.proved()) << result;
}

// ---- Morris's mutex without starvation

// Threads gather in a room before a turnstile, all go through to the next, and
// only then others may gather again.
class NoStarveMutex {
 public:
  void Lock() {
    room_.Wait();
    ++gathering_;
    room_.Post();
    first_turnstile_.Wait();
    ++ready_;
    room_.Wait();
    const bool others_gather = --gathering_ > 0;
    room_.Post();
    (others_gather ? first_turnstile_ : second_turnstile_).Post();
    second_turnstile_.Wait();
    --ready_;
  }

  void Unlock() { (ready_ > 0 ? second_turnstile_ : first_turnstile_).Post(); }

  // The next generation is let in while this one is not through.
  void UnlockToTheFirst() { first_turnstile_.Post(); }

 private:
  Semaphore room_{1};
  int gathering_ = 0;
  int ready_ = 0;
  Semaphore first_turnstile_{1};
  Semaphore second_turnstile_{0};
};

Result ExploreNoStarveMutex(void (NoStarveMutex::*unlock)()) {
  return Explore([unlock] {
    NoStarveMutex mutex;
    int count = 0;
    Together(2, [&](int) {
      mutex.Lock();
      ++count;
      (mutex.*unlock)();
    });
    EXPECT_EQ(count, 2);
  });
}

TEST(NoStarveMutexTest, IsProved) {
  const Result result = ExploreNoStarveMutex(&NoStarveMutex::Unlock);
  EXPECT_TRUE(result.proved()) << result;
}

TEST(NoStarveMutexTest, HangsIfItOpensTheWrongTurnstile) {
  const Result result = ExploreNoStarveMutex(&NoStarveMutex::UnlockToTheFirst);
  EXPECT_EQ(result.finding().kind, Kind::kMissedWakeup) << result;
}

// ---- The lock of an interpreter (CPython's GIL)

// Who waits too long asks the holder to let go; who lets go for that reason
// waits until somebody else has taken the lock ("forced switching").
class InterpreterLock {
 public:
  explicit InterpreterLock(bool looks_before_it_waits)
      : looks_before_it_waits_(looks_before_it_waits) {}

  void Take(int me) {
    std::unique_lock<std::mutex> lock(mutex_);
    while (locked_) {
      const int seen = switches_;
      const bool timed_out =
          released_.wait_for(lock, std::chrono::milliseconds(5)) ==
          std::cv_status::timeout;
      if (timed_out && locked_ && switches_ == seen) drop_request_ = true;
    }
    locked_ = true;
    TellOfSwitch(me);
    drop_request_ = false;
  }

  void Drop(int me) {
    mutex_.lock();
    locked_ = false;
    mutex_.unlock();
    released_.notify_one();
    if (drop_request_) WaitForSwitch(me);
  }

  bool drop_request() const { return drop_request_; }

 private:
  void TellOfSwitch(int me) {
    std::lock_guard<std::mutex> lock(switch_mutex_);
    if (std::exchange(last_holder_, me) != me) ++switches_;
    switched_.notify_one();
  }

  // Without the look, the switch may be over before the wait begins.
  void WaitForSwitch(int me) {
    std::unique_lock<std::mutex> lock(switch_mutex_);
    if (!looks_before_it_waits_ || last_holder_ == me) switched_.wait(lock);
  }

  const bool looks_before_it_waits_;
  std::atomic<bool> drop_request_ = false;

  std::mutex mutex_;
  std::condition_variable released_;
  bool locked_ = false;
  int switches_ = 0;

  std::mutex switch_mutex_;
  std::condition_variable switched_;
  int last_holder_ = -1;
};

Result ExploreInterpreter(bool looks_before_it_waits) {
  return Explore([=] {
    InterpreterLock gil(looks_before_it_waits);
    int instructions = 0;
    const auto run = [&](int me, int length) {
      gil.Take(me);
      for (int i = 0; i < length; ++i) {
        if (i > 0 && gil.drop_request()) {
          gil.Drop(me);
          gil.Take(me);
        }
        ++instructions;
      }
      gil.Drop(me);
    };
    Together({[&] { run(0, /*length=*/2); }, [&] { run(1, /*length=*/1); }});
    EXPECT_EQ(instructions, 3);
  });
}

// Not proved: its waits may time out any number of times.
TEST(InterpreterLockTest, ShowsNothingWithForcedSwitching) {
  const Result result = ExploreInterpreter(/*looks_before_it_waits=*/true);
  EXPECT_FALSE(result.found()) << result;
}

TEST(InterpreterLockTest, HangsIfItWaitsForASwitchThatIsOver) {
  const Result result = ExploreInterpreter(/*looks_before_it_waits=*/false);
  EXPECT_EQ(result.finding().kind, Kind::kMissedWakeup) << result;
}

}  // namespace
}  // namespace explorer
