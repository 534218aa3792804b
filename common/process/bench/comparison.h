// SPDX-License-Identifier: Apache-2.0
//
// The figures of all peers in all rows, and what is claimed about them.
//
//   Comparison comparison;
//   comparison.Add("spawn", "ours", {84e3, 86e3});
//   comparison.Add("spawn", "Rust std", {111e3});
//   comparison.BestRatio("spawn");   // 0.757: ours is that part of the best
//
// Thread safety: none.

#ifndef COMMON_PROCESS_BENCH_COMPARISON_H_
#define COMMON_PROCESS_BENCH_COMPARISON_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace process_bench {

inline constexpr absl::string_view kOurs = "ours";

// How one figure is made of many samples. Other programs on the machine can
// only make a child slower to start, so the minimum is what the work costs;
// what a wait takes depends on chance as well, so there the median counts.
enum class Statistic { kMinimum, kMedian };

struct Figure {
  std::string peer;
  double value;
};

class Comparison {
 public:
  // Rows not named here take the minimum.
  void SetStatistic(absl::string_view row, Statistic statistic);

  void Add(absl::string_view row, absl::string_view peer,
           const std::vector<double>& samples);

  std::optional<double> Value(absl::string_view row,
                              absl::string_view peer) const;

  // Smallest first.
  std::vector<Figure> Figures(absl::string_view row) const;

  // The smallest figure that is not ours.
  std::optional<Figure> BestPeer(absl::string_view row) const;

  // Our figure in row `row` divided by that of `peer` in row `peer_row`.
  std::optional<double> Ratio(absl::string_view row, absl::string_view peer,
                              absl::string_view peer_row) const;

  // Our figure divided by that of the best peer.
  std::optional<double> BestRatio(absl::string_view row) const;

 private:
  using Samples = std::map<std::string, std::vector<double>, std::less<>>;

  std::map<std::string, Samples, std::less<>> rows_;
  std::map<std::string, Statistic, std::less<>> statistics_;
};

}  // namespace process_bench

#endif  // COMMON_PROCESS_BENCH_COMPARISON_H_
