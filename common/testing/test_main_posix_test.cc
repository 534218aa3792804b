// SPDX-License-Identifier: Apache-2.0

#include <cstdlib>

#include "absl/base/attributes.h"
#include "absl/base/config.h"
#include "absl/base/optimization.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace {

ABSL_ATTRIBUTE_NOINLINE void LoseFaith() {
  ABSL_BLOCK_TAIL_CALL_OPTIMIZATION();
  std::abort();
}

TEST(TestMainPosixDeathTest, AbortShowsWhoCalledIt) {
#if defined(ABSL_HAVE_ADDRESS_SANITIZER) || defined(ABSL_HAVE_THREAD_SANITIZER)
  GTEST_SKIP() << "The handlers are the sanitizer's, which pass SIGABRT by.";
#endif
  EXPECT_DEATH(LoseFaith(), testing::HasSubstr("LoseFaith()"));
}

}  // namespace
