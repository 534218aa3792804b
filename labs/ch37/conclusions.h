// SPDX-License-Identifier: Apache-2.0
//
// What the bench's figures come to: how far the model of the new lock is from
// the real one, what the old lock did, and which CPythons took part.
//
// A figure of the model agrees with the real one if it is within 15 %, or, for
// times, within 0.3 ms. Large writes are shown and not judged: how well they
// overlap is up to the kernel's page cache, which no lock of ours models.
//
// Thread safety: pure functions.

#ifndef LABS_CH37_CONCLUSIONS_H_
#define LABS_CH37_CONCLUSIONS_H_

#include <string>
#include <vector>

#include "common/lab/comparison.h"
#include "labs/ch37/chosen_pythons.h"

namespace ch37 {

// The names of ways and workloads by which figures are found again.
inline constexpr char kNewGilName[] = "new GIL";
inline constexpr char kOldGilName[] = "old GIL";
inline constexpr char kModelName[] = "model";
inline constexpr char kFactoriseRow[] = "factorise 4 numbers";
inline constexpr char kLargeWritesRow[] = "5 large writes";
inline constexpr char kSliceRow[] = "slice of 2 threads";
inline constexpr char kSwitchRow[] = "time per switch";
inline constexpr char kOvershootRow[] = "wait after a sleep";
inline constexpr char kShortOvershootRow[] = "the same, interval 1 ms";
inline constexpr char kLocksSwitchRow[] = "time per switch, 2 threads";

// A figure of the model beside the real one.
struct Deviation {
  std::string name;
  double percent = 0;  // 0 or more
  bool agrees = false;
  bool judged = true;
};

// All that can be said of what was run; none without a reference. The speed-ups
// come after the figures of the lock.
std::vector<Deviation> Deviations(
    const std::vector<lab::Comparison>& comparisons,
    const ChosenPythons& chosen);

// The paragraphs under the tables.
std::vector<std::string> Conclusions(
    const std::vector<lab::Comparison>& comparisons,
    const ChosenPythons& chosen);

}  // namespace ch37

#endif  // LABS_CH37_CONCLUSIONS_H_
