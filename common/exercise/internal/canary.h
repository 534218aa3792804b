// SPDX-License-Identifier: Apache-2.0
//
// Which subjects of an exploration are the runner's own broken code. What the
// judge and the runner must agree on.
//
// Thread safety: pure functions.

#ifndef COMMON_EXERCISE_INTERNAL_CANARY_H_
#define COMMON_EXERCISE_INTERNAL_CANARY_H_

#include <bit>
#include <cstdint>

namespace exercise::internal {

// The argument that says who is explored. Every question has it, and it is
// always a large number.
inline constexpr char kSubject[] = "subject";

inline bool IsCanary(int64_t subject) {
  return std::popcount(static_cast<uint64_t>(subject)) % 2 == 1;
}

}  // namespace exercise::internal

#endif  // COMMON_EXERCISE_INTERNAL_CANARY_H_
