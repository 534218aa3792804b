// SPDX-License-Identifier: Apache-2.0

#include "common/lab/comparison.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/log/check.h"

namespace lab {
namespace {

std::vector<std::string> WayNames(const Comparison& comparison) {
  std::vector<std::string> names;
  for (const WayRuns& runs : comparison.ways) names.push_back(runs.way);
  return names;
}

bool WasRun(const WayRuns& runs) { return !runs.seconds.empty(); }

bool WasRun(const Comparison& comparison) {
  return std::any_of(comparison.ways.begin(), comparison.ways.end(),
                     [](const WayRuns& runs) { return WasRun(runs); });
}

// Column `way` of the table has a figure.
bool AnyRan(const ComparisonTable& table, size_t way) {
  return std::any_of(
      table.comparisons.begin(), table.comparisons.end(),
      [way](const Comparison& row) { return WasRun(row.ways[way]); });
}

void DropWaysNeverRun(ComparisonTable& table) {
  for (size_t way = table.comparisons.front().ways.size(); way-- > 0;) {
    if (AnyRan(table, way)) continue;
    for (Comparison& row : table.comparisons) {
      row.ways.erase(row.ways.begin() + static_cast<std::ptrdiff_t>(way));
    }
  }
}

}  // namespace

std::vector<ComparisonTable> GroupIntoTables(
    const std::vector<Comparison>& comparisons) {
  std::vector<ComparisonTable> tables;
  std::string caption;
  std::vector<std::string> ways;
  bool begin = true;
  for (const Comparison& comparison : comparisons) {
    if (comparison.section) caption = *comparison.section;
    if (comparison.section || WayNames(comparison) != ways) begin = true;
    ways = WayNames(comparison);
    if (!WasRun(comparison)) continue;
    if (begin) tables.push_back({std::exchange(caption, ""), {}});
    begin = false;
    tables.back().comparisons.push_back(comparison);
  }
  for (ComparisonTable& table : tables) DropWaysNeverRun(table);
  return tables;
}

double Median(std::vector<double> values) {
  CHECK(!values.empty()) << "no values have no median";
  std::sort(values.begin(), values.end());
  const size_t middle = values.size() / 2;
  if (values.size() % 2 == 1) return values[middle];
  return (values[middle - 1] + values[middle]) / 2;
}

std::optional<SpeedUp> SpeedUpOver(const WayRuns& baseline,
                                   const WayRuns& way) {
  if (!WasRun(baseline) || !WasRun(way)) return std::nullopt;
  const double reference = Median(baseline.seconds);
  const double median = Median(way.seconds);
  if (reference <= 0 || median <= 0) return std::nullopt;
  const auto [shortest, longest] =
      std::minmax_element(way.seconds.begin(), way.seconds.end());
  return SpeedUp{reference / median, reference / *longest,
                 *shortest > 0 ? reference / *shortest
                               : std::numeric_limits<double>::infinity()};
}

}  // namespace lab
