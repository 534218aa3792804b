// SPDX-License-Identifier: Apache-2.0

#include "labs/ch38/python_counts.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/lab/python/cpython.h"
#include "common/lab/python/run_for_json.h"
#include "nlohmann/json.hpp"

namespace ch38 {
namespace {

std::string NameOf(PythonWay way) {
  switch (way) {
    case PythonWay::kPlain:
      return "plain";
    case PythonWay::kSpelled:
      return "spelled";
    case PythonWay::kProperty:
      return "property";
    case PythonWay::kLocked:
      return "locked";
  }
  return "";
}

// {3, 11} of "3.11.7".
std::pair<int, int> MajorMinor(absl::string_view version) {
  const std::vector<absl::string_view> parts = absl::StrSplit(version, '.');
  std::pair<int, int> release;
  if (parts.size() < 2 || !absl::SimpleAtoi(parts[0], &release.first) ||
      !absl::SimpleAtoi(parts[1], &release.second)) {
    return {};
  }
  return release;
}

}  // namespace

absl::StatusOr<PythonCount> CountInPython(const lab::CPython& python,
                                          const std::string& script,
                                          PythonWay way) {
  absl::StatusOr<nlohmann::json> answer =
      lab::RunForJson({python.path, script, NameOf(way)}, absl::Minutes(1));
  if (!answer.ok()) return answer.status();
  absl::StatusOr<double> expected = lab::NumberIn(*answer, "expected");
  if (!expected.ok()) return expected.status();
  absl::StatusOr<double> count = lab::NumberIn(*answer, "count");
  if (!count.ok()) return count.status();
  return PythonCount{static_cast<int64_t>(*expected),
                     static_cast<int64_t>(*count)};
}

bool LosesPlainUpdates(const lab::CPython& python) {
  return !python.has_gil || MajorMinor(python.version) < std::pair(3, 10);
}

}  // namespace ch38
