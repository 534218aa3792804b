// SPDX-License-Identifier: Apache-2.0
//
// The chapter told in the terminal: how an update is lost, and what keeps it.
//
//   bazel run //labs/ch38:demo

#include "common/lab/demo.h"

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "labs/ch38/counters.h"
#include "labs/ch38/sensors.h"

namespace {

constexpr int kSensors = 5;
constexpr int kReadings = 100'000;
constexpr int64_t kExpected = int64_t{kSensors} * kReadings;

absl::Status LostUpdateStep(lab::Narrator& tell) {
  tell.Say(
      "count += offset is three steps: read, add, write. Here thread A is held "
      "up between its read and its write, and thread B does all three steps in "
      "that gap. The gap is made on purpose, so this happens every time.");
  tell.Code(
      "thread A                thread B\n"
      "before = count  (0)\n"
      "                        before = count  (0)\n"
      "                        count = before + 1\n"
      "count = before + 1");
  ch38::RacyCounter counter;
  const int64_t total = ch38::ReplayLectureOrder(counter);
  tell.Output(absl::StrCat("two increments, and the counter says ", total));
  if (total != 1) {
    return absl::InternalError("the update was not lost");
  }
  tell.Notice("B's increment is gone: A wrote over it with a sum made before.");
  return absl::OkStatus();
}

absl::Status StressStep(lab::Narrator& tell) {
  tell.Say(absl::StrCat("Now nobody arranges anything: ", kSensors,
                        " sensors on threads of their own count ", kReadings,
                        " readings each, ten times over."));
  tell.Code("counter.Increment(1);");
  constexpr int kRuns = 10;
  int wrong_runs = 0;
  int64_t lowest = kExpected;
  for (int run = 0; run < kRuns; ++run) {
    ch38::RacyCounter counter;
    const int64_t total = ch38::CountReadings(counter, kSensors, kReadings);
    if (total != kExpected) ++wrong_runs;
    if (total < lowest) lowest = total;
  }
  tell.Output(
      absl::StrFormat("expected  %d\nlowest    %d\nwrong in  %d of %d runs",
                      kExpected, lowest, wrong_runs, kRuns));
  tell.Notice(
      "How many are lost changes with every run and every machine, and none "
      "may be lost today. That a test passed proves nothing here.");
  return absl::OkStatus();
}

template <typename Counter>
absl::Status CountExactly(lab::Narrator& tell, const std::string& code,
                          const std::string& notice) {
  tell.Code(code);
  Counter counter;
  const int64_t total = ch38::CountReadings(counter, kSensors, kReadings);
  tell.Output(absl::StrFormat("expected  %d\ncounted   %d", kExpected, total));
  if (total != kExpected) {
    return absl::InternalError("readings were lost");
  }
  tell.Notice(notice);
  return absl::OkStatus();
}

absl::Status LockedStep(lab::Narrator& tell) {
  tell.Say("A lock lets one thread at a time into the three steps.");
  return CountExactly<ch38::LockedCounter>(
      tell, "absl::MutexLock lock(&mu_);\ncount_ += offset;",
      "Exact, and not by luck: while A is between its read and its write, B "
      "waits at the lock.");
}

absl::Status AtomicStep(lab::Narrator& tell) {
  tell.Say("For a single number the processor can do all three steps as one.");
  return CountExactly<ch38::AtomicCounter>(
      tell, "count_.fetch_add(offset, std::memory_order_relaxed);",
      "Exact without a lock. It works for one number only: two numbers that "
      "must agree need a lock.");
}

absl::Status ShardedStep(lab::Narrator& tell) {
  tell.Say(
      "Threads that share one number wait for each other. Give each thread a "
      "number of its own and add them up when somebody asks.");
  return CountExactly<ch38::ShardedCounter>(
      tell, "shards_[ThisThreadsShard()].count.fetch_add(offset, ...);",
      "Exact too. Counting became cheaper and reading dearer; "
      "bazel run //labs/ch38:bench shows by how much.");
}

}  // namespace

int main(int argc, char** argv) {
  lab::Demo demo("Chapter 38: locks");
  demo.AddStep("An update is lost", LostUpdateStep);
  demo.AddStep("The same, left to chance", StressStep);
  demo.AddStep("A lock keeps every update", LockedStep);
  demo.AddStep("An atomic number", AtomicStep);
  demo.AddStep("A number for each thread", ShardedStep);
  return demo.Main(argc, argv);
}
