// SPDX-License-Identifier: Apache-2.0

#include "common/process/bench/comparison.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace process_bench {

void Comparison::SetStatistic(absl::string_view row, Statistic statistic) {
  statistics_[std::string(row)] = statistic;
}

void Comparison::Add(absl::string_view row, absl::string_view peer,
                     const std::vector<double>& samples) {
  std::vector<double>& all = rows_[std::string(row)][std::string(peer)];
  all.insert(all.end(), samples.begin(), samples.end());
}

std::optional<double> Comparison::Value(absl::string_view row,
                                        absl::string_view peer) const {
  const auto peers = rows_.find(row);
  if (peers == rows_.end()) return std::nullopt;
  const auto found = peers->second.find(peer);
  if (found == peers->second.end() || found->second.empty()) {
    return std::nullopt;
  }
  std::vector<double> samples = found->second;
  const auto statistic = statistics_.find(row);
  const bool median =
      statistic != statistics_.end() && statistic->second == Statistic::kMedian;
  const auto chosen = samples.begin() + (median ? samples.size() / 2 : 0);
  std::nth_element(samples.begin(), chosen, samples.end());
  return *chosen;
}

std::vector<Figure> Comparison::Figures(absl::string_view row) const {
  std::vector<Figure> figures;
  const auto peers = rows_.find(row);
  if (peers == rows_.end()) return figures;
  for (const auto& [peer, samples] : peers->second) {
    if (const auto value = Value(row, peer)) figures.push_back({peer, *value});
  }
  std::stable_sort(
      figures.begin(), figures.end(),
      [](const Figure& a, const Figure& b) { return a.value < b.value; });
  return figures;
}

std::optional<Figure> Comparison::BestPeer(absl::string_view row) const {
  for (const Figure& figure : Figures(row)) {
    if (figure.peer != kOurs) return figure;
  }
  return std::nullopt;
}

std::optional<double> Comparison::Ratio(absl::string_view row,
                                        absl::string_view peer,
                                        absl::string_view peer_row) const {
  const std::optional<double> ours = Value(row, kOurs);
  const std::optional<double> other = Value(peer_row, peer);
  if (!ours.has_value() || !other.has_value()) return std::nullopt;
  return *ours / *other;
}

std::optional<double> Comparison::BestRatio(absl::string_view row) const {
  const std::optional<Figure> best = BestPeer(row);
  if (!best.has_value()) return std::nullopt;
  return Ratio(row, best->peer, row);
}

}  // namespace process_bench
