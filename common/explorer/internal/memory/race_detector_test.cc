// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/memory/race_detector.h"

#include <cstdint>
#include <optional>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace explorer::internal {
namespace {

constexpr uintptr_t kX = 0x1000;
constexpr uintptr_t kMutex = 0x2000;
constexpr uintptr_t kFlag = 0x3000;

class RaceDetectorTest : public ::testing::Test {
 protected:
  void SetUp() override {
    detector_.Begin();
    detector_.Spawn(0, 1);
    detector_.Spawn(0, 2);
  }

  bool Writes(int thread, uintptr_t address = kX, size_t size = 4) {
    return detector_.Access(thread, address, size, {.write = true}, nullptr)
        .has_value();
  }
  bool Reads(int thread, uintptr_t address = kX, size_t size = 4) {
    return detector_.Access(thread, address, size, {}, nullptr).has_value();
  }

  RaceDetector detector_;
};

TEST_F(RaceDetectorTest, AWriteRacesWithAReadOfAnotherThread) {
  EXPECT_FALSE(Reads(1));
  EXPECT_TRUE(Writes(2));
}

TEST_F(RaceDetectorTest, ReadsDoNotRace) {
  EXPECT_FALSE(Reads(1));
  EXPECT_FALSE(Reads(2));
}

TEST_F(RaceDetectorTest, AThreadDoesNotRaceWithItself) {
  EXPECT_FALSE(Writes(1));
  EXPECT_FALSE(Writes(1));
}

TEST_F(RaceDetectorTest, EachEarlierReaderIsRemembered) {
  Reads(1);
  Reads(2);
  detector_.Join(0, 2);
  EXPECT_TRUE(Writes(0)) << "thread 1 was not joined";
}

TEST_F(RaceDetectorTest, BytesSideBySideDoNotRace) {
  EXPECT_FALSE(Writes(1, kX, 1));
  EXPECT_FALSE(Writes(2, kX + 1, 1));
  EXPECT_TRUE(Reads(1, kX, 2));
}

TEST_F(RaceDetectorTest, TheRaceNamesTheBytesThatBothAccessed) {
  Writes(1, kX + 6, 4);
  const std::optional<Race> race = detector_.Access(2, kX + 8, 8, {}, nullptr);
  ASSERT_TRUE(race.has_value());
  EXPECT_EQ(race->begin, kX + 8);
  EXPECT_EQ(race->end, kX + 10);
  EXPECT_EQ(race->first_thread, 1);
  EXPECT_TRUE(race->first_writes);
  EXPECT_FALSE(race->second_writes);
}

TEST_F(RaceDetectorTest, WhatCameBeforeTheStartIsOrdered) {
  detector_.Begin();
  Writes(0);
  detector_.Spawn(0, 1);
  EXPECT_FALSE(Writes(1));
  EXPECT_TRUE(Writes(0)) << "this one came after the start";
}

TEST_F(RaceDetectorTest, AJoinOrders) {
  Writes(1);
  detector_.Join(0, 1);
  EXPECT_FALSE(Writes(0));
}

TEST_F(RaceDetectorTest, AMutexOrders) {
  detector_.Acquire(1, kMutex);
  Writes(1);
  detector_.Release(1, kMutex);
  detector_.Acquire(2, kMutex);
  EXPECT_FALSE(Writes(2));
  detector_.Release(2, kMutex);
  EXPECT_TRUE(Reads(0)) << "without the mutex";
}

TEST_F(RaceDetectorTest, AnAccessAfterTheUnlockIsNotOrdered) {
  detector_.Acquire(1, kMutex);
  detector_.Release(1, kMutex);
  Writes(1);
  detector_.Acquire(2, kMutex);
  EXPECT_TRUE(Writes(2));
}

TEST_F(RaceDetectorTest, ReleaseAndAcquireOrder) {
  Writes(1);
  detector_.AtomicStore(1, kFlag, __ATOMIC_RELEASE);
  detector_.AtomicLoad(2, kFlag, __ATOMIC_ACQUIRE);
  EXPECT_FALSE(Reads(2));
}

TEST_F(RaceDetectorTest, RelaxedOrdersDoNot) {
  Writes(1);
  detector_.AtomicStore(1, kFlag, __ATOMIC_RELAXED);
  detector_.AtomicLoad(2, kFlag, __ATOMIC_ACQUIRE);
  EXPECT_TRUE(Reads(2));
  detector_.Begin();
  Writes(1);
  detector_.AtomicStore(1, kFlag, __ATOMIC_RELEASE);
  detector_.AtomicLoad(2, kFlag, __ATOMIC_RELAXED);
  EXPECT_TRUE(Reads(2));
}

TEST_F(RaceDetectorTest, FencesMakeRelaxedOrdersOrder) {
  Writes(1);
  detector_.Fence(1, __ATOMIC_RELEASE);
  detector_.AtomicStore(1, kFlag, __ATOMIC_RELAXED);
  detector_.AtomicLoad(2, kFlag, __ATOMIC_RELAXED);
  detector_.Fence(2, __ATOMIC_ACQUIRE);
  EXPECT_FALSE(Reads(2));
}

TEST_F(RaceDetectorTest, AReadWriteContinuesWhatWasReleased) {
  Writes(1);
  detector_.AtomicStore(1, kFlag, __ATOMIC_RELEASE);
  detector_.AtomicReadWrite(0, kFlag, __ATOMIC_RELAXED);
  detector_.AtomicLoad(2, kFlag, __ATOMIC_ACQUIRE);
  EXPECT_FALSE(Reads(2));
}

TEST_F(RaceDetectorTest, AnotherStoreDoesNot) {
  Writes(1);
  detector_.AtomicStore(1, kFlag, __ATOMIC_RELEASE);
  detector_.AtomicStore(0, kFlag, __ATOMIC_RELEASE);
  detector_.AtomicLoad(2, kFlag, __ATOMIC_ACQUIRE);
  EXPECT_TRUE(Reads(2));
}

TEST_F(RaceDetectorTest, AtomicAccessesRaceWithPlainOnesAlone) {
  const RaceDetector::Kind atomic = {.write = true, .atomic = true};
  EXPECT_FALSE(detector_.Access(1, kX, 4, atomic, nullptr).has_value());
  EXPECT_FALSE(detector_.Access(2, kX, 4, atomic, nullptr).has_value());
  EXPECT_TRUE(Reads(0));
}

TEST_F(RaceDetectorTest, ExecutionsAreForgotten) {
  Writes(1);
  detector_.Begin();
  EXPECT_FALSE(Writes(2));
}

TEST_F(RaceDetectorTest, NewlyAllocatedBytesHaveNoPast) {
  Writes(1);
  detector_.Forget(kX, 4);
  EXPECT_FALSE(Writes(2));
}

}  // namespace
}  // namespace explorer::internal
