// SPDX-License-Identifier: Apache-2.0
//
// Classic bugs of design: threads that are stopped, logs that are to be in
// order, and lists that are locked piece by piece. Each program is explored
// with its bug and without.

#include <atomic>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "common/explorer/explorer.h"
#include "common/explorer/together_for_test.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace explorer {
namespace {

using ::testing::HasSubstr;
using Kind = Finding::Kind;

// ---- A flag that stops a worker

template <typename Flag>
void WorkUntilStopped() {
  Flag stop{false};
  int done = 0;
  std::thread worker([&] {
    do {
      ++done;
      std::this_thread::yield();
    } while (!stop);
  });
  stop = true;
  worker.join();
  EXPECT_GE(done, 1);
}

TEST(StopFlagTest, IsADataRaceIfItIsPlain) {
  const Result result = Explore(WorkUntilStopped<bool>);
  EXPECT_EQ(result.finding().kind, Kind::kDataRace) << result;
}

// Not proved: it may yield any number of times.
TEST(StopFlagTest, ShowsNothingIfItIsAtomic) {
  const Result result = Explore(WorkUntilStopped<std::atomic<bool>>);
  EXPECT_FALSE(result.found()) << result;
}

// What the worker uses must live until it has ended.
Result ExploreWorker(const std::function<void(std::thread&)>& end) {
  return Explore([end] {
    std::atomic<bool> stop(false);
    std::thread worker([&] {
      while (!stop) std::this_thread::yield();
    });
    stop = true;
    end(worker);
  });
}

TEST(StoppedWorkerTest, ThatIsDetachedIsLeftOver) {
  const Result result =
      ExploreWorker([](std::thread& worker) { worker.detach(); });
  EXPECT_EQ(result.finding().kind, Kind::kLeakedThread) << result;
}

// std::thread's destructor ends the program then.
TEST(StoppedWorkerTest, ThatIsForgottenEndsTheProgram) {
  const Result result = ExploreWorker([](std::thread&) {});
  EXPECT_EQ(result.finding().kind, Kind::kFailedAssertion) << result;
}

TEST(StoppedWorkerTest, ThatIsJoinedShowsNothing) {
  const Result result =
      ExploreWorker([](std::thread& worker) { worker.join(); });
  EXPECT_FALSE(result.found()) << result;
}

// ---- A log in the order of the events

class Account {
 public:
  void Deposit(int amount) {
    absl::MutexLock lock(&mutex_);
    Append(balance_ += amount);
  }

  void DepositAndLogLater(int amount) {
    mutex_.Lock();
    const int balance = balance_ += amount;
    mutex_.Unlock();
    Append(balance);
  }

  const std::vector<int>& log() const { return log_; }

 private:
  void Append(int balance) {
    absl::MutexLock lock(&log_mutex_);
    log_.push_back(balance);
  }

  absl::Mutex mutex_ ABSL_ACQUIRED_BEFORE(log_mutex_);
  int balance_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::Mutex log_mutex_;
  std::vector<int> log_;
};

Result ExploreDeposits(void (Account::*deposit)(int)) {
  return Explore([deposit] {
    Account account;
    Together(2, [&](int) { (account.*deposit)(10); });
    EXPECT_EQ(account.log(), std::vector<int>({10, 20}));
  });
}

TEST(EventLogTest, IsOutOfOrderIfItIsWrittenAfterTheEvent) {
  const Result result = ExploreDeposits(&Account::DepositAndLogLater);
  EXPECT_EQ(result.finding().kind, Kind::kFailedAssertion) << result;
  EXPECT_THAT(result.finding().message, HasSubstr("log()"));
}

TEST(EventLogTest, IsInOrderIfItIsWrittenWithTheEvent) {
  const Result result = ExploreDeposits(&Account::Deposit);
  EXPECT_TRUE(result.proved()) << result;
  EXPECT_EQ(result.executions(), 2u);
}

// ---- A list with a lock for each node

// Holds 1, 2 and 3, in order; node 0 is its head.
class List {
 public:
  List() {
    for (size_t i = 0; i < 3; ++i) nodes_[i].next = &nodes_[i + 1];
    for (size_t i = 0; i < 4; ++i) nodes_[i].value = static_cast<int>(i);
  }

  // Locks the next node before it lets go of this one.
  void RemoveHandOverHand(int value) {
    Node* node = &nodes_[0];
    node->mutex.lock();
    for (;;) {
      Node* next = node->next;
      next->mutex.lock();
      if (next->value == value) {
        node->next = next->next;
        next->mutex.unlock();
        break;
      }
      node->mutex.unlock();
      node = next;
    }
    node->mutex.unlock();
  }

  // Lets go of this node first: then another thread removes the next one, and
  // what is removed after that is removed from a node that is out of the list.
  void RemoveOneLockAtATime(int value) {
    Node* node = &nodes_[0];
    for (;;) {
      Node* next = node->Next();
      if (next->value == value) {
        node->SetNext(next->Next());
        return;
      }
      node = next;
    }
  }

  std::vector<int> Values() const {
    std::vector<int> values;
    for (const Node* node = nodes_[0].next; node != nullptr;
         node = node->next) {
      values.push_back(node->value);
    }
    return values;
  }

 private:
  struct Node {
    Node* Next() {
      std::lock_guard<std::mutex> lock(mutex);
      return next;
    }
    void SetNext(Node* to) {
      std::lock_guard<std::mutex> lock(mutex);
      next = to;
    }

    std::mutex mutex;
    int value = 0;
    Node* next = nullptr;
  };

  Node nodes_[4];
};

Result ExploreRemovals(void (List::*remove)(int)) {
  return Explore([remove] {
    List list;
    Together({[&] { (list.*remove)(1); }, [&] { (list.*remove)(2); }});
    EXPECT_EQ(list.Values(), std::vector<int>({3}));
  });
}

TEST(HandOverHandTest, OneLockAtATimeBringsARemovedNodeBack) {
  const Result result = ExploreRemovals(&List::RemoveOneLockAtATime);
  EXPECT_EQ(result.finding().kind, Kind::kFailedAssertion) << result;
}

TEST(HandOverHandTest, TwoLocksAtATimeAreProved) {
  const Result result = ExploreRemovals(&List::RemoveHandOverHand);
  EXPECT_TRUE(result.proved()) << result;
}

}  // namespace
}  // namespace explorer
