// SPDX-License-Identifier: Apache-2.0
//
// A schedule as a short text that can be copied from a test's log into the
// command that runs this one schedule again:
//
//   std::string token = EncodeReplayToken({.schedule = {0, 0, 1, 2, 1, 2}});
//   // "x2-c00531212cb6"
//   absl::StatusOr<Replay> replay = DecodeReplayToken(token);
//
// After "x2-" (the version of the format) come numbers of base 32, in
// Crockford's digits: no letter looks like another, upper and lower case are
// the same. A number has four bits a digit, the lowest first; the fifth bit
// says that a digit follows.
//
//   threads * 4 + (notify_any ? 2 : 0) + (run_on_through_races ? 1 : 0)
//   spurious_wakeups
//   digest + 2^20 * how many weak failures there are
//   each weak failure: its thread, and its call
//   how many runs follow; a run is a number of steps of one thread in a row
//   each run: (steps - 1) * threads + thread
//
// and three digits of a checksum, CRC-15. It finds every change of one
// character and of up to three neighbours, and all but one of 32,768 others.
//
// Thread safety: pure functions.
//
// Sources: D. Crockford, "Base 32", crockford.com/base32.html, for the digits;
// ISO 11898-1 (CAN) for the polynomial of the CRC.

#ifndef COMMON_EXPLORER_INTERNAL_SEARCH_REPLAY_TOKEN_H_
#define COMMON_EXPLORER_INTERNAL_SEARCH_REPLAY_TOKEN_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/explorer/internal/search/weak_failures.h"

namespace explorer::internal {

// Steps of a schedule that a token can hold.
inline constexpr size_t kMaxReplaySteps = 1'000'000;

// So many different digests are there.
inline constexpr uint32_t kDigests = 1 << 20;

// As many weak failures can a token hold.
inline constexpr size_t kMaxWeakFailures = 4'095;

// What it takes to run one schedule again.
struct Replay {
  // The thread that makes each step.
  std::vector<uint8_t> schedule = {};
  // As Options::races_are_findings (if not), notify_any and spurious_wakeups.
  bool run_on_through_races = false;
  bool notify_any = false;
  int spurious_wakeups = 0;
  // The calls of compare_exchange_weak() that fail for no reason.
  WeakFailures weak_failures = {};
  // Of what the program did on it and what was found (Runtime::digest()), so
  // that the token fits no other program: below kDigests.
  uint32_t digest = 0;

  friend bool operator==(const Replay&, const Replay&) = default;
};

// The schedule has at most kMaxReplaySteps steps, and there are at most
// kMaxWeakFailures.
std::string EncodeReplayToken(const Replay& replay);

// The schedule again. Blanks and line ends around the token don't matter.
//   InvalidArgument  it is no token, of another version, cut off, or has a
//                    wrong character; the message says which
absl::StatusOr<Replay> DecodeReplayToken(absl::string_view token);

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_SEARCH_REPLAY_TOKEN_H_
