// SPDX-License-Identifier: Apache-2.0

#include "labs/ch38/explorations.h"

#include <cstdint>
#include <functional>
#include <thread>
#include <vector>

#include "absl/strings/string_view.h"
#include "common/explorer/explorer.h"
#include "gtest/gtest.h"
#include "labs/ch38/counters.h"
#include "labs/ch38/disks.h"
#include "labs/ch38/limits.h"
#include "labs/ch38/plain_counter.h"
#include "labs/ch38/reading_slot.h"

namespace ch38 {
namespace {

// ---- Counters

// Runs `count` on a thread for each sensor.
void OnSensors(int sensors, const std::function<void(int)>& count) {
  std::vector<std::thread> threads;
  for (int i = 0; i < sensors; ++i) threads.emplace_back(count, i);
  for (std::thread& thread : threads) thread.join();
}

// Each sensor counts one reading.
template <typename Counter>
std::function<void()> CountWith(int sensors) {
  return [sensors] {
    Counter counter;
    OnSensors(sensors, [&](int) { counter.Increment(1); });
    EXPECT_EQ(counter.value(), sensors);
  };
}

// Which thread gets which shard depends on the threads of all the process, so
// it is said here.
void CountWithTwoShards() {
  ShardedCounter counter;
  OnSensors(5, [&](int sensor) { counter.IncrementShard(sensor % 2, 1); });
  EXPECT_EQ(counter.value(), 5);
}

// ---- Two locks

void MoveBothWays(void (FineDisks::*move)(int, int, int64_t)) {
  FineDisks disks(/*disks=*/2);
  std::thread there([&] { (disks.*move)(0, 1, 10); });
  std::thread back([&] { (disks.*move)(1, 0, 3); });
  there.join();
  back.join();
  EXPECT_EQ(disks.used(0), -7);
  EXPECT_EQ(disks.used(1), 7);
}

void MoveAndLookAtTheTotal() {
  CoarseDisks disks(/*disks=*/2);
  disks.Write(0, 10);
  std::thread mover([&] { disks.Move(0, 1, 10); });
  std::thread looker([&] { EXPECT_EQ(disks.total(), 10); });
  mover.join();
  looker.join();
}

// ---- Reader locks

constexpr Limits kBefore = {.low = 10, .high = 20};
constexpr Limits kAfter = {.low = 30, .high = 40};

void ReadLimitsWithoutALock() {
  Limits limits = kBefore;
  std::thread writer([&] {
    limits.low = kAfter.low;
    limits.high = kAfter.high;
  });
  std::thread reader([&] {
    const int64_t low = limits.low;
    const int64_t high = limits.high;
    EXPECT_EQ(high - low, 10);
  });
  writer.join();
  reader.join();
}

void ReadLimitsAsReaders() {
  SharedLimits limits;
  limits.Set(kBefore);
  const auto look = [&] {
    limits.Read(
        [](const Limits& seen) { EXPECT_EQ(seen.high - seen.low, 10); });
  };
  std::thread writer([&] { limits.Set(kAfter); });
  std::thread reader(look);
  std::thread other_reader(look);
  writer.join();
  reader.join();
  other_reader.join();
}

// ---- Wakeups

template <typename Slot>
void PutAndTake() {
  Slot slot;
  std::thread recorder([&] { EXPECT_EQ(slot.Take(), 42); });
  std::thread sensor([&] { slot.Put(42); });
  recorder.join();
  sensor.join();
}

std::vector<Exploration> MakeExplorations() {
  return {
      {"lost-update", "two threads, count_ += offset once each",
       CountWith<PlainCounter>(2), /*races_are_findings=*/false},
      {"lost-update-5", "five sensors, count_ += offset once each",
       CountWith<PlainCounter>(5), /*races_are_findings=*/false},
      {"data-race", "the two threads again, where a data race is a finding",
       CountWith<PlainCounter>(2)},
      {"relaxed-steps", "two threads, a relaxed load and a relaxed store each",
       CountWith<RacyCounter>(2)},
      {"locked", "two threads, count_ += offset with the lock",
       CountWith<LockedCounter>(2)},
      {"locked-5", "five sensors, count_ += offset with the lock",
       CountWith<LockedCounter>(5)},
      {"atomic-5", "five sensors, one fetch_add each",
       CountWith<AtomicCounter>(5)},
      {"sharded-5", "five sensors, two numbers to add to", CountWithTwoShards},
      {"coarse-total", "a move between two disks, one lock for both",
       MoveAndLookAtTheTotal},
      {"source-first", "moves both ways, source locked first",
       [] { MoveBothWays(&FineDisks::MoveSourceFirst); }},
      {"lower-first", "moves both ways, lower number locked first",
       [] { MoveBothWays(&FineDisks::Move); }},
      {"torn-limits", "new limits are written while they are read, no lock",
       ReadLimitsWithoutALock, /*races_are_findings=*/false},
      {"reader-locks", "a writer and two readers of the limits",
       ReadLimitsAsReaders},
      {"missed-wakeup", "looks, lets go of the lock, then waits for a signal",
       PutAndTake<ForgetfulSlot>},
      {"condition", "waits for a condition by its name",
       PutAndTake<ReadingSlot>},
  };
}

}  // namespace

const std::vector<Exploration>& Explorations() {
  static const auto& all = *new std::vector<Exploration>(MakeExplorations());
  return all;
}

const Exploration* FindExploration(absl::string_view name) {
  for (const Exploration& exploration : Explorations()) {
    if (exploration.name == name) return &exploration;
  }
  return nullptr;
}

explorer::Result ExploreUntilFound(const Exploration& exploration,
                                   int columns) {
  return explorer::Explore(
      exploration.body, {.races_are_findings = exploration.races_are_findings,
                         .trace_columns = columns});
}

explorer::Result ExploreAll(const Exploration& exploration) {
  return explorer::Explore(
      exploration.body, {.races_are_findings = exploration.races_are_findings,
                         .stop_at_first = false});
}

}  // namespace ch38
