// SPDX-License-Identifier: Apache-2.0
//
// Puts Gil through what the checks ask for.

#include "common/exercise/runner.h"

#include <cstdint>
#include <thread>
#include <vector>

#include "absl/base/attributes.h"
#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "common/exercise/explored.h"
#include "common/exercise/values.h"
#include "common/explorer/explorer.h"
#include "labs/ch37/exercises/5_gil/gil.h"

namespace {

using ::ch37::Gil;
using ::exercise::Values;

constexpr absl::Duration kInterval = absl::Milliseconds(5);

// A canary (explored_check.h): everybody always has it.
class NoGil {
 public:
  explicit NoGil(absl::Duration) {}
  ABSL_ATTRIBUTE_NOINLINE void Acquire() {}
  ABSL_ATTRIBUTE_NOINLINE void Release() {}
  ABSL_ATTRIBUTE_NOINLINE void CheckPoint() {}
  ABSL_ATTRIBUTE_NOINLINE void WithoutLock(absl::FunctionRef<void()> call) {
    call();
  }
  ABSL_ATTRIBUTE_NOINLINE bool switch_requested() const { return false; }
};

// A canary: a lock like any other, whose holder hears of requests and keeps it.
class StubbornGil {
 public:
  explicit StubbornGil(absl::Duration) {}
  ABSL_ATTRIBUTE_NOINLINE void Acquire() ABSL_NO_THREAD_SAFETY_ANALYSIS {
    mutex_.Lock();
  }
  ABSL_ATTRIBUTE_NOINLINE void Release() ABSL_NO_THREAD_SAFETY_ANALYSIS {
    mutex_.Unlock();
  }
  ABSL_ATTRIBUTE_NOINLINE void CheckPoint() {}
  ABSL_ATTRIBUTE_NOINLINE bool switch_requested() const { return true; }

 private:
  absl::Mutex mutex_;
};

// `threads` add under the lock, `rounds` times each, with a check point between
// two rounds. `ever_switched`: whether, in some order, another thread adds
// while the first one is at a check point.
template <typename AnyGil>
explorer::Result ExploreSum(int64_t threads, int64_t rounds, int64_t added,
                            bool& ever_switched) {
  return explorer::Explore([=, &ever_switched] {
    AnyGil gil(kInterval);
    int64_t sum = 0;
    const auto work = [&](bool& switched) {
      gil.Acquire();
      for (int64_t i = 0; i < rounds; ++i) {
        const int64_t before = sum;
        if (i > 0) gil.CheckPoint();
        if (sum != before) switched = true;
        sum += added;
      }
      gil.Release();
    };
    std::vector<std::thread> others;
    for (int64_t i = 1; i < threads; ++i) {
      others.emplace_back([&] {
        bool ignored = false;
        work(ignored);
      });
    }
    work(ever_switched);
    for (std::thread& other : others) other.join();
    exercise::Require("the sum under the lock", sum, threads * rounds * added);
  });
}

Values Sum(const Values& ask) {
  bool ever_switched = false;
  const auto explore =
      exercise::IsCanary(ask) ? ExploreSum<NoGil> : ExploreSum<Gil>;
  return exercise::Explored(explore(ask.Int("threads"), ask.Int("rounds"),
                                    ask.Int("added"), ever_switched));
}

Values Switches(const Values& ask) {
  bool ever_switched = false;
  const explorer::Result result = ExploreSum<Gil>(
      /*threads=*/2, /*rounds=*/2, ask.Int("added"), ever_switched);
  return exercise::Explored(result, {{"switched", ever_switched}});
}

// A call that blocks until another thread has run under the lock.
template <typename AnyGil>
explorer::Result ExploreBlocking(int64_t added) {
  return explorer::Explore([=] {
    AnyGil gil(kInterval);
    absl::Notification other_has_run;
    int64_t sum = 0;
    std::thread other([&] {
      gil.Acquire();
      sum += added;
      other_has_run.Notify();
      sum += added;
      gil.Release();
    });
    gil.Acquire();
    gil.WithoutLock([&] { other_has_run.WaitForNotification(); });
    sum += added;
    gil.Release();
    other.join();
    exercise::Require("the sum under the lock", sum, 3 * added);
  });
}

Values Blocking(const Values& ask) {
  const auto explore =
      exercise::IsCanary(ask) ? ExploreBlocking<NoGil> : ExploreBlocking<Gil>;
  return exercise::Explored(explore(ask.Int("added")));
}

// One thread computes, with `check_points`; the other one wants the lock for a
// moment. `ever_requested`: whether, in some order, it has to ask.
template <typename AnyGil>
explorer::Result ExploreHandOver(int64_t check_points, bool& ever_requested) {
  return explorer::Explore([&ever_requested, check_points] {
    AnyGil gil(kInterval);
    int64_t turns_of_other = 0;
    gil.Acquire();
    std::thread other([&] {
      gil.Acquire();
      ++turns_of_other;
      gil.Release();
    });
    for (int64_t i = 0; i < check_points; ++i) {
      const bool requested = gil.switch_requested();
      gil.CheckPoint();
      if (!requested) continue;
      ever_requested = true;
      exercise::Require(turns_of_other == 1,
                        "after a request, CheckPoint() returns before the "
                        "other thread had the lock");
    }
    gil.Release();
    other.join();
    gil.Acquire();
    exercise::Require(!gil.switch_requested(),
                      "nobody waits, and switch_requested() is true");
    gil.CheckPoint();
    gil.Release();
  });
}

Values HandOver(const Values& ask) {
  bool ever_requested = false;
  const auto explore = exercise::IsCanary(ask) ? ExploreHandOver<StubbornGil>
                                               : ExploreHandOver<Gil>;
  return exercise::Explored(explore(ask.Int("check_points"), ever_requested));
}

Values Requests(const Values& ask) {
  bool ever_requested = false;
  const explorer::Result result =
      ExploreHandOver<Gil>(ask.Int("check_points"), ever_requested);
  return exercise::Explored(result, {{"requested", ever_requested}});
}

// The other thread never asks, so it waits until the lock is released.
template <typename AnyGil>
explorer::Result ExploreNoRequest(int64_t check_points) {
  return explorer::Explore([=] {
    AnyGil gil(absl::InfiniteDuration());
    int64_t turns_of_other = 0;
    gil.Acquire();
    std::thread other([&] {
      gil.Acquire();
      ++turns_of_other;
      gil.Release();
    });
    for (int64_t i = 0; i < check_points; ++i) {
      gil.CheckPoint();
      exercise::Require(
          "although it never asked: how often the other thread had the lock",
          turns_of_other, 0);
    }
    gil.Release();
    other.join();
  });
}

Values NoRequest(const Values& ask) {
  const auto explore =
      exercise::IsCanary(ask) ? ExploreNoRequest<NoGil> : ExploreNoRequest<Gil>;
  return exercise::Explored(explore(ask.Int("check_points")));
}

}  // namespace

int main() {
  return exercise::AnswerQuestions({{"sum", Sum},
                                    {"switches", Switches},
                                    {"blocking", Blocking},
                                    {"hand_over", HandOver},
                                    {"requests", Requests},
                                    {"no_request", NoRequest}});
}
