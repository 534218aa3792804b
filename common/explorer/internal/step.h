// SPDX-License-Identifier: Apache-2.0
//
// An execution as it is shown: one step after another, each in the column of
// its thread.
//
// Thread safety: values. Errors: none.

#ifndef COMMON_EXPLORER_INTERNAL_STEP_H_
#define COMMON_EXPLORER_INTERNAL_STEP_H_

#include <cstdint>
#include <string>
#include <vector>

namespace explorer::internal {

// What a thread did.
struct Step {
  int thread = 0;
  std::string what;    // "read", "write", "lock", "wait", "notify one", ...
  std::string object;  // "int at a1" or "mutex m1": named by first appearance
  std::string value;   // "0", or "0 -> 1" for a change; "" where there is none
  // Where: return addresses, the innermost first.
  std::vector<const void*> stack = {};
};

// What a thread that did not end was about to do, such as "lock mutex m2, which
// T1 holds".
struct Stuck {
  int thread = 0;
  std::string what;
  std::vector<const void*> stack = {};
};

struct Execution {
  int threads = 0;  // T0 to T<threads - 1>
  std::vector<Step> steps = {};
  std::vector<Stuck> stuck = {};
  // What was found, such as "data race"; "" for nothing.
  std::string finding;
  // More of it, lines.
  std::string details;
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_STEP_H_
