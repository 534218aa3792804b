// SPDX-License-Identifier: Apache-2.0

#include "common/lab/internal/speed_up_chart.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "common/lab/comparison.h"
#include "common/lab/internal/html.h"
#include "common/lab/internal/round_step.h"

namespace lab {
namespace {

// Heights inside a bar's picture, in CSS pixels.
constexpr int kHeight = 30;
constexpr int kBarTop = 6;
constexpr int kBarHeight = 18;
constexpr int kMiddle = kBarTop + kBarHeight / 2;
constexpr int kCap = 4;  // a whisker's end, above and below its line

// Draws on an axis that ends at `ticks.back()`.
class BarPainter {
 public:
  explicit BarPainter(std::vector<double> ticks) : ticks_(std::move(ticks)) {}

  std::string Bar(const Comparison& comparison, size_t way,
                  const SpeedUp& speed_up) const {
    const WayRuns& runs = comparison.ways[way];
    std::string svg = absl::StrFormat(
        "<svg class=\"bar\" role=\"img\" width=\"100%%\" height=\"%d\">"
        "<title>%s, %s: %s</title><desc>%s</desc>",
        kHeight, EscapeHtml(comparison.workload), EscapeHtml(runs.way),
        RatioInHtml(speed_up.median), SpreadInWords(speed_up));
    for (double tick : ticks_) {
      absl::StrAppend(&svg, UprightLine("grid", tick, 0, kHeight));
    }
    absl::StrAppendFormat(
        &svg,
        "<rect class=\"%s\" x=\"0\" y=\"%d\" width=\"%s\" height=\"%d\"/>",
        IsBaseline(comparison, way) ? "baseline" : "way", kBarTop,
        At(speed_up.median), kBarHeight);
    absl::StrAppend(&svg, UprightLine("one", 1, 0, kHeight));
    if (runs.seconds.size() > 1) absl::StrAppend(&svg, Whisker(speed_up));
    return absl::StrCat(svg, "</svg>");
  }

  // The numbers under the bars.
  std::string Axis() const {
    std::string svg =
        "<svg class=\"axis\" aria-hidden=\"true\" width=\"100%\" "
        "height=\"20\">";
    for (double tick : ticks_) {
      absl::string_view anchor = tick == 0               ? "start"
                                 : tick == ticks_.back() ? "end"
                                                         : "middle";
      absl::StrAppendFormat(
          &svg, "<text x=\"%s\" y=\"14\" text-anchor=\"%s\">%gx</text>",
          At(tick), anchor, tick);
    }
    return absl::StrCat(svg, "</svg>");
  }

 private:
  // A place on the axis, in percent of its length.
  std::string At(double ratio) const {
    const double end = ticks_.back();
    return absl::StrFormat("%.6g%%", 100 * std::min(ratio, end) / end);
  }

  std::string UprightLine(absl::string_view kind, double ratio, int top,
                          int bottom) const {
    const std::string x = At(ratio);
    return absl::StrFormat(
        "<line class=\"%s\" x1=\"%s\" x2=\"%s\" y1=\"%d\" y2=\"%d\"/>", kind, x,
        x, top, bottom);
  }

  // From the slowest to the fastest run; drawn twice, first wider and in the
  // page's own colour, to stand out from the bar.
  std::string Whisker(const SpeedUp& speed_up) const {
    std::string whisker;
    for (absl::string_view kind : {"halo", "spread"}) {
      absl::StrAppendFormat(
          &whisker,
          "<line class=\"%s\" x1=\"%s\" x2=\"%s\" y1=\"%d\" y2=\"%d\"/>", kind,
          At(speed_up.slowest), At(speed_up.fastest), kMiddle, kMiddle);
      for (double end : {speed_up.slowest, speed_up.fastest}) {
        absl::StrAppend(&whisker,
                        UprightLine(kind, end, kMiddle - kCap, kMiddle + kCap));
      }
    }
    return whisker;
  }

  static std::string SpreadInWords(const SpeedUp& speed_up) {
    return absl::StrCat("Slowest run ", RatioInHtml(speed_up.slowest),
                        ", fastest run ", RatioInHtml(speed_up.fastest));
  }

  std::vector<double> ticks_;
};

// The figures beside a bar, or instead of one.
std::string Figures(const WayRuns& runs,
                    const std::optional<SpeedUp>& speed_up) {
  if (runs.seconds.empty()) return "<span class=\"none\">not measured</span>";
  return absl::StrFormat(
      "<b class=\"ratio\">%s</b> <span class=\"time\">%s</span>",
      speed_up ? RatioInHtml(speed_up->median) : "",
      SecondsInHtml(Median(runs.seconds)));
}

// What the bars of a table have in common.
std::string CaptionInHtml(const Comparison& comparison) {
  if (HasOwnBaselines(comparison)) {
    return "How many times as fast as what a bar is said to be against: longer "
           "is faster";
  }
  return absl::StrCat("How many times as fast as <em>",
                      EscapeHtml(comparison.ways.front().way),
                      "</em>: longer is faster");
}

std::string WorkloadBars(const Comparison& comparison,
                         const BarPainter& painter) {
  std::string html =
      absl::StrCat("<h3>", EscapeHtml(comparison.workload), "</h3>\n");
  for (size_t way = 0; way < comparison.ways.size(); ++way) {
    const WayRuns& runs = comparison.ways[way];
    if (runs.baseline_only) continue;
    const std::optional<SpeedUp> speed_up = SpeedUpOf(comparison, way);
    absl::StrAppend(
        &html, "<div class=\"row\"><span class=\"name\">", EscapeHtml(runs.way),
        AgainstInHtml(comparison, way), "</span> <span class=\"figures\">",
        Figures(runs, speed_up), "</span>",
        speed_up ? painter.Bar(comparison, way, *speed_up) : "", "</div>\n");
  }
  return absl::StrCat("<div class=\"workload\">\n", html, "</div>\n");
}

}  // namespace

std::string AgainstInHtml(const Comparison& comparison, size_t way) {
  const std::string& against = comparison.ways[way].against;
  if (against.empty() || IsBaseline(comparison, way)) return "";
  return absl::StrCat(" <span class=\"against\">against ", EscapeHtml(against),
                      "</span>");
}

std::vector<double> AxisTicks(const ComparisonTable& table) {
  double longest = 1;
  for (const Comparison& comparison : table.comparisons) {
    for (size_t way = 0; way < comparison.ways.size(); ++way) {
      const std::optional<SpeedUp> speed_up = SpeedUpOf(comparison, way);
      if (!speed_up || comparison.ways[way].baseline_only) continue;
      // A run that took no time has no place on any axis.
      longest =
          std::max(longest, std::isinf(speed_up->fastest) ? speed_up->median
                                                          : speed_up->fastest);
    }
  }
  // The labels fit a page of 360 pixels.
  const double step = RoundStep(longest / (longest < 100 ? 6 : 4));
  const int steps = static_cast<int>(std::ceil(longest / step * (1 - 1e-9)));
  std::vector<double> ticks;
  for (int i = 0; i <= steps; ++i) ticks.push_back(i * step);
  return ticks;
}

std::string SpeedUpChart(const ComparisonTable& table) {
  const BarPainter painter(AxisTicks(table));
  std::string bars;
  for (const Comparison& comparison : table.comparisons) {
    absl::StrAppend(&bars, WorkloadBars(comparison, painter));
  }
  return absl::StrCat("<figure>\n<figcaption>",
                      CaptionInHtml(table.comparisons.front()),
                      "</figcaption>\n", bars, "<div class=\"row\">",
                      painter.Axis(), "</div>\n</figure>\n");
}

std::string ChartLegend() {
  return "<p class=\"legend\">Each bar is the median of the runs of one way. "
         "The hatched bar is what the others are compared with, and the "
         "upright line at 1.00x carries it on: a bar that ends to the left of "
         "the line is slower. The whisker at a bar’s end reaches from the "
         "slowest run to the fastest.</p>\n"
         "<svg class=\"patterns\" aria-hidden=\"true\" width=\"0\" "
         "height=\"0\"><pattern id=\"hatch\" width=\"6\" height=\"6\" "
         "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
         "<path d=\"M1 0V6\"/></pattern></svg>\n";
}

}  // namespace lab
