// SPDX-License-Identifier: Apache-2.0
//
// What C++20 waits with: std::atomic::wait(), semaphores, latches and barriers.
// Each program is explored with a bug and without.

#include <atomic>
#include <barrier>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <latch>
#include <semaphore>
#include <set>
#include <utility>
#include <vector>

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

// Threads that meet there so often.
struct Meetings {
  int threads;
  int rounds;
  bool real_threads = false;
};

uint64_t Factorial(int n) {
  return n <= 1 ? 1 : static_cast<uint64_t>(n) * Factorial(n - 1);
}

// Nothing but the order in which threads arrive can make a difference.
class MeetingsTest : public ::testing::TestWithParam<Meetings> {
 protected:
  void RunsEachOrderOfArrivalsOnce(const std::function<void()>& body) {
    const Result result =
        Explore(body, {.real_threads = GetParam().real_threads});
    uint64_t orders = 1;
    for (int round = 0; round < GetParam().rounds; ++round) {
      orders *= Factorial(GetParam().threads);
    }
    EXPECT_EQ(result.executions(), orders) << result;
    EXPECT_EQ(result.given_up(), 0u);
    EXPECT_TRUE(result.proved()) << result;
  }
};

TEST_P(MeetingsTest, AtLatchesRunEachOrderOfArrivalsOnce) {
  RunsEachOrderOfArrivalsOnce([] {
    const auto [threads, rounds, _] = GetParam();
    std::deque<std::latch> latches;
    for (int i = 0; i < rounds; ++i) latches.emplace_back(threads);
    Together(threads, [&](int) {
      for (std::latch& latch : latches) latch.arrive_and_wait();
    });
  });
}

TEST_P(MeetingsTest, AtABarrierRunEachOrderOfArrivalsOnce) {
  RunsEachOrderOfArrivalsOnce([] {
    const auto [threads, rounds, _] = GetParam();
    std::barrier<> barrier(threads);
    Together(threads, [&barrier, rounds = rounds](int) {
      for (int i = 0; i < rounds; ++i) barrier.arrive_and_wait();
    });
  });
}

TEST_P(MeetingsTest, AtABarrierFindEachOthersWork) {
  RunsEachOrderOfArrivalsOnce([] {
    const auto [threads, rounds, _] = GetParam();
    int passed = 0;
    const auto pass = [&passed]() noexcept { ++passed; };
    std::barrier barrier(threads, pass);
    std::vector<int> done(static_cast<size_t>(threads * rounds));
    Together(threads, [&, threads = threads, rounds = rounds](int me) {
      for (int i = 0; i < rounds; ++i) {
        done[static_cast<size_t>(i * threads + me)] = 1;
        barrier.arrive_and_wait();
        EXPECT_EQ(passed, i + 1);
        for (int other = 0; other < threads; ++other) {
          EXPECT_EQ(done[static_cast<size_t>(i * threads + other)], 1);
        }
      }
    });
  });
}

INSTANTIATE_TEST_SUITE_P(, MeetingsTest,
                         ::testing::Values(Meetings{1, 2}, Meetings{2, 1},
                                           Meetings{2, 2}, Meetings{2, 3},
                                           Meetings{3, 1}, Meetings{3, 2},
                                           Meetings{4, 1}, Meetings{4, 2},
                                           Meetings{5, 1},
                                           Meetings{3, 1, true}));

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

// What it does in between comes before or after that of others.
TEST(BarrierTest, LetsAThreadWorkBetweenArrivingAndWaiting) {
  std::set<int> seen;
  const Result result = Explore([&] {
    std::barrier<> round(2);
    std::atomic<int> finished(0);
    Together(2, [&](int) {
      auto arrived = round.arrive();
      seen.insert(finished++);
      round.wait(std::move(arrived));
    });
    EXPECT_EQ(finished, 2);
  });
  EXPECT_TRUE(result.proved()) << result;
  EXPECT_EQ(result.executions(), 4u);
  EXPECT_THAT(seen, ::testing::ElementsAre(0, 1));
}

TEST(BarrierTest, GoesOnWithoutThoseThatDrop) {
  const Result result = Explore([] {
    std::barrier<> round(3);
    int data = 0;
    Together({[&] {
                data = 1;
                round.arrive_and_drop();
              },
              [&] {
                round.arrive_and_wait();
                EXPECT_EQ(data, 1);
                round.arrive_and_wait();
              },
              [&] {
                round.arrive_and_wait();
                round.arrive_and_wait();
              }});
  });
  EXPECT_TRUE(result.proved()) << result;
  EXPECT_EQ(result.executions(), 12u);  // 3! * 2!
}

// Of real threads: the explorer does not see them.
TEST(BarrierTest, WorksWhereNothingIsExplored) {
  constexpr int kRounds = 100;
  std::latch begin(3);
  std::barrier<> round(3);
  int data[3] = {};
  Together(3, [&](int me) {
    begin.arrive_and_wait();
    for (int i = 1; i <= kRounds; ++i) {
      data[me] = i;
      round.arrive_and_wait();
      EXPECT_EQ(data[(me + 1) % 3], i);
      round.arrive_and_wait();
    }
  });
}

TEST(BarrierTest, IsNamedInTheTraceAndInTheFinding) {
  const Result result = ExploreBarrier(3);
  EXPECT_THAT(result.trace(), ::testing::HasSubstr("arrive at b1"));
  EXPECT_THAT(result.finding().message,
              ::testing::HasSubstr("T1 waits at a latch or a barrier"));
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
