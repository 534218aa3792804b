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

bool SameColumn(const WayRuns& a, const WayRuns& b) {
  return a.way == b.way && a.against == b.against &&
         a.baseline_only == b.baseline_only;
}

bool SameColumns(const Comparison& a, const Comparison& b) {
  return std::equal(a.ways.begin(), a.ways.end(), b.ways.begin(), b.ways.end(),
                    SameColumn);
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

// Whether another way is compared with this one.
bool IsNeeded(const Comparison& comparison, const WayRuns& baseline) {
  return std::any_of(
      comparison.ways.begin(), comparison.ways.end(), [&](const WayRuns& runs) {
        return runs.against == baseline.way && runs.way != baseline.way;
      });
}

void ShowBaselinesWithoutUse(ComparisonTable& table) {
  for (Comparison& row : table.comparisons) {
    for (WayRuns& runs : row.ways) {
      if (!IsNeeded(row, runs)) runs.baseline_only = false;
    }
  }
}

}  // namespace

const WayRuns* BaselineOf(const Comparison& comparison, size_t way) {
  const std::string& against = comparison.ways[way].against;
  if (against.empty()) return &comparison.ways.front();
  for (const WayRuns& runs : comparison.ways) {
    if (runs.way == against) return &runs;
  }
  return nullptr;
}

bool IsBaseline(const Comparison& comparison, size_t way) {
  return BaselineOf(comparison, way) == &comparison.ways[way];
}

bool HasOwnBaselines(const Comparison& comparison) {
  return std::any_of(comparison.ways.begin(), comparison.ways.end(),
                     [](const WayRuns& runs) { return !runs.against.empty(); });
}

std::vector<ComparisonTable> GroupIntoTables(
    const std::vector<Comparison>& comparisons) {
  std::vector<ComparisonTable> tables;
  std::string caption;
  const Comparison* last = nullptr;
  bool begin = true;
  for (const Comparison& comparison : comparisons) {
    if (comparison.section) caption = *comparison.section;
    if (comparison.section || !last || !SameColumns(comparison, *last)) {
      begin = true;
    }
    last = &comparison;
    if (!WasRun(comparison)) continue;
    if (begin) tables.push_back({std::exchange(caption, ""), {}});
    begin = false;
    tables.back().comparisons.push_back(comparison);
  }
  for (ComparisonTable& table : tables) {
    DropWaysNeverRun(table);
    ShowBaselinesWithoutUse(table);
  }
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

std::optional<SpeedUp> SpeedUpOf(const Comparison& comparison, size_t way) {
  const WayRuns* baseline = BaselineOf(comparison, way);
  if (baseline == nullptr) return std::nullopt;
  return SpeedUpOver(*baseline, comparison.ways[way]);
}

}  // namespace lab
