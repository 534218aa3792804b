// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/probes.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <thread>
#include <utility>
#include <vector>

#include "absl/log/check.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/time/time.h"
#include "common/lab/timeline.h"
#include "labs/ch37/gil.h"
#include "labs/ch37/jobs.h"
#include "labs/ch37/program.h"
#include "labs/ch37/slices.h"
#include "labs/ch37/timeline_recorder.h"

namespace ch37 {
namespace {

absl::Duration Median(std::vector<absl::Duration> values) {
  const auto middle = values.begin() + values.size() / 2;
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// started(); while not stop(): for _ in range(100): pass
Program Spin(const std::atomic<bool>& stop, absl::BlockingCounter& started) {
  ProgramBuilder b;
  const Variable i = b.NewVariable();
  b.Push(0)
      .Call([&started](const NativeCall&) {
        started.DecrementCount();
        return 0;
      })
      .Pop();
  const Native stopped = [&stop](const NativeCall&) {
    return stop.load(std::memory_order_relaxed);
  };
  b.While([&] { b.Push(0).Call(stopped).Push(0).Equal(); },
          [&] {
            b.Push(1).Store(i);
            b.While([&] { b.Load(i).Push(100).LessOrEqual(); },
                    [&] { b.Load(i).Push(1).Add().Store(i); });
          });
  return std::move(b).Build();
}

// started.wait(); for _ in range(sleeps): sleep(0.001), adding to `overshoots`
Program SleepInALoop(int sleeps, std::vector<absl::Duration>& overshoots,
                     absl::BlockingCounter& started, std::atomic<bool>& stop) {
  const Native wait = [&started](const NativeCall& call) {
    const BlockingRegion unlocked(call.gil, call.self);
    started.Wait();
    return 0;
  };
  const Native sleep = [&overshoots](const NativeCall& call) {
    constexpr auto kMillisecond = std::chrono::milliseconds(1);
    const auto start = std::chrono::steady_clock::now();
    {
      const BlockingRegion unlocked(call.gil, call.self);
      std::this_thread::sleep_for(kMillisecond);
    }
    const auto took = std::chrono::steady_clock::now() - start;
    overshoots.push_back(absl::FromChrono(took - kMillisecond));
    return 0;
  };
  const Native end = [&stop](const NativeCall&) {
    stop = true;
    return 0;
  };
  ProgramBuilder b;
  const Variable i = b.NewVariable();
  b.Push(0).Call(wait).Pop();
  b.Push(1).Store(i);
  b.While([&] { b.Load(i).Push(sleeps).LessOrEqual(); },
          [&] {
            b.Push(0).Call(sleep).Pop();
            b.Load(i).Push(1).Add().Store(i);
          });
  b.Push(0).Call(end).Pop();
  return std::move(b).Build();
}

// How long each thread had the lock before the next one got it.
std::vector<absl::Duration> SlicesOf(const lab::Timeline& timeline) {
  std::vector<absl::Duration> slices;
  const lab::Interval* holder = nullptr;
  for (const lab::Interval& interval : timeline.intervals) {
    if (interval.activity != lab::Activity::kRunning) continue;
    if (holder != nullptr && holder->track == interval.track) continue;
    if (holder != nullptr) slices.push_back(interval.begin - holder->begin);
    holder = &interval;
  }
  return slices;
}

}  // namespace

absl::StatusOr<Slices> MeasureSlices(Gil& gil, int threads,
                                     absl::Duration how_long) {
  CHECK_GE(threads, 2) << "one thread never gives way";
  std::atomic<bool> stop = false;
  absl::BlockingCounter started(threads);
  std::vector<Job> jobs;
  for (int i = 1; i <= threads; ++i) {
    jobs.push_back({absl::StrCat("thread ", i), Spin(stop, started)});
  }
  TimelineRecorder recorder;
  std::thread clock([&] {
    started.Wait();  // each has had the lock
    std::this_thread::sleep_for(absl::ToChronoNanoseconds(how_long));
    stop = true;
  });
  absl::StatusOr<absl::Duration> took =
      RunJobs(jobs, Order::kThreads, gil, &recorder);
  clock.join();
  if (!took.ok()) return took.status();
  const std::vector<absl::Duration> slices =
      SlicesOf(recorder.Finish("slices", gil.exclusive()));
  return Slices{Median(slices), gil.switches() / absl::ToDoubleSeconds(*took)};
}

absl::StatusOr<absl::Duration> MeasureOvershoot(Gil& gil, int spinners,
                                                int sleeps,
                                                TimelineRecorder* recorder) {
  CHECK_GE(sleeps, 1);
  std::atomic<bool> stop = false;
  absl::BlockingCounter started(spinners);
  std::vector<absl::Duration> overshoots;
  std::vector<Job> jobs;
  for (int i = 0; i < spinners; ++i) {
    jobs.push_back({"spinner", Spin(stop, started)});
  }
  jobs.push_back({"sleeper", SleepInALoop(sleeps, overshoots, started, stop)});
  absl::StatusOr<absl::Duration> took =
      RunJobs(jobs, Order::kThreads, gil, recorder);
  if (!took.ok()) return took.status();
  return Median(overshoots);
}

}  // namespace ch37
