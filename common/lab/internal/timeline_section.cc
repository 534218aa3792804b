// SPDX-License-Identifier: Apache-2.0

#include "common/lab/internal/timeline_section.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/lab/internal/html.h"
#include "common/lab/internal/html_page.h"
#include "common/lab/internal/round_step.h"
#include "common/lab/internal/timeline_drawing.h"
#include "common/lab/internal/timeline_figures.h"
#include "common/lab/timeline.h"
#include "nlohmann/json.hpp"

namespace lab {
namespace {

// Spans in a section: some 250 kB of JSON.
constexpr size_t kBudget = 12'000;
// Columns of a track's picture, and of all pictures of a section together.
constexpr int kColumns = 600;
constexpr int kAllColumns = 12'000;
// Threads that a caption names one by one.
constexpr size_t kNamedThreads = 8;

std::string ShareInHtml(absl::Duration part, absl::Duration whole) {
  if (part <= absl::ZeroDuration()) return "–";
  return absl::StrFormat("%.1f&nbsp;%%", 100 * absl::FDivDuration(part, whole));
}

std::string FiguresRow(const std::string& name, const TrackFigures& figures) {
  std::string html =
      absl::StrCat("<tr><th scope=\"row\">", EscapeHtml(name), "</th>");
  for (absl::Duration part :
       {figures.running, figures.waiting, figures.blocked}) {
    absl::StrAppend(&html, "<td>", ShareInHtml(part, figures.Recorded()),
                    "</td>");
  }
  absl::StrAppend(
      &html, "<td>", figures.turns, "</td><td>",
      figures.turns == 0
          ? "–"
          : SecondsInHtml(absl::ToDoubleSeconds(figures.median_turn)),
      "</td></tr>\n");
  return html;
}

std::string FiguresTable(absl::Span<const Timeline> timelines) {
  std::string html =
      "<table>\n<caption>The same in figures: how the threads spent the time "
      "that is recorded of them</caption>\n"
      "<thead><tr><th scope=\"col\">thread</th>"
      "<th scope=\"col\">ran</th><th scope=\"col\">waited</th>"
      "<th scope=\"col\">blocked</th><th scope=\"col\">turns</th>"
      "<th scope=\"col\">median turn</th></tr></thead>\n";
  for (const Timeline& timeline : timelines) {
    const TimelineFigures figures = FiguresOf(timeline);
    absl::StrAppend(&html, "<tbody>\n<tr><th scope=\"rowgroup\" colspan=\"6\">",
                    EscapeHtml(timeline.title), ": ", HandOffsInWords(figures),
                    "</th></tr>\n");
    for (size_t i = 0; i < timeline.tracks.size(); ++i) {
      absl::StrAppend(&html, FiguresRow(timeline.tracks[i], figures.tracks[i]));
    }
    absl::StrAppend(&html, "</tbody>\n");
  }
  return absl::StrCat(html, "</table>\n");
}

std::string TimeInHtml(int64_t nanoseconds) {
  return SecondsInHtml(static_cast<double>(nanoseconds) * 1e-9);
}

// What of a long timeline is not drawn as it was.
std::string LeftOut(const Timeline& timeline, const Drawing& drawing) {
  if (drawing.blocks == 0) return "";
  return absl::StrCat(
      "<p class=\"thinned\">Too long to draw in full: of its ",
      WithThousands(static_cast<int64_t>(timeline.intervals.size())),
      " intervals the first ", WithThousands(drawing.exact_count), ", until ",
      TimeInHtml(drawing.exact_until),
      ", are drawn one by one. Later ones that are shorter than ",
      TimeInHtml(drawing.merged_below), " are summed up in ",
      WithThousands(drawing.blocks),
      " blocks, which are filled in proportion. The figures, and the file of "
      "<code>--trace</code>, hold all of them.</p>\n");
}

std::string SumUp(const Timeline& timeline, const TimelineFigures& figures) {
  std::vector<std::string> threads;
  std::set<std::string> shares;
  for (size_t i = 0; i < timeline.tracks.size(); ++i) {
    const std::string words = SharesInWords(figures.tracks[i]);
    shares.insert(words);
    threads.push_back(absl::StrCat(EscapeHtml(timeline.tracks[i]), " ", words));
  }
  if (shares.size() == 1 && threads.size() > 1) {
    threads = {absl::StrCat("each thread ", *shares.begin())};
  }
  if (threads.size() > kNamedThreads) {
    threads.resize(kNamedThreads);
    threads.push_back("the others as the table says");
  }
  // A number and its unit stay on one line.
  return absl::StrReplaceAll(absl::StrCat(HandOffsInWords(figures), ": ",
                                          absl::StrJoin(threads, "; ")),
                             {{" %", "&nbsp;%"}});
}

std::string Lane(const std::string& name, const TrackFigures& figures,
                 const std::vector<DrawnSpan>& track, int64_t length,
                 int columns) {
  const std::array<std::string, 3> skylines =
      Skylines(track, 0, length, columns);
  std::string svg = absl::StrFormat(
      "<svg class=\"track\" role=\"img\" aria-label=\"%s: %s\" "
      "viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\">",
      EscapeHtml(name), SharesInWords(figures), columns, kTrackHeight);
  // From the back to the front.
  for (Activity activity :
       {Activity::kBlocked, Activity::kWaiting, Activity::kRunning}) {
    absl::StrAppendFormat(&svg, "<path class=\"%s\" d=\"%s\"/>",
                          ActivityName(activity),
                          skylines[static_cast<size_t>(activity)]);
  }
  return absl::StrCat("<div class=\"lane\"><span class=\"name\">",
                      EscapeHtml(name), "</span>", svg, "</svg></div>\n");
}

// The times under a picture. The script writes the same for another part.
std::string TimeAxis(int64_t length) {
  struct Unit {
    const char* name;
    double nanoseconds;
  };
  constexpr Unit kUnits[] = {{"s", 1e9}, {"ms", 1e6}, {"µs", 1e3}, {"ns", 1}};
  const double end = static_cast<double>(length);
  const Unit* unit = std::begin(kUnits);
  while (unit->nanoseconds > end && unit->nanoseconds > 1) ++unit;
  const double step = RoundStep(end / 5);
  std::string svg =
      "<div class=\"lane\"><svg class=\"times\" aria-hidden=\"true\" "
      "width=\"100%\" height=\"22\">";
  for (int i = 0; i * step <= end; ++i) {
    const double at = 100 * i * step / end;
    absl::StrAppendFormat(
        &svg,
        "<line x1=\"%.6g%%\" x2=\"%.6g%%\" y1=\"0\" y2=\"5\"/>"
        "<text x=\"%.6g%%\" y=\"18\" text-anchor=\"%s\">%g&nbsp;%s</text>",
        at, at, at,
        i == 0    ? "start"
        : at > 94 ? "end"
                  : "middle",
        i * step / unit->nanoseconds, unit->name);
  }
  return absl::StrCat(svg, "</svg></div>\n");
}

// [gap, length, activity], or [gap, length, running, waiting, blocked, count]
// for a block; the gap counts from the end of the span before.
nlohmann::json SpansAsJson(const std::vector<DrawnSpan>& track) {
  nlohmann::json spans = nlohmann::json::array();
  int64_t time = 0;
  for (const DrawnSpan& span : track) {
    nlohmann::json& numbers = spans.emplace_back(
        nlohmann::json::array({span.begin - time, span.end - span.begin}));
    if (span.count == 1) {
      numbers.push_back(static_cast<int>(span.activity));
    } else {
      for (int64_t part : span.parts) numbers.push_back(part);
      numbers.push_back(span.count);
    }
    time = span.end;
  }
  return spans;
}

nlohmann::json AsJson(const Timeline& timeline, const Drawing& drawing,
                      const TimelineFigures& figures) {
  nlohmann::json tracks = nlohmann::json::array();
  for (size_t i = 0; i < timeline.tracks.size(); ++i) {
    tracks.push_back({{"name", timeline.tracks[i]},
                      {"spans", SpansAsJson(drawing.tracks[i])}});
  }
  return {{"title", timeline.title},
          {"intervals", timeline.intervals.size()},
          {"hand_offs", figures.hand_offs},
          {"exact_until", drawing.exact_until < 0
                              ? nlohmann::json()
                              : nlohmann::json(drawing.exact_until)},
          {"tracks", std::move(tracks)}};
}

// Shown by the script: without it they do nothing.
constexpr absl::string_view kTools =
    "<div class=\"tools\" hidden>"
    "<button type=\"button\" data-key=\"+\">zoom in</button>"
    "<button type=\"button\" data-key=\"-\">zoom out</button>"
    "<button type=\"button\" data-key=\"ArrowLeft\" "
    "aria-label=\"earlier\">←</button>"
    "<button type=\"button\" data-key=\"ArrowRight\" "
    "aria-label=\"later\">→</button>"
    "<button type=\"button\" data-key=\"0\">whole</button>"
    "<span class=\"shown\"></span></div>\n";

constexpr absl::string_view kHint =
    "<p class=\"hint\" hidden>Drag to move; pinch, or turn the wheel with "
    "Ctrl, to zoom. With the keyboard: <kbd>+</kbd> <kbd>-</kbd> zoom, "
    "<kbd>←</kbd> <kbd>→</kbd> move, <kbd>0</kbd> shows the whole, "
    "<kbd>↑</kbd> <kbd>↓</kbd> choose a thread, <kbd>Shift</kbd> with "
    "<kbd>←</kbd> <kbd>→</kbd> goes from interval to interval.</p>\n";

std::string Swatch(absl::string_view activity, absl::string_view text) {
  return absl::StrCat(
      "<li><svg class=\"swatch\" aria-hidden=\"true\" width=\"36\" "
      "height=\"20\"><path class=\"",
      activity, "\" d=\"M0 20V0H36V20\"/></svg> ", text, "</li>\n");
}

std::string Picture(const Timeline& timeline, const TimelineFigures& figures,
                    const Drawing& drawing, int64_t length, int columns) {
  std::string html = absl::StrCat(
      "<figure class=\"timeline\">\n<figcaption><h3>",
      EscapeHtml(timeline.title), "</h3>", SumUp(timeline, figures),
      "</figcaption>\n", LeftOut(timeline, drawing));
  for (size_t i = 0; i < timeline.tracks.size(); ++i) {
    absl::StrAppend(&html, Lane(timeline.tracks[i], figures.tracks[i],
                                drawing.tracks[i], length, columns));
  }
  return absl::StrCat(html, TimeAxis(length), "</figure>\n");
}

}  // namespace

std::string TimelineLegend() {
  return absl::StrCat(
      "<svg class=\"patterns\" aria-hidden=\"true\" width=\"0\" "
      "height=\"0\"><pattern id=\"stripes\" width=\"6\" height=\"6\" "
      "patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
      "<rect width=\"6\" height=\"6\"/><path d=\"M1 0V6\"/></pattern>"
      "<pattern id=\"dots\" width=\"6\" height=\"10\" "
      "patternUnits=\"userSpaceOnUse\"><rect width=\"6\" height=\"10\"/>"
      "<path d=\"M2 5h2\"/></pattern></svg>\n<ul class=\"keys\">\n",
      Swatch("running", "running"), Swatch("waiting", "waiting for the lock"),
      Swatch("blocked", "blocked in the system, without the lock"),
      "</ul>\n<p class=\"quiet\">All timelines have the same scale. Where a "
      "place is too narrow to show each change, its height is shared out as "
      "the time was. Blank: nothing is recorded, for the thread has not begun "
      "or has ended.</p>\n");
}

std::string TimelineSection(absl::Span<const Timeline> timelines,
                            const std::string& data_id) {
  std::vector<TimelineFigures> figures;
  int64_t length = 1;
  size_t lanes = 1;
  for (const Timeline& timeline : timelines) {
    figures.push_back(FiguresOf(timeline));
    length = std::max(length, absl::ToInt64Nanoseconds(figures.back().length));
    lanes += timeline.tracks.size();
  }
  const int columns = std::min(kColumns, kAllColumns / static_cast<int>(lanes));
  const std::vector<size_t> budgets = ShareBudget(timelines, kBudget);
  nlohmann::json data = {{"length", length},
                         {"timelines", nlohmann::json::array()}};
  std::string pictures;
  for (size_t i = 0; i < timelines.size(); ++i) {
    const Drawing drawing = Draw(timelines[i], budgets[i]);
    data["timelines"].push_back(AsJson(timelines[i], drawing, figures[i]));
    absl::StrAppend(
        &pictures, Picture(timelines[i], figures[i], drawing, length, columns));
  }
  return absl::StrCat("<div class=\"timelines\" data-from=\"", data_id, "\">\n",
                      kTools, "<div class=\"plots\">\n", pictures, "</div>\n",
                      kHint, "</div>\n", FiguresTable(timelines),
                      DataElement(data, data_id));
}

}  // namespace lab
