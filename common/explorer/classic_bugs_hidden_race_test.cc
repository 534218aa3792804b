// SPDX-License-Identifier: Apache-2.0
//
// A race that no stress test sees: the program has to be run on a schedule that
// takes an hour. The explorer's time is virtual, and it runs that schedule,
// too.

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>

#include "common/explorer/explorer.h"
#include "common/explorer/together_for_test.h"
#include "gtest/gtest.h"

namespace explorer {
namespace {

constexpr int kReply = 42;
constexpr int kTimedOut = -1;

// A client waits for a server's reply, but not for ever.
class Call {
 public:
  // The server's part. The reply is written before the lock is taken: "nobody
  // looks at it until done_ is set".
  void ReplyOutsideTheLock() {
    reply_ = kReply;
    SetDone();
  }

  // The reply is written under the lock, unless the client has gone.
  void Reply() {
    std::lock_guard<std::mutex> lock(mutex_);
    if (done_) return;
    reply_ = kReply;
    done_ = true;
    changed_.notify_one();
  }

  // The client's part: the reply, or kTimedOut.
  int Wait() {
    std::unique_lock<std::mutex> lock(mutex_);
    const bool in_time =
        changed_.wait_for(lock, std::chrono::hours(1), [&] { return done_; });
    if (!in_time) reply_ = kTimedOut;
    done_ = true;
    return reply_;
  }

 private:
  void SetDone() {
    std::lock_guard<std::mutex> lock(mutex_);
    done_ = true;
    changed_.notify_one();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  bool done_ = false;
  int reply_ = 0;
};

std::function<int()> CallAndReply(void (Call::*reply)()) {
  return [reply] {
    Call call;
    int result = 0;
    Together({[&] { result = call.Wait(); }, [&] { (call.*reply)(); }});
    return result;
  };
}

Result ExploreCall(void (Call::*reply)(), const Options& options = {}) {
  return Explore(
      [reply] {
        const int result = CallAndReply(reply)();
        EXPECT_TRUE(result == kReply || result == kTimedOut);
      },
      options);
}

// Never fails, whatever the machine does: the client writes the reply only when
// it has waited for an hour, and long before that the test would be stopped.
TEST(HiddenRaceTest, IsNotSeenInTenThousandRunsForReal) {
  const std::function<int()> run = CallAndReply(&Call::ReplyOutsideTheLock);
  for (int i = 0; i < 10'000; ++i) ASSERT_EQ(run(), kReply);
}

TEST(HiddenRaceTest, IsFoundByTheExplorerAtOnce) {
  const Result result = ExploreCall(&Call::ReplyOutsideTheLock);
  EXPECT_EQ(result.finding().kind, Finding::Kind::kDataRace) << result;
  EXPECT_LE(result.executions(), 3u);
}

TEST(HiddenRaceTest, IsReplayedByItsTokenToTheSameTrace) {
  const Result first = ExploreCall(&Call::ReplyOutsideTheLock);
  ASSERT_NE(first.token(), "");
  const Result again =
      ExploreCall(&Call::ReplyOutsideTheLock, {.replay = first.token()});
  EXPECT_EQ(again.finding().message, first.finding().message);
  EXPECT_EQ(again.trace(), first.trace());
  EXPECT_EQ(again.page(), first.page());
}

TEST(HiddenRaceTest, IsGoneIfTheReplyIsWrittenUnderTheLock) {
  const Result result = ExploreCall(&Call::Reply);
  EXPECT_TRUE(result.proved()) << result;
}

}  // namespace
}  // namespace explorer
