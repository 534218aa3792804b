// SPDX-License-Identifier: Apache-2.0

#include "counter.h"

#include <thread>

#include "common/explorer/explorer.h"
#include "gtest/gtest.h"

TEST(CounterTest, NoIncrementIsLostInAnyOrder) {
  const explorer::Result result = explorer::Explore([] {
    Counter counter;
    std::thread one([&] { counter.Increment(); });
    std::thread other([&] { counter.Increment(); });
    one.join();
    other.join();
    EXPECT_EQ(counter.count(), 2);
  });
  EXPECT_TRUE(result.proved()) << result;
}
