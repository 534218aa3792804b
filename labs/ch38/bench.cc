// SPDX-License-Identifier: Apache-2.0
//
// What locks cost: four ways to count exactly, locks that are contended and
// locks that are not, one lock for all disks or one each, readers together or
// alone. Each run checks that nothing was lost.
//
//   bazel run //labs/ch38:bench
//   bazel run //labs/ch38:bench -- --report=/tmp/ch38.html

#include "common/lab/bench.h"

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/lab/comparison.h"
#include "labs/ch38/contention_log.h"
#include "labs/ch38/counters.h"
#include "labs/ch38/disks.h"
#include "labs/ch38/limits.h"
#include "labs/ch38/sensors.h"
#include "labs/ch38/std_locked_counter.h"
#include "labs/ch38/together.h"

namespace {

using ch38::ContentionLog;
using ch38::Limits;

absl::Status ExpectExactly(int64_t expected, int64_t counted) {
  if (counted == expected) return absl::OkStatus();
  return absl::DataLossError(
      absl::StrCat("counted ", counted, " of ", expected));
}

// ---- Counters

constexpr int kReadings = 500'000;

// What takes a few milliseconds varies, and more of them cost little.
constexpr int kRuns = 9;

template <typename Counter>
absl::Status CountTogether(int threads) {
  Counter counter;
  return ExpectExactly(int64_t{threads} * kReadings,
                       ch38::CountReadings(counter, threads, kReadings));
}

// The same work, but nobody meets anybody.
template <typename Counter>
absl::Status CountApart(int threads) {
  std::atomic<int64_t> total = 0;
  ch38::Together(threads, [&](int) {
    Counter counter;
    for (int i = 0; i < kReadings; ++i) counter.Increment(1);
    total += counter.value();
  });
  return ExpectExactly(int64_t{threads} * kReadings, total);
}

void CompareCounters(lab::Bench& bench, ContentionLog& log, int threads) {
  const std::string row =
      absl::StrCat(threads, threads == 1 ? " thread" : " threads");
  bench.Compare(
      row,
      {log.Recorded(
           row, "absl::Mutex", int64_t{threads} * kReadings,
           [=] { return CountTogether<ch38::LockedCounter>(threads); }),
       {"std::mutex",
        [=] { return CountTogether<ch38::StdLockedCounter>(threads); }},
       {"atomic", [=] { return CountTogether<ch38::AtomicCounter>(threads); }},
       {"sharded",
        [=] { return CountTogether<ch38::ShardedCounter>(threads); }}},
      kRuns);
}

void CompareContention(lab::Bench& bench, ContentionLog& log) {
  constexpr int kThreads = 4;
  constexpr int64_t kTaken = int64_t{kThreads} * kReadings;
  bench.Compare(
      "absl::Mutex",
      {log.Recorded(
           "absl::Mutex", "one for all", kTaken,
           [] { return CountTogether<ch38::LockedCounter>(kThreads); }),
       log.Recorded("absl::Mutex", "one each", kTaken,
                    [] { return CountApart<ch38::LockedCounter>(kThreads); })});
  bench.Compare(
      "std::mutex",
      {{"one for all",
        [] { return CountTogether<ch38::StdLockedCounter>(kThreads); }},
       {"one each",
        [] { return CountApart<ch38::StdLockedCounter>(kThreads); }}},
      kRuns);
}

// ---- Disks

constexpr int kWriters = 4;

// Each writes to the disk of its number, or shares one.
template <typename Disks>
absl::Status WriteDisks(int disks, int writes, absl::Duration write_time) {
  Disks all(disks, write_time);
  ch38::Together(kWriters, [&](int writer) {
    for (int i = 0; i < writes; ++i) all.Write(writer % disks, 1);
  });
  int64_t written = 0;
  for (int disk = 0; disk < disks; ++disk) written += all.used(disk);
  return ExpectExactly(int64_t{kWriters} * writes, written);
}

void CompareGranularity(lab::Bench& bench, ContentionLog& log,
                        const std::string& row, int disks, int writes,
                        absl::Duration write_time) {
  const int64_t taken = int64_t{kWriters} * writes;
  bench.Compare(row, {log.Recorded(row, "one lock", taken,
                                   [=] {
                                     return WriteDisks<ch38::CoarseDisks>(
                                         disks, writes, write_time);
                                   }),
                      log.Recorded(row, "a lock a disk", taken, [=] {
                        return WriteDisks<ch38::FineDisks>(disks, writes,
                                                           write_time);
                      })});
}

// ---- Readers

constexpr int kReaders = 4;

enum class Reading { kAlone, kTogether };

absl::Status LookAtLimits(Reading reading, int looks, absl::Duration time) {
  ch38::SharedLimits limits;
  limits.Set({.low = 1, .high = 1});
  std::atomic<int64_t> seen = 0;
  ch38::Together(kReaders, [&](int) {
    int64_t sum = 0;
    const auto look = [&](const Limits& now) {
      if (time > absl::ZeroDuration()) absl::SleepFor(time);
      sum += now.high;
    };
    for (int i = 0; i < looks; ++i) {
      reading == Reading::kAlone ? limits.ReadAlone(look) : limits.Read(look);
    }
    seen += sum;
  });
  return ExpectExactly(int64_t{kReaders} * looks, seen);
}

void CompareReaders(lab::Bench& bench, ContentionLog& log,
                    const std::string& row, int looks, absl::Duration time) {
  const int64_t taken = int64_t{kReaders} * looks;
  bench.Compare(
      row,
      {log.Recorded(row, "alone", taken,
                    [=] { return LookAtLimits(Reading::kAlone, looks, time); }),
       log.Recorded(row, "as readers", taken, [=] {
         return LookAtLimits(Reading::kTogether, looks, time);
       })});
}

}  // namespace

int main(int argc, char** argv) {
  ContentionLog log;
  lab::Bench bench("Chapter 38: what exact counting costs");
  bench.Section("Counters, 500000 increments a thread");
  for (int threads : {1, 2, 4, 8}) CompareCounters(bench, log, threads);
  bench.Section("4 threads, 500000 increments each: locks contended or not");
  CompareContention(bench, log);
  bench.Section("4 threads that write to disks");
  for (int disks : {1, 2, 4}) {
    CompareGranularity(
        bench, log,
        absl::StrCat(disks, disks == 1 ? " disk" : " disks", ", 1 ms a write"),
        disks, /*writes=*/10, absl::Milliseconds(1));
  }
  CompareGranularity(bench, log, "4 disks, no time", 4, /*writes=*/50'000,
                     absl::ZeroDuration());
  bench.Section("4 threads that look at limits");
  CompareReaders(bench, log, "short looks", 50'000, absl::ZeroDuration());
  CompareReaders(bench, log, "looks of 1 ms", 10, absl::Milliseconds(1));
  bench.Conclude(
      [&log](const std::vector<lab::Comparison>&) { return log.Paragraphs(); });
  return bench.Main(argc, argv);
}
