// SPDX-License-Identifier: Apache-2.0
//
// What C++20 waits with: std::atomic::wait(), semaphores, latches and barriers.
// Each program is explored with a bug and without.

#include <atomic>
#include <barrier>
#include <chrono>
#include <functional>
#include <latch>
#include <semaphore>

#include "common/explorer/explorer.h"
#include "common/explorer/together_for_test.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace explorer {
namespace {

using Kind = Finding::Kind;

// ---- std::atomic::wait()

template <typename T>
Result ExploreHandOver(bool notify, bool look_again = true) {
  return Explore([=] {
    std::atomic<T> stage(0);
    int data = 0;
    Together({[&] {
                if (look_again) {
                  while (stage.load() == 0) stage.wait(0);
                } else {
                  stage.wait(0);
                }
                EXPECT_EQ(data, 1);
              },
              [&] {
                data = 1;
                stage.store(1);
                if (notify) stage.notify_one();
              }});
  });
}

TEST(AtomicWaitTest, IsProvedIfTheWaiterIsNotified) {
  EXPECT_TRUE(ExploreHandOver<int>(true).proved())
      << ExploreHandOver<int>(true);
  EXPECT_TRUE(ExploreHandOver<int>(true, false).proved());
}

// Those wait for a number of the library's, as futexes have 32 bits.
TEST(AtomicWaitTest, IsProvedForOtherTypes) {
  EXPECT_TRUE(ExploreHandOver<bool>(true).proved());
  EXPECT_TRUE(ExploreHandOver<long>(true).proved());
}

TEST(AtomicWaitTest, HangsIfNobodyNotifies) {
  for (const Result& result :
       {ExploreHandOver<int>(false), ExploreHandOver<bool>(false)}) {
    EXPECT_EQ(result.finding().kind, Kind::kMissedWakeup) << result;
  }
}

TEST(AtomicWaitTest, IsProvedIfBothWaitersAreNotified) {
  const Result result = Explore([] {
    std::atomic<int> gate(0);
    const auto wait = [&] { gate.wait(0); };
    Together({wait, wait, [&] {
                gate = 1;
                gate.notify_all();
              }});
  });
  EXPECT_TRUE(result.proved()) << result;
}

// ---- Semaphores

Result ExploreSemaphores(bool release) {
  return Explore([=] {
    std::binary_semaphore turn(1);
    int count = 0;
    Together(2, [&](int) {
      turn.acquire();
      ++count;
      if (release) turn.release();
    });
    EXPECT_EQ(count, 2);
  });
}

TEST(SemaphoreTest, AsAMutexIsProved) {
  EXPECT_TRUE(ExploreSemaphores(/*release=*/true).proved())
      << ExploreSemaphores(true);
}

TEST(SemaphoreTest, ThatIsNotReleasedHangs) {
  const Result result = ExploreSemaphores(/*release=*/false);
  EXPECT_EQ(result.finding().kind, Kind::kMissedWakeup) << result;
}

TEST(SemaphoreTest, OfTwoLetsTwoIn) {
  const Result result = Explore([] {
    std::counting_semaphore<2> room(2);
    int inside = 0;
    Together(2, [&](int) {
      room.acquire();
      ++inside;
      room.release();
    });
  });
  EXPECT_EQ(result.finding().kind, Kind::kDataRace) << result;
}

TEST(SemaphoreTest, ThatTakesTooLongIsGivenUp) {
  int acquired = 0;
  int given_up = 0;
  const Result result = Explore([&] {
    std::binary_semaphore turn(0);
    Together({[&] {
                if (turn.try_acquire_for(std::chrono::hours(1))) {
                  ++acquired;
                } else {
                  ++given_up;
                }
              },
              [&] { turn.release(); }});
  });
  EXPECT_TRUE(result.proved()) << result;
  EXPECT_GT(acquired, 0);
  EXPECT_GT(given_up, 0);
}

// ---- Latches and barriers

Result ExploreLatch(int arrivals) {
  return Explore([=] {
    std::latch written(arrivals);
    int data[2] = {};
    Together(2, [&](int me) {
      data[me] = 1;
      written.arrive_and_wait();
      EXPECT_EQ(data[1 - me], 1);
    });
  });
}

TEST(LatchTest, OfAsManyAsArriveIsProved) {
  EXPECT_TRUE(ExploreLatch(2).proved()) << ExploreLatch(2);
}

TEST(LatchTest, OfMoreHangs) {
  EXPECT_EQ(ExploreLatch(3).finding().kind, Kind::kMissedWakeup)
      << ExploreLatch(3);
}

TEST(LatchTest, OfFewerLetsOneThroughTooSoon) {
  EXPECT_TRUE(ExploreLatch(1).found());
}

// Each writes, and reads what its neighbour wrote.
Result ExploreBarrier(int expected) {
  return Explore([=] {
    std::barrier<> round(expected);
    int data[2] = {};
    Together(2, [&](int me) {
      data[me] = 1;
      round.arrive_and_wait();
      EXPECT_EQ(data[1 - me], 1);
    });
  });
}

TEST(BarrierTest, OfAsManyAsArriveIsProved) {
  const Result result = ExploreBarrier(2);
  EXPECT_TRUE(result.proved()) << result;
}

TEST(BarrierTest, OfMoreHangs) {
  EXPECT_EQ(ExploreBarrier(3).finding().kind, Kind::kMissedWakeup);
}

TEST(BarrierTest, ThatIsMissingBeforeTheNextRoundIsADataRace) {
  const Result result = Explore([=] {
    std::barrier<> round(2);
    int data[2] = {};
    Together(2, [&](int me) {
      for (int i = 1; i <= 2; ++i) {
        data[me] = i;
        round.arrive_and_wait();
        EXPECT_LE(data[1 - me], 2);
      }
    });
  });
  EXPECT_EQ(result.finding().kind, Kind::kDataRace) << result;
}

}  // namespace
}  // namespace explorer
