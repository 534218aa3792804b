// SPDX-License-Identifier: Apache-2.0
//
// The queue's promises under every interleaving, for small sizes.

#include <optional>
#include <thread>
#include <vector>

#include "common/explorer/explorer.h"
#include "common/sync/bounded_queue.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sync_util {
namespace {

using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

// All that a consumer gets until the queue ends.
std::vector<int> PopAll(BoundedQueue<int>& queue) {
  std::vector<int> items;
  while (std::optional<int> item = queue.Pop()) items.push_back(*item);
  return items;
}

TEST(BoundedQueueExploredTest, ItemsOfOneProducerComeOutInOrder) {
  const explorer::Result result = explorer::Explore([] {
    BoundedQueue<int> queue(/*capacity=*/1);
    std::thread producer([&] {
      EXPECT_TRUE(queue.Push(1));
      EXPECT_TRUE(queue.Push(2));
      queue.Close();
    });
    EXPECT_THAT(PopAll(queue), ElementsAre(1, 2));
    producer.join();
  });
  EXPECT_TRUE(result.proved()) << result;
}

TEST(BoundedQueueExploredTest, TwoProducersLoseNothingThroughOnePlace) {
  const explorer::Result result = explorer::Explore([] {
    BoundedQueue<int> queue(/*capacity=*/1);
    std::thread first([&] { EXPECT_TRUE(queue.Push(1)); });
    std::thread second([&] { EXPECT_TRUE(queue.Push(2)); });
    std::vector<int> items;
    for (int i = 0; i < 2; ++i) {
      if (std::optional<int> item = queue.Pop()) items.push_back(*item);
    }
    first.join();
    second.join();
    EXPECT_THAT(items, UnorderedElementsAre(1, 2));
    EXPECT_EQ(queue.size(), 0);
  });
  EXPECT_TRUE(result.proved()) << result;
}

TEST(BoundedQueueExploredTest, TwoConsumersNeverGetTheSameItem) {
  const explorer::Result result = explorer::Explore([] {
    BoundedQueue<int> queue(/*capacity=*/2);
    std::vector<int> first_got;
    std::vector<int> second_got;
    std::thread first([&] { first_got = PopAll(queue); });
    std::thread second([&] { second_got = PopAll(queue); });
    queue.Push(1);
    queue.Push(2);
    queue.Close();
    first.join();
    second.join();
    first_got.insert(first_got.end(), second_got.begin(), second_got.end());
    EXPECT_THAT(first_got, UnorderedElementsAre(1, 2));
  });
  EXPECT_TRUE(result.proved()) << result;
}

TEST(BoundedQueueExploredTest, CloseWakesAConsumerThatWaits) {
  const explorer::Result result = explorer::Explore([] {
    BoundedQueue<int> queue(/*capacity=*/1);
    std::thread consumer([&] { EXPECT_EQ(queue.Pop(), std::nullopt); });
    queue.Close();
    consumer.join();
  });
  EXPECT_TRUE(result.proved()) << result;
}

TEST(BoundedQueueExploredTest, CloseWakesAProducerThatWaits) {
  const explorer::Result result = explorer::Explore([] {
    BoundedQueue<int> queue(/*capacity=*/1);
    queue.Push(1);
    std::thread producer([&] { EXPECT_FALSE(queue.Push(2)); });
    queue.Close();
    producer.join();
    EXPECT_THAT(PopAll(queue), ElementsAre(1));
  });
  EXPECT_TRUE(result.proved()) << result;
}

// What a push returns is what became of its item.
TEST(BoundedQueueExploredTest, APushBesideCloseIsDeliveredOrRefused) {
  const explorer::Result result = explorer::Explore([] {
    BoundedQueue<int> queue(/*capacity=*/1);
    bool pushed = false;
    std::thread producer([&] { pushed = queue.Push(1); });
    std::thread closer([&] { queue.Close(); });
    const std::vector<int> items = PopAll(queue);
    producer.join();
    closer.join();
    EXPECT_EQ(items, pushed ? std::vector<int>{1} : std::vector<int>());
  });
  EXPECT_TRUE(result.proved()) << result;
}

TEST(BoundedQueueExploredTest, TryPushAndTryPopNeverWait) {
  const explorer::Result result = explorer::Explore([] {
    BoundedQueue<int> queue(/*capacity=*/1);
    queue.Push(1);
    bool pushed = false;
    std::thread producer([&] { pushed = queue.TryPush(2); });
    EXPECT_EQ(queue.TryPop(), 1);
    producer.join();
    EXPECT_EQ(queue.TryPop(),
              pushed ? std::optional<int>(2) : std::optional<int>());
  });
  EXPECT_TRUE(result.proved()) << result;
}

TEST(BoundedQueueExploredTest, SizeIsNeverOutOfBounds) {
  const explorer::Result result = explorer::Explore([] {
    BoundedQueue<int> queue(/*capacity=*/1);
    std::thread producer([&] { queue.Push(1); });
    std::thread consumer([&] { queue.Pop(); });
    EXPECT_THAT(queue.size(), AnyOf(0, 1));
    producer.join();
    consumer.join();
  });
  EXPECT_TRUE(result.proved()) << result;
}

}  // namespace
}  // namespace sync_util
