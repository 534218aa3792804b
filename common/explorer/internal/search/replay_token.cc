// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/search/replay_token.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/log/check.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/explorer/internal/search/weak_failures.h"

namespace explorer::internal {
namespace {

constexpr absl::string_view kPrefix = "x2-";
constexpr absl::string_view kDigits = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr size_t kChecksumDigits = 3;
constexpr size_t kMaxThreadNumber = 255;

using Digits = std::vector<uint8_t>;  // 0 to 31 each

// ---- Digits and their checksum

// The first 15 bits of the register are the remainder, bit by bit.
uint32_t Crc15(absl::Span<const uint8_t> digits) {
  constexpr uint32_t kPolynomial = 0x4599;
  uint32_t crc = 0x7FFF;
  for (uint8_t digit : digits) {
    crc ^= uint32_t{digit} << 10;
    for (int bit = 0; bit < 5; ++bit) {
      const bool carry = (crc & 0x4000) != 0;
      crc = crc << 1 & 0x7FFF;
      if (carry) crc ^= kPolynomial;
    }
  }
  return crc;
}

Digits ChecksumOf(absl::Span<const uint8_t> digits) {
  const uint32_t crc = Crc15(digits);
  return {static_cast<uint8_t>(crc >> 10), static_cast<uint8_t>(crc >> 5 & 31),
          static_cast<uint8_t>(crc & 31)};
}

// nullopt: no digit. What looks like a digit is read as that digit.
std::optional<uint8_t> DigitOf(char c) {
  c = absl::ascii_tolower(c);
  if (c == 'o') c = '0';
  if (c == 'i' || c == 'l') c = '1';
  const size_t at = kDigits.find(c);
  if (at == absl::string_view::npos) return std::nullopt;
  return static_cast<uint8_t>(at);
}

// ---- Numbers

void AppendNumber(size_t number, Digits& digits) {
  for (; number >= 16; number /= 16) {
    digits.push_back(static_cast<uint8_t>(number % 16 + 16));
  }
  digits.push_back(static_cast<uint8_t>(number));
}

// Takes a number off the front; nullopt: the digits end before, or it is larger
// than any that a token holds.
std::optional<size_t> TakeNumber(absl::Span<const uint8_t>& digits) {
  constexpr int kMaxBits = 32;
  uint64_t number = 0;
  for (int bits = 0; bits < kMaxBits && !digits.empty(); bits += 4) {
    const uint8_t digit = digits.front();
    digits.remove_prefix(1);
    number |= uint64_t{digit & 15u} << bits;
    if (digit < 16) return number;
  }
  return std::nullopt;
}

// ---- Runs

struct Run {
  size_t thread;
  size_t steps;
};

std::vector<Run> RunsOf(const std::vector<uint8_t>& schedule) {
  std::vector<Run> runs;
  for (uint8_t thread : schedule) {
    if (runs.empty() || runs.back().thread != thread)
      runs.push_back({thread, 0});
    ++runs.back().steps;
  }
  return runs;
}

// ---- Weak failures

// So many of them; nullopt: the digits end before.
std::optional<WeakFailures> TakeWeakFailures(
    size_t count, absl::Span<const uint8_t>& digits) {
  WeakFailures failures;
  for (size_t i = 0; i < count; ++i) {
    const std::optional<size_t> thread = TakeNumber(digits);
    const std::optional<size_t> call = TakeNumber(digits);
    if (!thread || !call) return std::nullopt;
    failures.push_back(
        {.thread = static_cast<int>(*thread), .call = static_cast<int>(*call)});
  }
  return failures;
}

// ---- All of it

// nullopt: the digits are not what EncodeReplayToken() makes.
std::optional<Replay> Parse(absl::Span<const uint8_t> digits) {
  const std::optional<size_t> header = TakeNumber(digits);
  const std::optional<size_t> wakeups = TakeNumber(digits);
  const std::optional<size_t> digest = TakeNumber(digits);
  if (!header || !wakeups || !digest) return std::nullopt;
  std::optional<WeakFailures> failures =
      TakeWeakFailures(*digest / kDigests, digits);
  const std::optional<size_t> runs = TakeNumber(digits);
  if (!failures || !runs) return std::nullopt;
  const size_t threads = *header / 4;
  if (threads == 0 || threads > kMaxThreadNumber + 1 ||
      *wakeups > kMaxReplaySteps) {
    return std::nullopt;
  }
  Replay replay = {.run_on_through_races = *header % 2 == 1,
                   .notify_any = *header / 2 % 2 == 1,
                   .spurious_wakeups = static_cast<int>(*wakeups),
                   .weak_failures = *std::move(failures),
                   .digest = static_cast<uint32_t>(*digest % kDigests)};
  for (size_t i = 0; i < *runs; ++i) {
    const std::optional<size_t> run = TakeNumber(digits);
    if (!run) return std::nullopt;
    const size_t steps = *run / threads + 1;
    if (steps > kMaxReplaySteps - replay.schedule.size()) return std::nullopt;
    replay.schedule.insert(replay.schedule.end(), steps,
                           static_cast<uint8_t>(*run % threads));
  }
  if (!digits.empty()) return std::nullopt;
  return replay;
}

// Whether the digits end before what they announce and a checksum.
bool EndsEarly(absl::Span<const uint8_t> digits) {
  std::optional<size_t> digest;
  for (int i = 0; i < 3; ++i) {  // it is the last of the three
    digest = TakeNumber(digits);
    if (!digest) return digits.empty();
  }
  if (!TakeWeakFailures(*digest / kDigests, digits)) return digits.empty();
  const std::optional<size_t> runs = TakeNumber(digits);
  if (!runs) return digits.empty();
  for (size_t i = 0; i < *runs; ++i) {
    if (!TakeNumber(digits)) return digits.empty();
  }
  return digits.size() < kChecksumDigits;
}

// ---- Errors

absl::Status Wrong(absl::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("the replay token ", what, "; copy it anew"));
}

// The rest of a token after "x2-".
absl::StatusOr<absl::string_view> WithoutPrefix(absl::string_view token) {
  if (absl::StartsWithIgnoreCase(token, kPrefix)) {
    return token.substr(kPrefix.size());
  }
  const size_t dash = token.find('-');
  const bool versioned =
      dash != absl::string_view::npos && dash > 1 &&
      absl::ascii_tolower(token[0]) == 'x' &&
      std::all_of(token.begin() + 1, token.begin() + dash, absl::ascii_isdigit);
  if (versioned) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the replay token is of version ", token.substr(1, dash - 1),
        ", and this program reads version 2 only; explore again for a new "
        "one"));
  }
  if (absl::StartsWithIgnoreCase(kPrefix, token) && !token.empty()) {
    return Wrong("is cut off");
  }
  return absl::InvalidArgumentError(
      "this is not a replay token; one begins with \"x2-\", as it is printed "
      "under a trace");
}

}  // namespace

std::string EncodeReplayToken(const Replay& replay) {
  CHECK_LE(replay.schedule.size(), kMaxReplaySteps);
  CHECK_LE(replay.weak_failures.size(), kMaxWeakFailures);
  size_t threads = 1;
  for (uint8_t thread : replay.schedule) {
    threads = std::max(threads, size_t{thread} + 1);
  }
  const std::vector<Run> runs = RunsOf(replay.schedule);
  Digits digits;
  AppendNumber(threads * 4 + (replay.notify_any ? 2 : 0) +
                   (replay.run_on_through_races ? 1 : 0),
               digits);
  AppendNumber(static_cast<size_t>(replay.spurious_wakeups), digits);
  AppendNumber(replay.digest + kDigests * replay.weak_failures.size(), digits);
  for (const WeakFailure& failure : replay.weak_failures) {
    AppendNumber(static_cast<size_t>(failure.thread), digits);
    AppendNumber(static_cast<size_t>(failure.call), digits);
  }
  AppendNumber(runs.size(), digits);
  for (const Run& run : runs) {
    AppendNumber((run.steps - 1) * threads + run.thread, digits);
  }
  const Digits checksum = ChecksumOf(digits);
  digits.insert(digits.end(), checksum.begin(), checksum.end());
  std::string token(kPrefix);
  for (uint8_t digit : digits) token.push_back(kDigits[digit]);
  return token;
}

absl::StatusOr<Replay> DecodeReplayToken(absl::string_view token) {
  absl::StatusOr<absl::string_view> rest =
      WithoutPrefix(absl::StripAsciiWhitespace(token));
  if (!rest.ok()) return rest.status();
  Digits digits;
  for (size_t i = 0; i < rest->size(); ++i) {
    const std::optional<uint8_t> digit = DigitOf((*rest)[i]);
    if (!digit) {
      return Wrong(absl::StrCat("has a character that no token has at place ",
                                kPrefix.size() + i + 1));
    }
    digits.push_back(*digit);
  }
  if (digits.size() < kChecksumDigits) return Wrong("is cut off");
  const absl::Span<const uint8_t> all = digits;
  const auto payload = all.first(digits.size() - kChecksumDigits);
  if (ChecksumOf(payload) == all.last(kChecksumDigits)) {
    std::optional<Replay> replay = Parse(payload);
    if (replay) return *std::move(replay);
  }
  return Wrong(EndsEarly(all) ? "is cut off, or one of its first characters is "
                                "wrong"
                              : "has a wrong character: its checksum differs");
}

}  // namespace explorer::internal
