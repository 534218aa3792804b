// SPDX-License-Identifier: Apache-2.0

#include "common/lab/timeline_text.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/log/check.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/lab/text.h"
#include "common/lab/timeline.h"

namespace lab {
namespace {

constexpr int kLeastColumns = 20;
constexpr int kActivities = 3;
// In the order of lab::Activity, which is also the order that decides ties.
constexpr char kCharacters[kActivities] = {'#', '.', '~'};

// The time that is drawn, cut into columns.
struct Window {
  absl::Duration begin;
  absl::Duration end;
  int columns;

  absl::Duration span() const { return end - begin; }

  // Where a column begins; `columns` stands for the end of the last one.
  absl::Duration ColumnBegin(int column) const {
    return begin + span() * column / columns;
  }

  // The column that holds `time`, which lies in the window.
  int ColumnOf(absl::Duration time) const {
    absl::Duration rest;
    int column = static_cast<int>(
        absl::IDivDuration((time - begin) * columns, span(), &rest));
    // ColumnBegin rounds down, so `time` may lie in the next one.
    while (column + 1 < columns && ColumnBegin(column + 1) <= time) ++column;
    return std::min(column, columns - 1);
  }
};

void CheckIntervals(const Timeline& timeline) {
  const int tracks = static_cast<int>(timeline.tracks.size());
  for (const Interval& interval : timeline.intervals) {
    CHECK(0 <= interval.track && interval.track < tracks)
        << "an interval is of track " << interval.track
        << ", and the timeline has " << tracks << " tracks";
    CHECK(interval.begin <= interval.end)
        << "an interval of '" << timeline.tracks[interval.track]
        << "' ends before it begins: from " << interval.begin << " to "
        << interval.end;
  }
}

size_t LongestName(const Timeline& timeline) {
  size_t longest = 0;
  for (const std::string& name : timeline.tracks) {
    longest = std::max(longest, name.size());
  }
  return longest;
}

Window WindowOf(const Timeline& timeline, const TimelineTextOptions& options,
                size_t margin) {
  CHECK(absl::ZeroDuration() <= options.begin && options.begin < options.end)
      << "a window begins at 0 or later and ends after that, not from "
      << options.begin << " to " << options.end;
  const int columns = options.width - static_cast<int>(margin);
  CHECK(columns >= kLeastColumns)
      << "a width of " << options.width << " leaves " << columns
      << " columns beside the track names, and " << kLeastColumns
      << " are needed: make it wider or the names shorter";
  absl::Duration end = options.end;
  if (end == absl::InfiniteDuration()) {
    end = options.begin;
    for (const Interval& interval : timeline.intervals) {
      end = std::max(end, interval.end);
    }
  }
  return {.begin = options.begin, .end = end, .columns = columns};
}

// How long a track was at each activity during one column.
using Shares = std::array<absl::Duration, kActivities>;

char CharacterFor(const Shares& shares) {
  const auto most = std::max_element(shares.begin(), shares.end());
  if (*most == absl::ZeroDuration()) return ' ';
  return kCharacters[most - shares.begin()];
}

void AddTo(std::vector<Shares>& track, const Window& window,
           const Interval& interval) {
  const absl::Duration begin = std::max(interval.begin, window.begin);
  const absl::Duration end = std::min(interval.end, window.end);
  if (begin >= end) return;
  for (int column = window.ColumnOf(begin);
       column < window.columns && window.ColumnBegin(column) < end; ++column) {
    track[column][static_cast<int>(interval.activity)] +=
        std::min(end, window.ColumnBegin(column + 1)) -
        std::max(begin, window.ColumnBegin(column));
  }
}

std::vector<std::string> TrackLines(const Timeline& timeline,
                                    const Window& window) {
  std::vector<std::vector<Shares>> shares(timeline.tracks.size(),
                                          std::vector<Shares>(window.columns));
  for (const Interval& interval : timeline.intervals) {
    AddTo(shares[interval.track], window, interval);
  }
  std::vector<std::string> lines;
  for (const std::vector<Shares>& track : shares) {
    std::string& line = lines.emplace_back();
    for (const Shares& column : track) line += CharacterFor(column);
  }
  return lines;
}

// The axis' marks stand at multiples of `step`, and are labelled in `unit`.
struct Scale {
  absl::Duration step;
  absl::Duration unit;
  absl::string_view unit_name;

  std::string Label(absl::Duration time) const {
    absl::Duration rest;
    return absl::StrCat(absl::IDivDuration(time, unit, &rest), " ", unit_name);
  }
};

// The finest scale (steps of 1, 2 or 5 times a power of ten) whose labels
// stand apart. Labels are whole numbers, as a step is at least one unit.
Scale ScaleFor(const Window& window) {
  constexpr int kGap = 2;
  constexpr struct {
    absl::Duration duration;
    absl::string_view name;
  } kUnits[] = {{absl::Nanoseconds(1), "ns"},
                {absl::Microseconds(1), "us"},
                {absl::Milliseconds(1), "ms"},
                {absl::Seconds(1), "s"}};
  for (const auto& unit : kUnits) {
    for (int64_t times : {1, 2, 5, 10, 20, 50, 100, 200, 500}) {
      const Scale scale = {unit.duration * times, unit.duration, unit.name};
      const size_t longest = scale.Label(window.end).size();
      const double columns =
          absl::FDivDuration(scale.step * window.columns, window.span());
      if (columns >= static_cast<double>(longest + kGap)) return scale;
    }
  }
  // A window of hours: its two ends will do.
  return {window.span(), absl::Seconds(1), "s"};
}

// Writes `label` into `line` from `column` on, unless it would stick out.
void Place(absl::string_view label, int column, std::string& line) {
  if (column + label.size() > line.size()) return;
  line.replace(column, label.size(), label);
}

// The axis and below it its labels.
std::vector<std::string> AxisLines(const Window& window) {
  const Scale scale = ScaleFor(window);
  std::string axis(window.columns, '-');
  std::string labels(window.columns, ' ');
  for (absl::Duration mark = absl::Ceil(window.begin, scale.step);
       mark < window.end; mark += scale.step) {
    const int column = window.ColumnOf(mark);
    axis[column] = '+';
    Place(scale.Label(mark), column, labels);
  }
  return {axis, labels};
}

std::string Legend(const Window& window) {
  return absl::StrCat(
      "# runs   . waits for the lock   ~ blocked   1 column = ",
      FormatSeconds(absl::ToDoubleSeconds(window.span() / window.columns)));
}

void AppendLine(std::string& text, std::string line) {
  absl::StripTrailingAsciiWhitespace(&line);
  absl::StrAppend(&text, line, "\n");
}

}  // namespace

std::string TimelineText(const Timeline& timeline,
                         const TimelineTextOptions& options) {
  CheckIntervals(timeline);
  const int longest = static_cast<int>(LongestName(timeline));
  const std::string margin(longest + 1, ' ');
  const Window window = WindowOf(timeline, options, margin.size() + 1);
  std::string text;
  if (!timeline.title.empty()) AppendLine(text, timeline.title);
  const bool no_time = window.begin >= window.end;
  const std::vector<std::string> lines =
      no_time ? std::vector<std::string>(timeline.tracks.size())
              : TrackLines(timeline, window);
  for (size_t i = 0; i < lines.size(); ++i) {
    AppendLine(text, absl::StrFormat("%-*s |%s", longest, timeline.tracks[i],
                                     lines[i]));
  }
  if (no_time) return text;
  for (const std::string& line : AxisLines(window)) {
    AppendLine(text, absl::StrCat(margin, " ", line));
  }
  AppendLine(text, Legend(window));
  return text;
}

}  // namespace lab
