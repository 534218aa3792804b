// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_format.h"
#include "common/lab/demo.h"
#include "common/lab/python/cpython.h"
#include "labs/ch38/lab_files.h"
#include "labs/ch38/python_counts.h"
#include "labs/ch38/steps/steps.h"

namespace ch38 {
namespace {

constexpr int kRuns = 3;

// One line: the lowest count of some runs, and how many were wrong.
absl::StatusOr<std::string> Line(const std::string& name,
                                 const lab::CPython& python,
                                 const std::string& script, PythonWay way) {
  int64_t expected = 0;
  int64_t lowest = INT64_MAX;
  int wrong = 0;
  for (int run = 0; run < kRuns; ++run) {
    absl::StatusOr<PythonCount> count = CountInPython(python, script, way);
    if (!count.ok()) return count.status();
    expected = count->expected;
    lowest = std::min(lowest, count->count);
    if (count->count != expected) ++wrong;
  }
  return absl::StrFormat("  %-24s %7d of %d, wrong in %d of %d runs\n", name,
                         lowest, expected, wrong, kRuns);
}

absl::StatusOr<std::string> Table(const lab::CPython& python,
                                  const std::string& script) {
  std::string table =
      "CPython " + python.version + (python.has_gil ? "" : ", without a GIL") +
      (LosesPlainUpdates(python) ? ": may stop in the middle of +=\n"
                                 : ": never stops in the middle of +=\n");
  struct Row {
    std::string name;
    PythonWay way;
  };
  for (const Row& row : {Row{"self.count += offset", PythonWay::kPlain},
                         Row{"getattr, add, setattr", PythonWay::kSpelled},
                         Row{"count as a property", PythonWay::kProperty},
                         Row{"with a Lock", PythonWay::kLocked}}) {
    absl::StatusOr<std::string> line = Line(row.name, python, script, row.way);
    if (!line.ok()) return line.status();
    table += *line;
  }
  return table;
}

}  // namespace

absl::Status PythonStep(lab::Narrator& tell, const LabFiles& files) {
  tell.Say(
      "And does Python lose readings, with only one thread at a time inside "
      "the interpreter? The lecture's five sensors in each CPython that is in "
      "PATH; the lowest count of three runs:");
  tell.Code(
      "value = getattr(counter, \"count\")      # self.count += offset,\n"
      "result = value + offset                # spelled out\n"
      "setattr(counter, \"count\", result)");
  const std::vector<lab::CPython> pythons = lab::FindCPythons();
  if (pythons.empty()) tell.Output("skipped: no python3 in PATH");
  for (const lab::CPython& python : pythons) {
    absl::StatusOr<std::string> table =
        Table(python, files.File("lost_update.py"));
    if (!table.ok()) return table.status();
    tell.Output(*table);
  }
  tell.Notice(
      "It depends on the version. Up to 3.9 the interpreter may give way to "
      "another thread after any instruction, and += is four of them: nearly "
      "every run loses some. Since 3.10 it does so only where a loop jumps "
      "back "
      "and at calls, and += has neither: 500000 of 500000. Spell the steps out "
      "as calls, or make count a property, which is two, and readings are lost "
      "again. No version promises that += is whole; a Lock is.");
  return absl::OkStatus();
}

}  // namespace ch38
