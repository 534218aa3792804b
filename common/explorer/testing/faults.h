// SPDX-License-Identifier: Apache-2.0
//
// Programs that the processor would end, or that would never come back: for the
// explorer's own tests, on every system.
//
//   explorer::Result result = explorer::Explore(explorer::ReadThroughNull);
//   result.finding().kind;   // Finding::Kind::kCrash
//
// Thread safety: one exploration at a time. Errors: what they are for.

#ifndef COMMON_EXPLORER_TESTING_FAULTS_H_
#define COMMON_EXPLORER_TESTING_FAULTS_H_

#include <functional>
#include <thread>

#include "absl/time/time.h"
#include "common/explorer/explorer.h"
#include "gtest/gtest.h"

namespace explorer {

// What these bodies do is undefined: UBSan reports that itself, before the
// processor would, and ends the test.
class CrashTest : public ::testing::Test {
 protected:
  void SetUp() override {
#ifdef UNDEFINED_BEHAVIOR_SANITIZER
    GTEST_SKIP() << "UBSan ends the test first";
#endif
  }
};

// No test waits long; the processor time of a busy machine counts for little.
inline const Options kSoon = {.max_silence = absl::Milliseconds(100)};

// What the compiler can't see through.
inline int* volatile g_null = nullptr;
inline volatile int g_zero = 0;

inline void InAThread(const std::function<void()>& work) {
  std::thread thread(work);
  thread.join();
}

inline void ReadThroughNull() {
  InAThread([] { g_zero = *g_null; });
}

inline void LoopInAThread() {
  InAThread([] {
    for (;;) asm volatile("");
  });
}

}  // namespace explorer

#endif  // COMMON_EXPLORER_TESTING_FAULTS_H_
