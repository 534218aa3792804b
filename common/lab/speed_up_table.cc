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
#include "common/lab/text.h"

namespace lab {
namespace {

// The measurements, addressed by row and column.
class Grid {
 public:
  explicit Grid(const std::vector<Measurement>& measurements) {
    for (const Measurement& m : measurements) {
      AddOnce(m.workload, workloads_);
      AddOnce(m.way, ways_);
      if (m.seconds) seconds_[{m.workload, m.way}] = *m.seconds;
    }
  }

  const std::vector<std::string>& workloads() const { return workloads_; }
  const std::vector<std::string>& ways() const { return ways_; }

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
  std::map<std::pair<std::string, std::string>, double> seconds_;
};

std::string Cell(const Grid& grid, const std::string& workload,
                 const std::string& way) {
  std::optional<double> own = grid.Seconds(workload, way);
  if (!own) return "-";
  const std::string& baseline_way = grid.ways().front();
  std::optional<double> baseline = grid.Seconds(workload, baseline_way);
  // A coarse clock may say 0, which is no ratio to anything.
  if (!baseline || way == baseline_way || *own <= 0) return FormatSeconds(*own);
  return absl::StrFormat("%.2fx  %s", *baseline / *own, FormatSeconds(*own));
}

using Row = std::vector<std::string>;

std::vector<Row> ColumnForEachWay(const Grid& grid) {
  std::vector<Row> rows;
  Row& header = rows.emplace_back(Row{"workload"});
  header.insert(header.end(), grid.ways().begin(), grid.ways().end());
  for (const std::string& workload : grid.workloads()) {
    Row& row = rows.emplace_back(Row{workload});
    for (const std::string& way : grid.ways()) {
      row.push_back(Cell(grid, workload, way));
    }
  }
  return rows;
}

std::vector<Row> LineForEachWay(const Grid& grid) {
  std::vector<Row> rows = {{"workload", "time"}};
  for (const std::string& workload : grid.workloads()) {
    rows.push_back({workload, ""});
    for (const std::string& way : grid.ways()) {
      rows.push_back({absl::StrCat("  ", way), Cell(grid, workload, way)});
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
std::string FormatRow(const Row& row, const std::vector<int>& widths) {
  std::string line = absl::StrFormat("%-*s", widths[0], row[0]);
  for (size_t i = 1; i < row.size(); ++i) {
    absl::StrAppendFormat(&line, "   %*s", widths[i], row[i]);
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

// The header ends where the widest row does: its last cell is set to the right.
std::string FormatRows(const std::vector<Row>& rows) {
  const std::vector<int> widths = ColumnWidths(rows);
  const std::string header = FormatRow(rows.front(), widths);
  std::string table =
      absl::StrCat(header, "\n", std::string(header.size(), '-'), "\n");
  for (size_t i = 1; i < rows.size(); ++i) {
    absl::StrAppend(&table, FormatRow(rows[i], widths), "\n");
  }
  return table;
}

}  // namespace

std::string SpeedUpTable(const std::vector<Measurement>& measurements) {
  if (measurements.empty()) return "";
  const Grid grid(measurements);
  std::string table = FormatRows(ColumnForEachWay(grid));
  if (table.find('\n') > kColumns) table = FormatRows(LineForEachWay(grid));
  return table;
}

}  // namespace lab
