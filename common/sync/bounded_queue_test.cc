// SPDX-License-Identifier: Apache-2.0

#include "common/sync/bounded_queue.h"

#include <atomic>
#include <memory>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "absl/synchronization/notification.h"
#include "common/testing/run_on_threads.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace sync_util {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Optional;
using ::testing::Pointee;

TEST(BoundedQueueDeathTest, CapacityOfZeroIsRefused) {
  EXPECT_DEATH(BoundedQueue<int>(0), "capacity of at least 1");
}

TEST(BoundedQueueTest, ItemsComeOutInTheOrderTheyWentIn) {
  BoundedQueue<int> queue(3);
  for (int item : {1, 2, 3}) ASSERT_TRUE(queue.Push(item));
  std::vector<int> popped;
  for (int i = 0; i < 3; ++i) popped.push_back(queue.Pop().value());
  EXPECT_THAT(popped, ElementsAre(1, 2, 3));
}

TEST(BoundedQueueTest, SizeCountsTheItemsInside) {
  BoundedQueue<int> queue(3);
  EXPECT_EQ(queue.capacity(), 3);
  EXPECT_EQ(queue.size(), 0);
  queue.Push(1);
  queue.Push(2);
  EXPECT_EQ(queue.size(), 2);
  queue.Pop();
  EXPECT_EQ(queue.size(), 1);
}

TEST(BoundedQueueTest, TryPopOfAnEmptyQueueGivesNothing) {
  BoundedQueue<int> queue(1);
  EXPECT_EQ(queue.TryPop(), std::nullopt);
  queue.Push(7);
  EXPECT_THAT(queue.TryPop(), Optional(7));
}

TEST(BoundedQueueTest, TryPushIntoAFullQueueLeavesTheItemWithTheCaller) {
  BoundedQueue<std::unique_ptr<int>> queue(1);
  ASSERT_TRUE(queue.TryPush(std::make_unique<int>(1)));
  auto second = std::make_unique<int>(2);
  EXPECT_FALSE(queue.TryPush(std::move(second)));
  EXPECT_THAT(second, Pointee(2));

  EXPECT_THAT(queue.Pop(), Optional(Pointee(1)));
  EXPECT_TRUE(queue.TryPush(std::move(second)));
  EXPECT_THAT(queue.Pop(), Optional(Pointee(2)));
}

TEST(BoundedQueueTest, ClosedQueueLetsNothingIn) {
  BoundedQueue<int> queue(2);
  queue.Close();
  EXPECT_FALSE(queue.Push(1));
  EXPECT_FALSE(queue.TryPush(1));
  EXPECT_EQ(queue.size(), 0);
}

TEST(BoundedQueueTest, ClosedQueueGivesWhatIsLeftAndThenTheEnd) {
  BoundedQueue<int> queue(3);
  for (int item : {1, 2, 3}) ASSERT_TRUE(queue.Push(item));
  queue.Close();
  EXPECT_THAT(queue.Pop(), Optional(1));
  EXPECT_THAT(queue.TryPop(), Optional(2));
  EXPECT_THAT(queue.Pop(), Optional(3));
  EXPECT_EQ(queue.Pop(), std::nullopt);
  EXPECT_EQ(queue.TryPop(), std::nullopt);
}

TEST(BoundedQueueTest, ClosingTwiceIsClosingOnce) {
  BoundedQueue<int> queue(1);
  queue.Push(1);
  queue.Close();
  queue.Close();
  EXPECT_THAT(queue.Pop(), Optional(1));
  EXPECT_EQ(queue.Pop(), std::nullopt);
}

TEST(BoundedQueueTest, PopWaitsUntilPush) {
  BoundedQueue<int> queue(1);
  absl::Notification popping;
  std::optional<int> popped;
  std::thread consumer([&] {
    popping.Notify();
    popped = queue.Pop();
  });
  popping.WaitForNotification();
  queue.Push(7);
  consumer.join();
  EXPECT_THAT(popped, Optional(7));
}

TEST(BoundedQueueTest, PushIntoAFullQueueWaitsUntilPop) {
  BoundedQueue<int> queue(1);
  queue.Push(1);
  absl::Notification pushing;
  std::atomic<bool> popped = false;
  bool pushed_after_pop = false;
  std::thread producer([&] {
    pushing.Notify();
    queue.Push(2);
    pushed_after_pop = popped;
  });
  pushing.WaitForNotification();
  popped = true;  // Set first: the producer may go on before Pop returns.
  EXPECT_THAT(queue.Pop(), Optional(1));
  EXPECT_THAT(queue.Pop(), Optional(2));
  producer.join();
  EXPECT_TRUE(pushed_after_pop);
}

// Whether a thread waits already or is about to, Close must not strand it.
TEST(BoundedQueueTest, CloseWakesEveryWaitingPop) {
  BoundedQueue<int> queue(1);
  std::vector<std::optional<int>> popped(4, -1);
  testing_util::RunOnThreads(5, [&](int index) {
    if (index == 4) {
      queue.Close();
    } else {
      popped[index] = queue.Pop();
    }
  });
  EXPECT_THAT(popped, Each(std::nullopt));
}

TEST(BoundedQueueTest, CloseWakesEveryWaitingPush) {
  BoundedQueue<int> queue(1);
  queue.Push(1);
  std::vector<int> pushed(4, -1);  // Not vector<bool>: its bits share bytes.
  testing_util::RunOnThreads(5, [&](int index) {
    if (index == 4) {
      queue.Close();
    } else {
      pushed[index] = queue.Push(2);
    }
  });
  EXPECT_THAT(pushed, Each(0));
  EXPECT_EQ(queue.size(), 1);
}

constexpr int kProducers = 3;
constexpr int kConsumers = 3;
constexpr int kItemsPerProducer = 1000;

struct Item {
  int producer;
  int number;
};

// What each consumer got, in the order in which it got it. A queue this small
// is full or empty most of the time, so that all sides wait often.
std::vector<std::vector<Item>> ProduceAndConsume() {
  BoundedQueue<Item> queue(2);
  std::atomic<int> producers_left = kProducers;
  std::vector<std::vector<Item>> got(kConsumers);
  testing_util::RunOnThreads(kProducers + kConsumers, [&](int index) {
    if (index < kConsumers) {
      while (std::optional<Item> item = queue.Pop()) {
        got[index].push_back(*item);
        EXPECT_LE(queue.size(), queue.capacity());
      }
      return;
    }
    const int producer = index - kConsumers;
    for (int number = 0; number < kItemsPerProducer; ++number) {
      EXPECT_TRUE(queue.Push({producer, number}));
    }
    if (--producers_left == 0) queue.Close();
  });
  return got;
}

TEST(BoundedQueueTest, EveryItemIsPoppedExactlyOnce) {
  std::vector<std::vector<int>> times(kProducers,
                                      std::vector<int>(kItemsPerProducer, 0));
  for (const std::vector<Item>& items : ProduceAndConsume()) {
    for (const Item& item : items) ++times[item.producer][item.number];
  }
  EXPECT_THAT(times, Each(Each(1)));
}

TEST(BoundedQueueTest, ItemsOfOneProducerStayInOrder) {
  for (const std::vector<Item>& items : ProduceAndConsume()) {
    std::vector<int> last(kProducers, -1);
    for (const Item& item : items) {
      EXPECT_LT(last[item.producer], item.number);
      last[item.producer] = item.number;
    }
  }
}

}  // namespace
}  // namespace sync_util
