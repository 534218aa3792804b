// SPDX-License-Identifier: Apache-2.0

#include "common/lab/internal/timeline_section.h"

#include <cstddef>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/lab/internal/html.h"
#include "common/lab/internal/timeline_figures.h"
#include "common/lab/timeline.h"

namespace lab {
namespace {

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

}  // namespace

std::string TimelineFiguresTable(absl::Span<const Timeline> timelines) {
  std::string html =
      "<table>\n<caption>The same in figures: how the threads spent the time "
      "that is recorded of them</caption>\n"
      "<thead><tr><th scope=\"col\">timeline and thread</th>"
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

}  // namespace lab
