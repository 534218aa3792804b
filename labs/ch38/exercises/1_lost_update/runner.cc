// SPDX-License-Identifier: Apache-2.0
//
// Puts SensorTally through what the checks ask for.

#include "common/exercise/runner.h"

#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/attributes.h"
#include "common/exercise/explored.h"
#include "common/exercise/values.h"
#include "common/explorer/explorer.h"
#include "labs/ch38/exercises/1_lost_update/sensor_tally.h"

namespace {

using ::ch38::SensorTally;
using ::ch38::Tally;
using ::exercise::Values;

// A canary (explored_check.h): loses updates, like your starter. Not inlined,
// as your functions aren't: Clang leaves reads out where it sees the whole.
class LossyTally {
 public:
  ABSL_ATTRIBUTE_NOINLINE void Add(int64_t value) {
    tally_.count += 1;
    tally_.sum += value;
  }
  ABSL_ATTRIBUTE_NOINLINE int64_t count() const { return tally_.count; }
  ABSL_ATTRIBUTE_NOINLINE Tally Now() const { return tally_; }

 private:
  Tally tally_;
};

// One thread: `values` are added.
Values AddAll(const Values& ask) {
  Values answer;
  const explorer::Result result = explorer::Explore([&] {
    SensorTally tally;
    for (int64_t value : ask.Ints("values")) tally.Add(value);
    answer = {{"count", tally.count()},
              {"count_now", tally.Now().count},
              {"sum_now", tally.Now().sum}};
  });
  return exercise::Explored(result, answer);
}

// `sensors` threads add `value`, `readings` times each. Then all are there.
template <typename AnyTally>
explorer::Result ExploreSensors(int64_t sensors, int64_t readings,
                                int64_t value) {
  return explorer::Explore([=] {
    AnyTally tally;
    std::vector<std::thread> threads;
    for (int64_t i = 0; i < sensors; ++i) {
      threads.emplace_back([&] {
        for (int64_t j = 0; j < readings; ++j) tally.Add(value);
      });
    }
    for (std::thread& thread : threads) thread.join();
    exercise::Require("count()", tally.count(), sensors * readings);
    exercise::Require("the sum", tally.Now().sum, sensors * readings * value);
  });
}

Values Sensors(const Values& ask) {
  const auto explore = exercise::IsCanary(ask) ? ExploreSensors<LossyTally>
                                               : ExploreSensors<SensorTally>;
  return exercise::Explored(
      explore(ask.Int("sensors"), ask.Int("readings"), ask.Int("value")));
}

// One thread adds `value` twice, another one looks meanwhile.
template <typename AnyTally>
explorer::Result ExploreReader(int64_t value, bool counts_only) {
  return explorer::Explore([=] {
    AnyTally tally;
    std::thread sensor([&] {
      tally.Add(value);
      tally.Add(value);
    });
    if (counts_only) {
      exercise::Require(tally.count() <= 2, "count() is more than 2");
    } else {
      const Tally now = tally.Now();
      exercise::Require(
          "beside a count of " + std::to_string(now.count) + ", the sum",
          now.sum, now.count * value);
    }
    sensor.join();
  });
}

Values Reader(const Values& ask) {
  const auto explore = exercise::IsCanary(ask) ? ExploreReader<LossyTally>
                                               : ExploreReader<SensorTally>;
  return exercise::Explored(explore(ask.Int("value"), ask.Bool("counts_only")));
}

}  // namespace

int main() {
  return exercise::AnswerQuestions(
      {{"add_all", AddAll}, {"sensors", Sensors}, {"reader", Reader}});
}
