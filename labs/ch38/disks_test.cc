// SPDX-License-Identifier: Apache-2.0

#include "labs/ch38/disks.h"

#include <cstdint>

#include "absl/time/time.h"
#include "common/testing/run_on_threads.h"
#include "gtest/gtest.h"

namespace ch38 {
namespace {

template <typename Disks>
class DisksTest : public testing::Test {};

using BothKinds = testing::Types<CoarseDisks, FineDisks>;
TYPED_TEST_SUITE(DisksTest, BothKinds);

TYPED_TEST(DisksTest, WhatIsWrittenIsInUse) {
  TypeParam disks(2);
  disks.Write(1, 5);
  disks.Write(1, 2);
  EXPECT_EQ(disks.used(0), 0);
  EXPECT_EQ(disks.used(1), 7);
}

TYPED_TEST(DisksTest, AMoveGoesFromOneToTheOther) {
  TypeParam disks(3);
  disks.Write(0, 10);
  disks.Move(0, 2, 4);
  EXPECT_EQ(disks.used(0), 6);
  EXPECT_EQ(disks.used(2), 4);
  disks.Move(2, 0, 1);
  EXPECT_EQ(disks.used(0), 7);
}

TYPED_TEST(DisksTest, AMoveToItselfChangesNothing) {
  TypeParam disks(1);
  disks.Write(0, 10);
  disks.Move(0, 0, 4);
  EXPECT_EQ(disks.used(0), 10);
}

TYPED_TEST(DisksTest, ManyWritersLoseNothing) {
  constexpr int kThreads = 4;
  constexpr int kWrites = 1000;
  TypeParam disks(2);
  testing_util::RunOnThreads(kThreads, [&](int thread) {
    for (int i = 0; i < kWrites; ++i) disks.Write(thread % 2, 1);
  });
  EXPECT_EQ(disks.used(0) + disks.used(1), kThreads * kWrites);
}

TYPED_TEST(DisksTest, MovesBothWaysEndAndLoseNothing) {
  TypeParam disks(2);
  disks.Write(0, 1000);
  disks.Write(1, 1000);
  testing_util::RunOnThreads(4, [&](int thread) {
    for (int i = 0; i < 1000; ++i) disks.Move(thread % 2, 1 - thread % 2, 1);
  });
  EXPECT_EQ(disks.used(0), 1000);
  EXPECT_EQ(disks.used(1), 1000);
}

TYPED_TEST(DisksTest, AWriteThatTakesTimeIsThereWhenItReturns) {
  TypeParam disks(1, absl::Microseconds(10));
  disks.Write(0, 3);
  EXPECT_EQ(disks.used(0), 3);
}

TEST(CoarseDisksTest, TheTotalIsThatOfOneMoment) {
  CoarseDisks disks(2);
  disks.Write(0, 100);
  testing_util::RunOnThreads(2, [&](int thread) {
    for (int i = 0; i < 1000; ++i) {
      if (thread == 0) {
        disks.Move(i % 2, 1 - i % 2, 1);
      } else {
        EXPECT_EQ(disks.total(), 100);
      }
    }
  });
}

TEST(FineDisksTest, SourceFirstWorksAsLongAsNobodyComesTheOtherWay) {
  FineDisks disks(2);
  testing_util::RunOnThreads(3, [&](int) {
    for (int i = 0; i < 1000; ++i) disks.MoveSourceFirst(0, 1, 1);
  });
  EXPECT_EQ(disks.used(0), -3000);
  EXPECT_EQ(disks.used(1), 3000);
}

template <typename Disks>
class DisksDeathTest : public testing::Test {};
TYPED_TEST_SUITE(DisksDeathTest, BothKinds);

TYPED_TEST(DisksDeathTest, ADiskThatDoesNotExistIsNamed) {
  TypeParam disks(2);
  EXPECT_DEATH(disks.Write(2, 1), "no disk 2: they are 0 to 1");
  EXPECT_DEATH(disks.Move(0, -1, 1), "no disk -1");
  EXPECT_DEATH(TypeParam(0), "at least 1");
}

}  // namespace
}  // namespace ch38
