// SPDX-License-Identifier: Apache-2.0
//
// An execution as it is shown: one step after another, each in the column of
// its thread.
//
// Thread safety: values. Errors: none.

#ifndef COMMON_EXPLORER_INTERNAL_TRACE_STEP_H_
#define COMMON_EXPLORER_INTERNAL_TRACE_STEP_H_

#include <cstdint>
#include <string>
#include <vector>

namespace explorer::internal {

// What a thread did.
struct Step {
  int thread = 0;
  // "read", "write", "lock", "unlock", "wait for", "notify one of", "create",
  // "join", ...
  std::string what = {};
  // "v1", "m1" or "c1" (a variable, mutex or condition): named by first
  // appearance. Of a "create" or "join" the thread, such as "T1".
  std::string object = {};
  // "0", or "0 -> 1" for a change; "" where there is none.
  std::string value = {};
  // Where: return addresses, the innermost first.
  std::vector<const void*> stack = {};
  // What the thread holds after it, such as "mutex m1", the oldest first.
  std::vector<std::string> holds = {};
};

// A thread that did not end.
struct Stuck {
  int thread = 0;
  // What it would do next, said of the thread: "waits to lock mutex m2, which
  // T1 holds", "waits for condition c1, which no thread will notify".
  std::string what = {};
  std::vector<const void*> stack = {};
  std::vector<std::string> holds = {};  // as Step::holds
};

struct Execution {
  int threads = 0;  // T0 to T<threads - 1>
  std::vector<Step> steps = {};
  std::vector<Stuck> stuck = {};
  // What was found, such as "data race"; "" for nothing.
  std::string finding = {};
  // More of it, lines.
  std::string details = {};
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_TRACE_STEP_H_
