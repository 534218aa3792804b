// SPDX-License-Identifier: Apache-2.0
//
// The table at the end of every lab's bench: a row a workload, a column a way
// to run it, and in each cell how many times faster that way is than the first,
// or than the one that it names.
//
//   std::cout << lab::SpeedUpTable({{"select", "serial", 0.501},
//                                   {"select", "threads", 0.100}});
//
//   workload   serial         threads
//   ---------------------------------
//   select     501 ms   5.01x  100 ms
//
// Thread safety: pure function. Errors: none; a missing cell shows as "-".

#ifndef COMMON_LAB_SPEED_UP_TABLE_H_
#define COMMON_LAB_SPEED_UP_TABLE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace lab {

// How long one workload took in one way.
struct Measurement {
  std::string workload;
  std::string way;
  std::optional<double> seconds;  // wall-clock time, 0 or more; none: it failed
  // As in WayRuns (comparison.h); all measurements of a way say the same.
  std::string against = "";
  bool baseline_only = false;
};

// Bytes that a workload's or a way's name may have, so that lines keep to 80
// columns.
inline constexpr size_t kMaxNameLength = 48;

// Rows and columns stand in the order of their first measurement. The first
// column is the baseline of those that name none: they show baseline time / own
// time, so more than 1.00x is faster. A row without a baseline, or a time of 0,
// shows the time alone. A table that would be wider than 80 columns shows
// ratios without times where ways name their baselines; if that doesn't fit
// either, or none is named, it has a line for each way instead of a column.
std::string SpeedUpTable(const std::vector<Measurement>& measurements);

}  // namespace lab

#endif  // COMMON_LAB_SPEED_UP_TABLE_H_
