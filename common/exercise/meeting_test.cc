// SPDX-License-Identifier: Apache-2.0

#include "common/exercise/meeting.h"

#include <thread>
#include <vector>

#include "common/exercise/explored.h"
#include "common/explorer/explorer.h"
#include "gtest/gtest.h"

namespace exercise {
namespace {

using Kind = explorer::Finding::Kind;

TEST(MeetingTest, NobodyGoesOnBeforeAllAreThere) {
  const explorer::Result result = explorer::Explore([] {
    Meeting meeting(3);
    std::vector<int> has_come(3);  // plain: a look that comes early is a race
    const auto come = [&](int thread) {
      has_come[thread] = 1;
      meeting.Come();
      for (int other : has_come) Require("those who have come", other, 1);
    };
    std::thread first(come, 0);
    std::thread second(come, 1);
    come(2);
    first.join();
    second.join();
  });
  EXPECT_TRUE(result.proved()) << result;
}

TEST(MeetingTest, WithoutTheLastOneTheOthersHang) {
  const explorer::Result result = explorer::Explore([] {
    Meeting meeting(3);
    std::thread other([&] { meeting.Come(); });
    meeting.Come();
    other.join();
  });
  ASSERT_TRUE(result.found()) << result;
  EXPECT_EQ(result.finding().kind, Kind::kMissedWakeup);
}

TEST(MeetingTest, WhoeverComesLaterGoesOn) {
  const explorer::Result result = explorer::Explore([] {
    Meeting meeting(2);
    std::thread other([&] { meeting.Come(); });
    meeting.Come();
    meeting.Come();
    other.join();
  });
  EXPECT_TRUE(result.proved()) << result;
}

}  // namespace
}  // namespace exercise
