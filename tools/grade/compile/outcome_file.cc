// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/compile/outcome_file.h"

#include <cstddef>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/exercise/verdict.h"

namespace grade {
namespace {

constexpr absl::string_view kMark = "CONCURRENCY LABS VERDICT ";

std::optional<Outcome> Parse(absl::string_view bytes) {
  if (!absl::ConsumePrefix(&bytes, kMark)) return std::nullopt;
  const size_t end = bytes.find('\n');
  if (end == absl::string_view::npos) return std::nullopt;
  const absl::StatusOr<exercise::Verdict> verdict =
      exercise::VerdictFromName(bytes.substr(0, end));
  if (!verdict.ok() || *verdict == exercise::Verdict::kPass) {
    return std::nullopt;
  }
  return Outcome{*verdict, std::string(bytes.substr(end + 1))};
}

}  // namespace

bool WriteOutcome(const std::string& path, const Outcome& outcome) {
  std::ofstream file(path, std::ios::binary);
  file << kMark << exercise::Name(outcome.verdict) << "\n" << outcome.text;
  file.close();
  return !file.fail();
}

std::optional<Outcome> ReadOutcome(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string beginning(kMark.size(), '\0');
  file.read(beginning.data(), static_cast<std::streamsize>(beginning.size()));
  if (!file || beginning != kMark) return std::nullopt;
  return Parse(absl::StrCat(
      beginning, std::string(std::istreambuf_iterator<char>(file), {})));
}

std::vector<Outcome> OutcomesIn(absl::string_view bytes) {
  std::vector<Outcome> outcomes;
  if (auto outcome = Parse(bytes)) outcomes.push_back(*std::move(outcome));
  // A library: headers of 60 bytes, the size in ten digits from the 48th on,
  // members at even places. See ar(5).
  constexpr size_t kHeader = 60;
  if (!absl::ConsumePrefix(&bytes, "!<arch>\n")) return outcomes;
  while (bytes.size() > kHeader) {
    size_t size = 0;
    if (!absl::SimpleAtoi(bytes.substr(48, 10), &size)) break;
    bytes.remove_prefix(kHeader);
    if (auto outcome = Parse(bytes.substr(0, size))) {
      outcomes.push_back(*std::move(outcome));
    }
    const size_t step = size + size % 2;
    if (step >= bytes.size()) break;
    bytes.remove_prefix(step);
  }
  return outcomes;
}

}  // namespace grade
