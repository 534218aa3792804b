// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/run/progress_line.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"

namespace explorer::internal {
namespace {

// Below this an estimate says nothing yet.
constexpr double kLeastDone = 0.0001;

// "12s", "3m20s"; no finer than it is known.
std::string Roughly(double seconds) {
  constexpr double kLongest = 100.0 * 24 * 60 * 60;
  if (seconds > kLongest) return "more than 100 days";
  return absl::FormatDuration(absl::Seconds(std::ceil(seconds)));
}

}  // namespace

std::string ProgressLine(const ProgressSoFar& progress) {
  const double seconds = absl::ToDoubleSeconds(progress.elapsed);
  std::string line = absl::StrCat(progress.executions, " executions");
  if (seconds > 0) {
    absl::StrAppendFormat(&line, ", %.0f a second",
                          static_cast<double>(progress.executions) / seconds);
  }
  if (!progress.done) return line;
  const double done = std::clamp(*progress.done, 0.0, 1.0);
  if (done < kLeastDone) return absl::StrCat(line, ", less than 0.01% done");
  absl::StrAppendFormat(&line, ", about %.3g%% done, %s left", 100 * done,
                        Roughly(seconds * (1 - done) / done));
  return line;
}

}  // namespace explorer::internal
