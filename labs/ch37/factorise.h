// SPDX-License-Identifier: Apache-2.0
//
// The chapter's computation: finding all factors of a number by trial division.
// It never waits for anything, so only more processors can make it faster.
//
//   ch37::Factorise(12);                       // {1, 2, 3, 4, 6, 12}
//   ch37::FactoriseAllOnThreads(ch37::kNumbers);
//
// Thread safety: pure functions. Errors: numbers below 1 have no factors here
// and give an empty list.

#ifndef LABS_CH37_FACTORISE_H_
#define LABS_CH37_FACTORISE_H_

#include <cstdint>
#include <vector>

#include "absl/types/span.h"

namespace ch37 {

// The chapter's four numbers. The largest takes a third of the time, so even
// with four processors threads cannot be more than 3.1 times as fast.
inline constexpr int32_t kNumbers[] = {2139079, 1214759, 1516637, 1852285};

// All factors of `number` in ascending order, 1 and itself included. Tries
// every candidate up to `number`, as the chapter's code does: the point is to
// keep a processor busy, not to be clever.
std::vector<int32_t> Factorise(int32_t number);

// The factors of each number, in the order of `numbers`, one after another.
std::vector<std::vector<int32_t>> FactoriseAll(
    absl::Span<const int32_t> numbers);

// The same with a thread for each number.
std::vector<std::vector<int32_t>> FactoriseAllOnThreads(
    absl::Span<const int32_t> numbers);

}  // namespace ch37

#endif  // LABS_CH37_FACTORISE_H_
