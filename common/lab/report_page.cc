// SPDX-License-Identifier: Apache-2.0

#include "common/lab/report_page.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/lab/comparison.h"
#include "common/lab/internal/html.h"
#include "common/lab/internal/html_page.h"
#include "common/lab/internal/speed_up_chart.h"
#include "common/lab/internal/timeline_script.h"
#include "common/lab/internal/timeline_section.h"
#include "common/lab/timeline.h"
#include "nlohmann/json.hpp"

namespace lab {
namespace {

std::string TableRow(const Comparison& comparison, size_t way) {
  const WayRuns& runs = comparison.ways[way];
  std::string html =
      absl::StrCat("<tr><th scope=\"row\">", EscapeHtml(runs.way),
                   AgainstInHtml(comparison, way), "</th>");
  if (runs.seconds.empty()) {
    return absl::StrCat(html, "<td colspan=\"4\">not measured</td></tr>\n");
  }
  const std::optional<SpeedUp> speed_up = SpeedUpOf(comparison, way);
  const auto [fastest, slowest] =
      std::minmax_element(runs.seconds.begin(), runs.seconds.end());
  absl::StrAppend(&html, "<td>", speed_up ? RatioInHtml(speed_up->median) : "–",
                  "</td>");
  for (double seconds : {Median(runs.seconds), *fastest, *slowest}) {
    absl::StrAppend(&html, "<td>", SecondsInHtml(seconds), "</td>");
  }
  return absl::StrCat(html, "</tr>\n");
}

std::string FiguresTable(const ComparisonTable& table) {
  std::string html =
      "<table>\n<caption>The same in figures</caption>\n"
      "<thead><tr><th scope=\"col\">workload and way</th>"
      "<th scope=\"col\">speed-up</th><th scope=\"col\">median</th>"
      "<th scope=\"col\">fastest</th><th scope=\"col\">slowest</th></tr>"
      "</thead>\n";
  for (const Comparison& comparison : table.comparisons) {
    absl::StrAppend(&html, "<tbody>\n<tr><th scope=\"rowgroup\" colspan=\"5\">",
                    EscapeHtml(comparison.workload), "</th></tr>\n");
    for (size_t way = 0; way < comparison.ways.size(); ++way) {
      absl::StrAppend(&html, TableRow(comparison, way));
    }
    absl::StrAppend(&html, "</tbody>\n");
  }
  return absl::StrCat(html, "</table>\n");
}

nlohmann::json AsJson(const ComparisonTable& table) {
  nlohmann::json comparisons = nlohmann::json::array();
  for (const Comparison& comparison : table.comparisons) {
    nlohmann::json ways = nlohmann::json::array();
    for (const WayRuns& runs : comparison.ways) {
      nlohmann::json& json = ways.emplace_back(
          nlohmann::json{{"way", runs.way}, {"seconds", runs.seconds}});
      if (!runs.against.empty()) json["against"] = runs.against;
      if (runs.baseline_only) json["baseline_only"] = true;
    }
    comparisons.push_back(
        {{"workload", comparison.workload}, {"ways", std::move(ways)}});
  }
  return {{"caption", table.caption}, {"comparisons", std::move(comparisons)}};
}

std::string Heading(const ComparisonTable& table) {
  if (!table.caption.empty()) return table.caption;
  const Comparison& first = table.comparisons.front();
  if (HasOwnBaselines(first)) return "Speed-ups";
  return absl::StrCat("Speed-up over ", first.ways.front().way);
}

}  // namespace

ReportPage::ReportPage(absl::string_view title) : title_(title) {}

void ReportPage::AddEnvironment(
    const std::vector<std::pair<std::string, std::string>>& environment,
    absl::string_view warning) {
  environment_ = environment;
  warning_ = std::string(warning);
  absl::StrAppend(&body_, "<dl class=\"environment\">\n");
  for (const auto& [name, value] : environment) {
    absl::StrAppend(&body_, "<div><dt>", EscapeHtml(name), "</dt><dd>",
                    EscapeHtml(value), "</dd></div>\n");
  }
  absl::StrAppend(&body_, "</dl>\n");
  if (warning.empty()) return;
  absl::StrAppend(&body_,
                  "<p class=\"note\" role=\"note\"><strong>Warning:</strong> ",
                  EscapeHtml(warning), "</p>\n");
}

void ReportPage::AddFailures(const std::vector<std::string>& failures) {
  failures_.insert(failures_.end(), failures.begin(), failures.end());
  if (failures.empty()) return;
  absl::StrAppend(&body_, "<div class=\"note\" role=\"note\"><strong>Failed, ",
                  "and so not measured:</strong>\n<ul>\n");
  for (const std::string& failure : failures) {
    absl::StrAppend(&body_, "<li>", EscapeHtml(failure), "</li>\n");
  }
  absl::StrAppend(&body_, "</ul></div>\n");
}

void ReportPage::AddComparisons(const ComparisonTable& table) {
  if (table.comparisons.empty()) return;
  if (tables_.empty()) absl::StrAppend(&body_, ChartLegend());
  tables_.push_back(table);
  const std::string id = absl::StrCat("table", tables_.size());
  absl::StrAppend(&body_, "<section aria-labelledby=\"", id, "\">\n<h2 id=\"",
                  id, "\">", EscapeHtml(Heading(table)), "</h2>\n",
                  SpeedUpChart(table), FiguresTable(table), "</section>\n");
}

void ReportPage::AddNotes(const std::vector<std::string>& notes) {
  notes_.insert(notes_.end(), notes.begin(), notes.end());
  for (const std::string& note : notes) {
    absl::StrAppend(&body_, "<p class=\"note\">", EscapeHtml(note), "</p>\n");
  }
}

void ReportPage::AddTimelines(absl::string_view caption,
                              absl::Span<const Timeline> timelines) {
  if (timelines.empty()) return;
  const std::string id = absl::StrCat("timelines", ++timeline_sections_);
  absl::StrAppend(&body_, "<section aria-labelledby=\"", id, "\">\n<h2 id=\"",
                  id, "\">", EscapeHtml(caption), "</h2>\n",
                  timeline_sections_ == 1 ? TimelineLegend() : "",
                  TimelineSection(timelines, absl::StrCat(id, "-data")),
                  "</section>\n");
}

std::string ReportPage::Measurements() const {
  nlohmann::json tables = nlohmann::json::array();
  for (const ComparisonTable& table : tables_) tables.push_back(AsJson(table));
  nlohmann::json environment = nlohmann::json::object();
  for (const auto& [name, value] : environment_) environment[name] = value;
  nlohmann::json measurements = {{"title", title_},
                                 {"environment", environment},
                                 {"warning", warning_},
                                 {"failures", failures_},
                                 {"tables", tables}};
  if (!notes_.empty()) measurements["notes"] = notes_;
  return DataElement(measurements, "measurements", 1);
}

std::string ReportPage::Html() const {
  const std::string end = absl::StrCat(
      "<footer>Times are wall-clock times. Every single run, in "
      "seconds, is kept in this page as JSON, in the element with the id "
      "<code>measurements</code>.</footer>\n",
      Measurements());
  return HtmlPage({.title = title_,
                   .main = body_,
                   .end = end,
                   .script = timeline_sections_ == 0 ? "" : kTimelineScript});
}

}  // namespace lab
