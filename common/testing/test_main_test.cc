// SPDX-License-Identifier: Apache-2.0
//
// What a test that crashes leaves behind. (The watchdog has tests of its own.)

#include <csignal>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace {

TEST(TestMainDeathTest, CrashNamesItsSignal) {
  // "SIGSEGV received", or a sanitizer's "SEGV on unknown address".
  EXPECT_DEATH(std::raise(SIGSEGV), testing::HasSubstr("SEGV"));
}

}  // namespace
