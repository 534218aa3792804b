// SPDX-License-Identifier: Apache-2.0

#include "common/lab/internal/timeline_drawing.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/lab/timeline.h"

namespace lab {
namespace {

// Running is never lower than this, so that a short turn is seen.
constexpr int kLeastHeight = 3;

DrawnSpan SpanOf(const Interval& interval) {
  DrawnSpan span = {.begin = absl::ToInt64Nanoseconds(interval.begin),
                    .end = absl::ToInt64Nanoseconds(interval.end),
                    .activity = interval.activity};
  span.parts[static_cast<size_t>(interval.activity)] = span.end - span.begin;
  return span;
}

// Sums up neighbours that are shorter than `width`, up to that width.
class Merger {
 public:
  Merger(int64_t width, std::vector<DrawnSpan>& out)
      : width_(width), out_(out) {}
  ~Merger() { Flush(); }
  Merger(const Merger&) = delete;
  Merger& operator=(const Merger&) = delete;

  void Add(const DrawnSpan& span) {
    if (block_.count > 0 && span.end - block_.begin > width_) Flush();
    if (span.end - span.begin >= width_) {
      Flush();
      out_.push_back(span);
    } else if (block_.count == 0) {
      block_ = span;
    } else {
      Extend(span);
    }
  }

 private:
  void Extend(const DrawnSpan& span) {
    block_.end = span.end;
    block_.count += span.count;
    for (size_t i = 0; i < block_.parts.size(); ++i) {
      block_.parts[i] += span.parts[i];
    }
  }

  void Flush() {
    if (block_.count > 0) out_.push_back(block_);
    block_.count = 0;
  }

  const int64_t width_;
  std::vector<DrawnSpan>& out_;
  DrawnSpan block_ = {.count = 0};
};

// The intervals by track, from the one with the index `first` on, merged up to
// `width`.
std::vector<std::vector<DrawnSpan>> MergedTracks(const Timeline& timeline,
                                                 size_t first, int64_t width) {
  std::vector<std::vector<DrawnSpan>> tracks(timeline.tracks.size());
  std::vector<std::vector<DrawnSpan>> single(timeline.tracks.size());
  for (size_t i = first; i < timeline.intervals.size(); ++i) {
    const Interval& interval = timeline.intervals[i];
    single[static_cast<size_t>(interval.track)].push_back(SpanOf(interval));
  }
  for (size_t track = 0; track < tracks.size(); ++track) {
    Merger merger(width, tracks[track]);
    for (const DrawnSpan& span : single[track]) merger.Add(span);
  }
  return tracks;
}

size_t CountSpans(const std::vector<std::vector<DrawnSpan>>& tracks) {
  size_t count = 0;
  for (const std::vector<DrawnSpan>& spans : tracks) count += spans.size();
  return count;
}

int64_t LengthOf(const Timeline& timeline) {
  absl::Duration length = absl::ZeroDuration();
  for (const Interval& interval : timeline.intervals) {
    length = std::max(length, interval.end);
  }
  return absl::ToInt64Nanoseconds(length);
}

void AppendRest(std::vector<std::vector<DrawnSpan>> rest, Drawing& drawing) {
  for (size_t track = 0; track < rest.size(); ++track) {
    for (const DrawnSpan& span : rest[track]) {
      if (span.count > 1) ++drawing.blocks;
      drawing.tracks[track].push_back(span);
    }
  }
}

// What a column of a track's picture holds.
struct Column {
  std::array<double, 3> time = {};
  bool ran = false;
  bool mixed = false;  // holds a span that is not wider than itself, or a block
};

std::vector<Column> FillColumns(const std::vector<DrawnSpan>& track,
                                double from, double to, int count) {
  const double width = (to - from) / count;
  std::vector<Column> columns(static_cast<size_t>(count));
  for (const DrawnSpan& span : track) {
    const double begin = static_cast<double>(span.begin);
    const double end = static_cast<double>(span.end);
    if (end <= from || begin >= to) continue;
    const int first = static_cast<int>(std::max(0.0, (begin - from) / width));
    const int last =
        static_cast<int>(std::min(count - 1.0, (end - from) / width));
    for (int i = first; i <= last; ++i) {
      Column& column = columns[static_cast<size_t>(i)];
      const double overlap = std::min(end, from + (i + 1) * width) -
                             std::max(begin, from + i * width);
      if (overlap <= 0) continue;
      for (size_t part = 0; part < 3; ++part) {
        column.time[part] +=
            overlap * static_cast<double>(span.parts[part]) / (end - begin);
      }
      if (span.parts[0] > 0) column.ran = true;
      if (span.count > 1 || end - begin < width) column.mixed = true;
    }
  }
  return columns;
}

// The three heights, from the bottom. A column that two wide spans meet in
// belongs to the one with the greater part, so that edges are upright.
std::array<int, 3> Heights(const Column& column, double width) {
  std::array<double, 3> time = column.time;
  if (!column.mixed) {
    const double nothing = width - time[0] - time[1] - time[2];
    const double most = std::max({time[0], time[1], time[2], nothing});
    for (double& part : time) part = part == most ? width : 0;
    if (nothing == most) time = {};
  }
  std::array<int, 3> heights;
  double sum = 0;
  for (size_t i = 0; i < 3; ++i) {
    sum += time[i];
    heights[i] = static_cast<int>(
        std::floor(kTrackHeight * std::min(1.0, sum / width) + 0.5));
  }
  if (column.mixed && column.ran)
    heights[0] = std::max(heights[0], kLeastHeight);
  heights[1] = std::max(heights[0], heights[1]);
  heights[2] = std::max(heights[1], heights[2]);
  return heights;
}

// Follows the heights from left to right.
std::string Skyline(const std::vector<int>& heights) {
  std::string path;
  int last = 0;
  for (size_t x = 0; x < heights.size(); ++x) {
    if (heights[x] == last) continue;
    absl::StrAppend(&path, path.empty() ? "M" : "H", x,
                    path.empty() ? absl::StrCat(" ", kTrackHeight) : "", "V",
                    kTrackHeight - heights[x]);
    last = heights[x];
  }
  if (last != 0) absl::StrAppend(&path, "H", heights.size(), "V", kTrackHeight);
  return path;
}

}  // namespace

Drawing Draw(const Timeline& timeline, size_t budget) {
  Drawing drawing;
  const size_t count = timeline.intervals.size();
  if (count <= budget) {
    drawing.tracks = MergedTracks(timeline, 0, /*width=*/0);
    drawing.exact_count = static_cast<int64_t>(count);
    return drawing;
  }
  // Half for the beginning.
  const size_t exact = budget / 2;
  Timeline beginning = timeline;
  beginning.intervals.resize(exact);
  drawing.tracks = MergedTracks(beginning, 0, /*width=*/0);
  drawing.exact_count = static_cast<int64_t>(exact);
  drawing.exact_until =
      absl::ToInt64Nanoseconds(timeline.intervals[exact].begin);

  const int64_t length = LengthOf(timeline);
  int64_t width = 1 + length * static_cast<int64_t>(timeline.tracks.size()) /
                          static_cast<int64_t>(budget - exact);
  auto rest = MergedTracks(timeline, exact, width);
  while (CountSpans(rest) > budget - exact && width <= length) {
    width += 1 + width / 2;
    rest = MergedTracks(timeline, exact, width);
  }
  drawing.merged_below = width;
  AppendRest(std::move(rest), drawing);
  return drawing;
}

std::vector<size_t> ShareBudget(absl::Span<const Timeline> timelines,
                                size_t budget) {
  std::vector<size_t> shares(timelines.size());
  std::vector<size_t> order(timelines.size());
  std::iota(order.begin(), order.end(), size_t{0});
  // Those that need little leave the rest to the others.
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return timelines[a].intervals.size() < timelines[b].intervals.size();
  });
  size_t others = order.size();
  for (size_t index : order) {
    shares[index] =
        std::min(timelines[index].intervals.size(), budget / others--);
    budget -= shares[index];
  }
  return shares;
}

std::array<std::string, 3> Skylines(const std::vector<DrawnSpan>& track,
                                    int64_t from, int64_t to, int columns) {
  const double width = static_cast<double>(to - from) / columns;
  std::array<std::vector<int>, 3> heights;
  for (const Column& column : FillColumns(track, static_cast<double>(from),
                                          static_cast<double>(to), columns)) {
    int front = 0;
    const std::array<int, 3> own = Heights(column, width);
    for (size_t i = 0; i < 3; ++i) {
      // What stands no higher than the one in front is not seen.
      heights[i].push_back(own[i] > front ? own[i] : 0);
      front = own[i];
    }
  }
  return {Skyline(heights[0]), Skyline(heights[1]), Skyline(heights[2])};
}

}  // namespace lab
