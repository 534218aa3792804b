// SPDX-License-Identifier: Apache-2.0
//
// The page that a bench writes for --report=FILE.html: one HTML file that needs
// nothing else, neither network nor script. Use it where a figure is to be
// kept, sent or handed in; lab::Bench does all of this for you.
//
// Timelines are pictures, too; where scripts may run, the reader zooms them. A
// section of them adds at most some 400 kB, whatever their length.
//
//   lab::ReportPage page("Chapter 37: what do threads make faster?");
//   page.AddEnvironment(lab::Environment(), lab::BuildWarning());
//   for (const lab::ComparisonTable& table : lab::GroupIntoTables(comparisons))
//   {
//     page.AddComparisons(table);
//   }
//   absl::Status status = lab::ReplaceFile("report.html", page.Html());
//
// What is added shows in that order. Any text may be given: the page shows it
// as it is.
//
// A program finds every single run in the element with the id "measurements",
// as JSON:
//
//   {"title": "...", "environment": {"system": "...", ...}, "warning": "",
//    "failures": [], "tables": [{"caption": "", "comparisons": [
//        {"workload": "select", "ways": [
//            {"way": "serial", "seconds": [0.501, 0.502]}, ...]}]}]}
//
// A way has "against" where it names what it is compared with, in place of the
// first, and "baseline_only": true where it has no bar. "notes" holds the
// notes, if there are any.
//
// What the first timelines are drawn from is in "timelines1-data" (the next in
// "timelines2-data"), in nanoseconds. A span is [gap, length, activity], the
// gap counted from the end of the one before, the activity 0 running, 1
// waiting, 2 blocked; or, for several intervals of a timeline that is too long
// to be kept in full, [gap, length, running, waiting, blocked, number of
// intervals]. Until "exact_until" none are summed up (null: nowhere).
// "intervals" and "hand_offs" count all.
//
//   {"length": 6000000, "timelines": [{"title": "new GIL", "intervals": 3,
//       "hand_offs": 1, "exact_until": null, "tracks": [
//           {"name": "thread 1", "spans": [[0, 5000000, 0]]}, ...]}]}
//
// Thread safety: as for a std::string. Errors: none.
//
// Source: https://html.spec.whatwg.org; https://www.w3.org/TR/WCAG22 for what
// makes a page readable to all.

#ifndef COMMON_LAB_REPORT_PAGE_H_
#define COMMON_LAB_REPORT_PAGE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/lab/comparison.h"
#include "common/lab/timeline.h"

namespace lab {

class ReportPage {
 public:
  explicit ReportPage(absl::string_view title);

  // Names and values of what the measurements were taken on, and why they must
  // not be compared with others ("" for no such reason).
  void AddEnvironment(
      const std::vector<std::pair<std::string, std::string>>& environment,
      absl::string_view warning);

  // What could not be measured, one line each; none shows nothing.
  void AddFailures(const std::vector<std::string>& failures);

  // The table's bars and under them its figures. An empty table shows nothing.
  void AddComparisons(const ComparisonTable& table);

  // What the figures come to, a paragraph each; none shows nothing.
  void AddNotes(const std::vector<std::string>& notes);

  // The timelines under `caption`, a line of text, and under them how their
  // threads spent their time. None shows nothing. Dies where an interval
  // belongs to no track or ends before it begins.
  void AddTimelines(absl::string_view caption,
                    absl::Span<const Timeline> timelines);

  // The whole page, in UTF-8.
  std::string Html() const;

 private:
  std::string Measurements() const;  // the element that keeps them

  std::string title_;
  std::string body_;  // HTML of what was added
  std::vector<std::pair<std::string, std::string>> environment_;
  std::string warning_;
  std::vector<std::string> failures_;
  std::vector<ComparisonTable> tables_;
  std::vector<std::string> notes_;
  int timeline_sections_ = 0;
};

}  // namespace lab

#endif  // COMMON_LAB_REPORT_PAGE_H_
