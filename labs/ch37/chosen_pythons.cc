// SPDX-License-Identifier: Apache-2.0

#include "labs/ch37/chosen_pythons.h"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "common/lab/python/cpython.h"
#include "labs/ch37/bench_flags.h"

namespace ch37 {

using ::lab::CPython;

namespace {

enum class Lock { kNew, kOld, kNone };

// {3, 11} of "3.11.7"; {0, 0} of what is no version.
std::pair<int, int> MajorMinor(const std::string& version) {
  const std::vector<std::string> parts = absl::StrSplit(version, '.');
  int major = 0;
  int minor = 0;
  if (parts.size() < 2 || !absl::SimpleAtoi(parts[0], &major) ||
      !absl::SimpleAtoi(parts[1], &minor)) {
    return {0, 0};
  }
  return {major, minor};
}

Lock LockOf(const CPython& python) {
  if (!python.has_gil) return Lock::kNone;
  return MajorMinor(python.version) >= std::pair(3, 2) ? Lock::kNew
                                                       : Lock::kOld;
}

std::optional<size_t> FirstWithNewGil(const std::vector<CPython>& pythons) {
  for (size_t i = 0; i < pythons.size(); ++i) {
    if (HasNewGil(pythons[i])) return i;
  }
  return std::nullopt;
}

}  // namespace

bool HasNewGil(const CPython& python) { return LockOf(python) == Lock::kNew; }

ChosenPythons OneOfEachKind(const std::vector<CPython>& found) {
  ChosenPythons chosen;
  for (const CPython& python : found) {
    bool is_first = true;
    for (const CPython& other : chosen.pythons) {
      if (LockOf(other) == LockOf(python)) is_first = false;
    }
    (is_first ? chosen.pythons : chosen.left_out).push_back(python);
  }
  chosen.reference = FirstWithNewGil(chosen.pythons);
  return chosen;
}

absl::StatusOr<ChosenPythons> ChoosePythons(const BenchFlags& flags) {
  if (flags.no_python) return ChosenPythons{.unwanted = true};
  if (flags.pythons.empty() && !flags.all_pythons) {
    return OneOfEachKind(lab::FindCPythons());
  }
  ChosenPythons chosen;
  if (flags.all_pythons) chosen.pythons = lab::FindCPythons();
  for (const std::string& path : flags.pythons) {
    absl::StatusOr<CPython> python = lab::CPythonAt(path);
    if (!python.ok()) return python.status();
    chosen.pythons.push_back(*python);
  }
  chosen.reference = FirstWithNewGil(chosen.pythons);
  return chosen;
}

}  // namespace ch37
