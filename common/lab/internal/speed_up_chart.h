// SPDX-License-Identifier: Apache-2.0
//
// The bars of one table: an HTML <figure> that needs no script and no colour.
//
// Each bar is a small picture (SVG) as wide as the page lets it be, with its
// name and figures beside it as ordinary text, so that the text wraps and grows
// as the reader likes while the bars stay in proportion.
//
// Thread safety: pure functions.

#ifndef COMMON_LAB_INTERNAL_SPEED_UP_CHART_H_
#define COMMON_LAB_INTERNAL_SPEED_UP_CHART_H_

#include <cstddef>
#include <string>
#include <vector>

#include "common/lab/comparison.h"

namespace lab {

// What the bars of a table are drawn on: 0 to the last tick, in even steps.
// Holds every speed-up and the 1 that they are compared with.
std::vector<double> AxisTicks(const ComparisonTable& table);

// " against serial", where the way names what it is compared with.
std::string AgainstInHtml(const Comparison& comparison, size_t way);

// The table must not be empty.
std::string SpeedUpChart(const ComparisonTable& table);

// How to read the bars, and what they are filled with; once a page, before the
// first chart.
std::string ChartLegend();

}  // namespace lab

#endif  // COMMON_LAB_INTERNAL_SPEED_UP_CHART_H_
