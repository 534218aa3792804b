// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/trace/trace_page.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/explorer/internal/trace/places.h"
#include "common/explorer/internal/trace/source_lines.h"
#include "common/explorer/internal/trace/step.h"
#include "common/explorer/internal/trace/step_words.h"
#include "common/explorer/internal/trace/trace_page_script.h"
#include "common/explorer/internal/trace/trace_page_style.h"
#include "common/lab/internal/html.h"
#include "common/lab/internal/html_page.h"
#include "nlohmann/json.hpp"

namespace explorer::internal {
namespace {

using ::lab::EscapeHtml;

// Lines of source before the current one, and after it.
constexpr int kLinesAround = 3;
// Columns of threads that have room beside each other.
constexpr size_t kMostColumns = 4;
// Rows of a table that is shown in full.
constexpr size_t kMostRows = 25;

// A step, or a thread that is stuck after the last one.
struct Row {
  size_t number = 0;  // of the step; 0: stuck
  int thread = 0;
  std::string words;
  const SourceLine* line = nullptr;
  const std::vector<std::string>* holds = nullptr;
  const Step* step = nullptr;  // nullptr: stuck
};

std::vector<Row> RowsOf(const Execution& execution, const Places& places) {
  std::vector<Row> rows;
  for (size_t i = 0; i < execution.steps.size(); ++i) {
    const Step& step = execution.steps[i];
    rows.push_back({i + 1, step.thread, StepInWords(step), &places.steps[i],
                    &step.holds, &step});
  }
  for (size_t i = 0; i < execution.stuck.size(); ++i) {
    const Stuck& stuck = execution.stuck[i];
    rows.push_back(
        {0, stuck.thread, stuck.what, &places.stuck[i], &stuck.holds, nullptr});
  }
  return rows;
}

std::set<int> ThreadsOf(const std::vector<Row>& rows) {
  std::set<int> threads;
  for (const Row& row : rows) threads.insert(row.thread);
  return threads;
}

// ---- The table

std::string RowInHtml(const Row& row, const std::set<int>& threads,
                      const FileNames& files) {
  std::string html = absl::StrCat(
      "<tr><td class=\"number\">",
      row.number == 0 ? "stuck" : absl::StrCat(row.number), "</td>");
  for (int thread : threads) {
    if (thread != row.thread) {
      absl::StrAppend(&html, "<td></td>");
    } else {
      absl::StrAppend(&html, "<td data-thread=\"", ThreadName(thread), "\">",
                      EscapeHtml(row.words), "</td>");
    }
  }
  const std::string at = files.Locate(*row.line);
  absl::StrAppend(&html, "<td>", EscapeHtml(at));
  if (!row.line->text.empty()) {
    absl::StrAppend(&html, " <code>", EscapeHtml(row.line->text), "</code>");
  }
  return absl::StrCat(html, "</td></tr>\n");
}

std::string Table(const std::vector<Row>& rows, const std::set<int>& threads,
                  const FileNames& files) {
  std::string html = absl::StrCat(
      "<div class=\"list", rows.size() > kMostRows ? " long" : "",
      "\">\n<table class=\"steps\">\n<caption>All steps, in the order in which "
      "they happened</caption>\n<thead><tr><th scope=\"col\">step</th>");
  for (int thread : threads) {
    absl::StrAppend(&html, "<th scope=\"col\">", ThreadName(thread), "</th>");
  }
  absl::StrAppend(&html,
                  "<th scope=\"col\">source</th></tr></thead>\n<tbody>\n");
  for (const Row& row : rows) {
    absl::StrAppend(&html, RowInHtml(row, threads, files));
  }
  return absl::StrCat(html, "</tbody>\n</table>\n</div>\n");
}

// ---- Data for the script

nlohmann::json PlaceAsJson(const SourceLine& line, const Places& places,
                           const FileNames& files) {
  nlohmann::json json = {{"at", files.Locate(line)},
                         {"function", line.file.empty() ? "" : line.function},
                         {"line", line.line},
                         {"first", line.line},
                         {"lines", nlohmann::json::array()}};
  const auto file = places.files.find(line.file);
  if (file == places.files.end()) {
    if (!line.text.empty()) json["lines"].push_back(line.text);
    return json;
  }
  const int last = static_cast<int>(file->second.size());
  const int first = std::max(1, line.line - kLinesAround);
  json["first"] = first;
  for (int i = first; i <= std::min(last, line.line + kLinesAround); ++i) {
    json["lines"].push_back(file->second[i - 1]);
  }
  return json;
}

// Each place once, and which of them a line is.
class PlaceList {
 public:
  PlaceList(const Places& places, const FileNames& files)
      : places_(places), files_(files) {}

  size_t IndexOf(const SourceLine& line) {
    const auto [found, is_new] = indexes_.try_emplace(
        std::make_tuple(line.file, line.line, line.function), json_.size());
    if (is_new) json_.push_back(PlaceAsJson(line, places_, files_));
    return found->second;
  }

  nlohmann::json Take() { return std::move(json_); }

 private:
  const Places& places_;
  const FileNames& files_;
  absl::btree_map<std::tuple<std::string, int, std::string>, size_t> indexes_;
  nlohmann::json json_ = nlohmann::json::array();
};

// Of memory: "0 -> 1" is 1.
void AddValue(const Step& step, nlohmann::json& row) {
  if (step.value.empty() || absl::StrContains(step.what, "lock")) return;
  constexpr absl::string_view kBecomes = " -> ";
  const size_t at = step.value.rfind(kBecomes);
  row["object"] = step.object;
  row["after"] = at == std::string::npos
                     ? step.value
                     : step.value.substr(at + kBecomes.size());
}

nlohmann::json RowAsJson(const Row& row, PlaceList& list) {
  nlohmann::json json = {
      {"number", row.number}, {"thread", row.thread}, {"words", row.words}};
  if (!row.holds->empty()) json["holds"] = Listed(*row.holds);
  if (!row.line->file.empty() || !row.line->function.empty()) {
    json["place"] = list.IndexOf(*row.line);
  }
  if (row.step != nullptr) AddValue(*row.step, json);
  return json;
}

std::string Data(const std::vector<Row>& rows, const std::set<int>& threads,
                 size_t steps, const Places& places, const FileNames& files) {
  PlaceList list(places, files);
  nlohmann::json json_rows = nlohmann::json::array();
  for (const Row& row : rows) json_rows.push_back(RowAsJson(row, list));
  return lab::DataElement({{"threads", threads},
                           {"steps", steps},
                           {"rows", std::move(json_rows)},
                           {"places", list.Take()}},
                          "trace-data");
}

// ---- The page

std::string Verdict(const Execution& execution) {
  std::string html = "<div class=\"note\" role=\"note\"><strong>";
  if (execution.finding.empty()) {
    return absl::StrCat(html, "Nothing was found.</strong></div>\n");
  }
  absl::StrAppend(&html, "Found: ", EscapeHtml(execution.finding), "</strong>");
  if (!execution.details.empty()) {
    absl::StrAppend(&html, "<pre>", EscapeHtml(execution.details), "</pre>");
  }
  return absl::StrCat(html, "</div>\n");
}

// Shown by the script: without it they do nothing.
constexpr absl::string_view kTools =
    "<div class=\"tools\" hidden>"
    "<button type=\"button\" data-key=\"Home\">first</button>"
    "<button type=\"button\" data-key=\"ArrowLeft\">previous</button>"
    "<button type=\"button\" data-key=\"ArrowRight\">next</button>"
    "<button type=\"button\" data-key=\"End\">last</button>"
    "<span class=\"shown\" aria-live=\"polite\"></span></div>\n"
    "<div class=\"panels\"></div>\n"
    "<dl class=\"values environment\" aria-label=\"values so far\" hidden>"
    "</dl>\n"
    "<p class=\"hint\" hidden>Keys: <kbd>←</kbd> <kbd>→</kbd> for the step "
    "before and the next, <kbd>Home</kbd> and <kbd>End</kbd>; or choose a step "
    "below. Each box has the thread's last step so far, and where that is in "
    "the source.</p>\n";

}  // namespace

std::string TracePage(const Execution& execution, const Places& places,
                      const TracePageOptions& options) {
  const std::vector<Row> rows = RowsOf(execution, places);
  const std::set<int> threads = ThreadsOf(rows);
  const FileNames files(places);
  std::string main = Verdict(execution);
  if (!options.replay.empty()) {
    absl::StrAppend(&main, "<p>To run this schedule again: <code>",
                    EscapeHtml(options.replay), "</code></p>\n");
  }
  if (rows.empty()) {
    return lab::HtmlPage({.title = options.title, .main = main});
  }
  absl::StrAppend(
      &main,
      "<section aria-labelledby=\"steps\">\n<h2 id=\"steps\">Step by "
      "step</h2>\n<div class=\"trace",
      threads.size() > kMostColumns ? " many" : "",
      "\" data-from=\"trace-data\">\n", kTools, Table(rows, threads, files),
      "</div>\n</section>\n");
  const std::string data =
      Data(rows, threads, execution.steps.size(), places, files);
  return lab::HtmlPage({.title = options.title,
                        .style = kTraceStyle,
                        .main = main,
                        .end = data,
                        .script = kTraceScript});
}

}  // namespace explorer::internal
