// SPDX-License-Identifier: Apache-2.0

#include "common/lab/internal/timeline_figures.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/log/check.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/lab/text.h"
#include "common/lab/timeline.h"

namespace lab {
namespace {

void CheckInterval(const Timeline& timeline, const Interval& interval) {
  CHECK(interval.track >= 0 &&
        static_cast<size_t>(interval.track) < timeline.tracks.size())
      << "timeline '" << timeline.title << "' has no track " << interval.track;
  CHECK(absl::ZeroDuration() <= interval.begin &&
        interval.begin <= interval.end &&
        interval.end < absl::InfiniteDuration())
      << "timeline '" << timeline.title << "' has an interval from "
      << interval.begin << " to " << interval.end;
}

// The middle one, or the longer of the middle two; 0 for none.
absl::Duration Median(std::vector<absl::Duration> durations) {
  if (durations.empty()) return absl::ZeroDuration();
  const auto middle =
      durations.begin() + static_cast<std::ptrdiff_t>(durations.size() / 2);
  std::nth_element(durations.begin(), middle, durations.end());
  return *middle;
}

// Counts hand-offs as the running intervals go by.
class HandOffCounter {
 public:
  void Add(const Interval& running) {
    const bool other = last_track_ != -1 && running.track != last_track_;
    if (other && running.begin >= last_end_) ++hand_offs_;
    if (running.end >= last_end_) {
      last_end_ = running.end;
      last_track_ = running.track;
    }
  }

  int64_t hand_offs() const { return hand_offs_; }

 private:
  // Of the thread that runs longest so far.
  int last_track_ = -1;
  absl::Duration last_end_ = absl::ZeroDuration();
  int64_t hand_offs_ = 0;
};

void AppendShare(absl::string_view verb, absl::Duration part,
                 absl::Duration whole, std::vector<std::string>& shares) {
  if (part <= absl::ZeroDuration()) return;
  const double percent = 100 * absl::FDivDuration(part, whole);
  // "0 %" and "100 %" would be said of what is neither.
  const bool rounds_away = percent < 0.5 || (percent > 99.5 && part < whole);
  shares.push_back(
      absl::StrFormat("%s %.*f %%", verb, rounds_away ? 2 : 0, percent));
}

}  // namespace

TimelineFigures FiguresOf(const Timeline& timeline) {
  TimelineFigures figures;
  figures.tracks.resize(timeline.tracks.size());
  std::vector<std::vector<absl::Duration>> turns(timeline.tracks.size());
  HandOffCounter hand_offs;
  for (const Interval& interval : timeline.intervals) {
    CheckInterval(timeline, interval);
    const size_t index = static_cast<size_t>(interval.track);
    TrackFigures& track = figures.tracks[index];
    const absl::Duration took = interval.end - interval.begin;
    figures.length = std::max(figures.length, interval.end);
    switch (interval.activity) {
      case Activity::kRunning:
        track.running += took;
        turns[index].push_back(took);
        hand_offs.Add(interval);
        break;
      case Activity::kWaiting:
        track.waiting += took;
        break;
      case Activity::kBlocked:
        track.blocked += took;
        break;
    }
  }
  for (size_t i = 0; i < turns.size(); ++i) {
    figures.tracks[i].turns = static_cast<int64_t>(turns[i].size());
    figures.tracks[i].median_turn = Median(std::move(turns[i]));
  }
  figures.hand_offs = hand_offs.hand_offs();
  return figures;
}

std::string SharesInWords(const TrackFigures& figures) {
  std::vector<std::string> shares;
  const absl::Duration whole = figures.Recorded();
  AppendShare("ran", figures.running, whole, shares);
  AppendShare("waited", figures.waiting, whole, shares);
  AppendShare("was blocked", figures.blocked, whole, shares);
  return shares.empty() ? "nothing recorded" : absl::StrJoin(shares, ", ");
}

std::string WithThousands(int64_t count) {
  const std::string digits = absl::StrCat(count);
  std::string grouped;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) grouped += ',';
    grouped += digits[i];
  }
  return grouped;
}

std::string HandOffsInWords(const TimelineFigures& figures) {
  return absl::StrCat(
      figures.hand_offs == 0 ? "no" : WithThousands(figures.hand_offs),
      figures.hand_offs == 1 ? " hand-off in " : " hand-offs in ",
      FormatSeconds(absl::ToDoubleSeconds(figures.length)));
}

}  // namespace lab
