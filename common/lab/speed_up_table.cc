// SPDX-License-Identifier: Apache-2.0

#include "common/lab/speed_up_table.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "common/lab/text.h"

namespace lab {
namespace {

// The measurements, addressed by row and column.
class Grid {
 public:
  explicit Grid(const std::vector<Measurement>& measurements) {
    for (const Measurement& m : measurements) {
      AddOnce(m.workload, workloads_);
      if (!m.baseline_only) AddOnce(m.way, ways_);
      if (!m.against.empty()) baselines_[m.way] = m.against;
      if (m.seconds) seconds_[{m.workload, m.way}] = *m.seconds;
    }
  }

  const std::vector<std::string>& workloads() const { return workloads_; }
  // Those with a column.
  const std::vector<std::string>& ways() const { return ways_; }

  // What `way` is compared with.
  const std::string& Baseline(const std::string& way) const {
    auto found = baselines_.find(way);
    return found == baselines_.end() ? ways_.front() : found->second;
  }
  bool HasOwnBaselines() const { return !baselines_.empty(); }

  std::optional<double> Seconds(const std::string& workload,
                                const std::string& way) const {
    auto found = seconds_.find({workload, way});
    if (found == seconds_.end()) return std::nullopt;
    return found->second;
  }

 private:
  static void AddOnce(const std::string& name,
                      std::vector<std::string>& names) {
    if (std::find(names.begin(), names.end(), name) == names.end()) {
      names.push_back(name);
    }
  }

  std::vector<std::string> workloads_;
  std::vector<std::string> ways_;
  std::map<std::string, std::string> baselines_;  // by way
  std::map<std::pair<std::string, std::string>, double> seconds_;
};

enum class Show { kRatioAndTime, kRatio };

// A baseline, or what has none, shows its time in any case.
std::string Cell(const Grid& grid, const std::string& workload,
                 const std::string& way, Show show) {
  std::optional<double> own = grid.Seconds(workload, way);
  if (!own) return "-";
  const std::string& baseline_way = grid.Baseline(way);
  std::optional<double> baseline = grid.Seconds(workload, baseline_way);
  // A coarse clock may say 0, which is no ratio to anything.
  if (!baseline || way == baseline_way || *own <= 0) return FormatSeconds(*own);
  const std::string ratio = absl::StrFormat("%.2fx", *baseline / *own);
  if (show == Show::kRatio) return ratio;
  return absl::StrCat(ratio, "  ", FormatSeconds(*own));
}

using Row = std::vector<std::string>;

std::vector<Row> ColumnForEachWay(const Grid& grid, Show show) {
  std::vector<Row> rows;
  Row& header = rows.emplace_back(Row{"workload"});
  header.insert(header.end(), grid.ways().begin(), grid.ways().end());
  for (const std::string& workload : grid.workloads()) {
    Row& row = rows.emplace_back(Row{workload});
    for (const std::string& way : grid.ways()) {
      row.push_back(Cell(grid, workload, way, show));
    }
  }
  return rows;
}

std::vector<Row> LineForEachWay(const Grid& grid) {
  std::vector<Row> rows = {{"workload", "time"}};
  for (const std::string& workload : grid.workloads()) {
    rows.push_back({workload, ""});
    for (const std::string& way : grid.ways()) {
      rows.push_back({absl::StrCat("  ", way),
                      Cell(grid, workload, way, Show::kRatioAndTime)});
    }
  }
  return rows;
}

std::vector<int> ColumnWidths(const std::vector<Row>& rows) {
  std::vector<int> widths(rows.front().size(), 0);
  for (const Row& row : rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], static_cast<int>(row[i].size()));
    }
  }
  return widths;
}

// Names to the left, numbers to the right.
std::string FormatRow(const Row& row, const std::vector<int>& widths,
                      absl::string_view gap) {
  std::string line = absl::StrFormat("%-*s", widths[0], row[0]);
  for (size_t i = 1; i < row.size(); ++i) {
    absl::StrAppendFormat(&line, "%s%*s", gap, widths[i], row[i]);
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

// The header ends where the widest row does: its last cell is set to the right.
std::string FormatRows(const std::vector<Row>& rows,
                       absl::string_view gap = "   ") {
  const std::vector<int> widths = ColumnWidths(rows);
  const std::string header = FormatRow(rows.front(), widths, gap);
  std::string table =
      absl::StrCat(header, "\n", std::string(header.size(), '-'), "\n");
  for (size_t i = 1; i < rows.size(); ++i) {
    absl::StrAppend(&table, FormatRow(rows[i], widths, gap), "\n");
  }
  return table;
}

bool Fits(const std::string& table) { return table.find('\n') <= kColumns; }

}  // namespace

std::string SpeedUpTable(const std::vector<Measurement>& measurements) {
  if (measurements.empty()) return "";
  const Grid grid(measurements);
  std::string table = FormatRows(ColumnForEachWay(grid, Show::kRatioAndTime));
  if (Fits(table)) return table;
  if (grid.HasOwnBaselines()) {
    for (absl::string_view gap : {"   ", "  "}) {
      table = FormatRows(ColumnForEachWay(grid, Show::kRatio), gap);
      if (Fits(table)) return table;
    }
  }
  return FormatRows(LineForEachWay(grid));
}

}  // namespace lab
