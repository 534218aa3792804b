// SPDX-License-Identifier: Apache-2.0

#include "common/lab/testing/sample_timelines.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/lab/timeline.h"

namespace lab {
namespace {

Timeline Named(const std::string& title, int threads) {
  Timeline timeline = {.title = title};
  for (int i = 1; i <= threads; ++i) {
    timeline.tracks.push_back(absl::StrCat("thread ", i));
  }
  return timeline;
}

void SortByBegin(Timeline& timeline) {
  std::stable_sort(
      timeline.intervals.begin(), timeline.intervals.end(),
      [](const Interval& a, const Interval& b) { return a.begin < b.begin; });
}

// Between 0.8 and 1.2, and the same for the same `i`.
double Uneven(int64_t i) {
  return 0.8 + 0.4 * static_cast<double>(i * 7919 % 101) / 100;
}

}  // namespace

Timeline TakingTurns(const std::string& title, int threads, absl::Duration work,
                     absl::Duration turn) {
  Timeline timeline = Named(title, threads);
  const size_t count = static_cast<size_t>(threads);
  std::vector<absl::Duration> left(count, work);
  std::vector<absl::Duration> stopped(count, absl::ZeroDuration());
  absl::Duration now = absl::ZeroDuration();
  for (int64_t i = 0;
       *std::max_element(left.begin(), left.end()) > absl::ZeroDuration();
       ++i) {
    const size_t thread = static_cast<size_t>(i * 7919 % 101) % count;
    if (left[thread] <= absl::ZeroDuration()) continue;
    const int track = static_cast<int>(thread);
    const absl::Duration ran = std::min(left[thread], turn * Uneven(i));
    if (stopped[thread] < now) {
      timeline.intervals.push_back(
          {track, Activity::kWaiting, stopped[thread], now});
    }
    timeline.intervals.push_back({track, Activity::kRunning, now, now + ran});
    now += ran;
    left[thread] -= ran;
    stopped[thread] = now;
  }
  SortByBegin(timeline);
  return timeline;
}

Timeline SideBySide(const std::string& title, int threads,
                    absl::Duration work) {
  Timeline timeline = Named(title, threads);
  for (int i = 0; i < threads; ++i) {
    timeline.intervals.push_back(
        {i, Activity::kRunning, absl::ZeroDuration(), work * (1 + 0.1 * i)});
  }
  return timeline;
}

Timeline SleeperAndSpinner(const std::string& title) {
  Timeline timeline = {.title = title, .tracks = {"sleeper", "spinner"}};
  const absl::Duration turn = absl::Microseconds(20);
  absl::Duration spins = absl::ZeroDuration();
  for (int i = 0; i < 7; ++i) {
    const absl::Duration start = absl::Microseconds(14'020) * i;
    const absl::Duration wakes = start + absl::Milliseconds(9);
    const absl::Duration runs = wakes + absl::Milliseconds(5);
    timeline.intervals.push_back({0, Activity::kBlocked, start, wakes});
    timeline.intervals.push_back({0, Activity::kWaiting, wakes, runs});
    timeline.intervals.push_back({0, Activity::kRunning, runs, runs + turn});
    timeline.intervals.push_back({1, Activity::kRunning, spins, runs});
    timeline.intervals.push_back({1, Activity::kWaiting, runs, runs + turn});
    spins = runs + turn;
  }
  SortByBegin(timeline);
  return timeline;
}

}  // namespace lab
