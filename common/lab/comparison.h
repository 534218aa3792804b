// SPDX-License-Identifier: Apache-2.0
//
// What a bench measured: workloads, each run several times in several ways, and
// how they are grouped into tables. The printed table (speed_up_table.h) and
// the page (report_page.h) show the same ones.
//
//   std::vector<lab::ComparisonTable> tables = lab::GroupIntoTables(
//       {{"select", {{"serial", {0.50, 0.51}}, {"threads", {0.10, 0.11}}}},
//        {"1 child", {{"no shell", {0.001}}, {"shell", {0.002}}}}});
//   // two tables: the ways differ
//
// Thread safety: values and pure functions.

#ifndef COMMON_LAB_COMPARISON_H_
#define COMMON_LAB_COMPARISON_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace lab {

// The runs of a workload in one way.
struct WayRuns {
  std::string way = "";
  std::vector<double> seconds = {};  // wall-clock time of each, 0 or more;
                                     // none: left out, or it failed
  // The way that this one is compared with; its own name for a way that others
  // are compared with; "" for the first way of the comparison.
  std::string against = "";
  // Measured for the sake of others: it has no column and no bar of its own.
  bool baseline_only = false;
};

// A workload run in several ways.
struct Comparison {
  std::string workload = "";
  std::vector<WayRuns> ways = {};
  // Set: a new section begins here, under this caption.
  std::optional<std::string> section = std::nullopt;
};

// The way that comparison.ways[way] is compared with; null where that was left
// out.
const WayRuns* BaselineOf(const Comparison& comparison, size_t way);

// Whether comparison.ways[way] is what it is compared with itself.
bool IsBaseline(const Comparison& comparison, size_t way);

// Whether any way names what it is compared with.
bool HasOwnBaselines(const Comparison& comparison);

// Comparisons side by side: all have the same ways in the same order.
struct ComparisonTable {
  std::string caption = "";  // may be empty
  std::vector<Comparison> comparisons = {};
};

// Consecutive comparisons with the same ways share a table, and a section
// begins a new one. The caption goes to the section's first table. What was
// never run is left out: workloads, ways (columns), tables. A way that was to
// be a baseline only is one like any other where no way is left to compare with
// it.
std::vector<ComparisonTable> GroupIntoTables(
    const std::vector<Comparison>& comparisons);

// The middle one, or the mean of the middle two. There must be at least one.
double Median(std::vector<double> values);

// How many times faster than the baseline: 2 is twice as fast, less than 1 is
// slower.
struct SpeedUp {
  double median = 0;   // median of the baseline / median of the way
  double slowest = 0;  // median of the baseline / longest run of the way
  double fastest = 0;  // the same with the shortest run; infinite if that is 0
};

// Nothing where one of them was not run or, by a coarse clock, took no time.
std::optional<SpeedUp> SpeedUpOver(const WayRuns& baseline, const WayRuns& way);

// That of comparison.ways[way] over what it is compared with.
std::optional<SpeedUp> SpeedUpOf(const Comparison& comparison, size_t way);

}  // namespace lab

#endif  // COMMON_LAB_COMPARISON_H_
