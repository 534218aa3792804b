// SPDX-License-Identifier: Apache-2.0
//
// Compiled as code under test is: what becomes of calls of Linux' own.

#include <unistd.h>

#include <latch>

#include "common/explorer/internal/calls/testing/recording_hooks.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace explorer::internal {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(SystemCallsPosixTest, NobodyWaitsForWhatIsThere) {
  std::latch latch(1);
  EXPECT_THAT(Record([&] {
                latch.count_down();
                latch.wait();
              }),
              IsEmpty());
}

TEST(SystemCallsPosixTest, AnotherProcessCantBeExplored) {
  EXPECT_THAT(Record([] { fork(); }), ElementsAre("unsupported: fork"));
  EXPECT_THAT(Record([] { execl("/bin/true", "true", nullptr); }),
              Contains(HasSubstr("unsupported: exec")));
}

}  // namespace
}  // namespace explorer::internal
