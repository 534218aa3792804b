// SPDX-License-Identifier: Apache-2.0
//
// Plain C++ is explored as it is: what MinGW does not have.

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <thread>

#include "common/explorer/explorer.h"
#include "gtest/gtest.h"

namespace explorer {
namespace {

TEST(PlainCodePosixTest, AlignedBlocksHaveTheSameAddressesInEachExecution) {
  void* blocks[2][2] = {};
  int different = 0;
  const Result result = Explore([&] {
    std::atomic<int> x(0);
    const auto work = [&](int thread) {
      void* now[] = {std::aligned_alloc(256, 256), nullptr};
      EXPECT_EQ(posix_memalign(&now[1], 64, 100), 0);
      EXPECT_EQ(reinterpret_cast<uintptr_t>(now[0]) % 256, 0u);
      EXPECT_EQ(reinterpret_cast<uintptr_t>(now[1]) % 64, 0u);
      x.fetch_add(1);
      for (int i = 0; i < 2; ++i) {
        void*& before = blocks[thread][i];
        if (before != nullptr && before != now[i]) ++different;
        before = now[i];
        std::free(now[i]);
      }
    };
    std::thread first([&] { work(0); });
    std::thread second([&] { work(1); });
    first.join();
    second.join();
  });
  EXPECT_TRUE(result.proved()) << result;
  EXPECT_EQ(result.executions(), 2u);
  EXPECT_EQ(different, 0);
}

// MinGW's library wakes all that wait for any atomic.
TEST(PlainCodePosixTest, AnAtomicThatNotifiesOneOfTwoHangs) {
  const Result result = Explore([] {
    std::atomic<int> gate(0);
    const auto wait = [&] { gate.wait(0); };
    std::thread first(wait);
    std::thread second(wait);
    gate = 1;
    gate.notify_one();
    first.join();
    second.join();
  });
  EXPECT_EQ(result.finding().kind, Finding::Kind::kMissedWakeup) << result;
}

}  // namespace
}  // namespace explorer
