// SPDX-License-Identifier: Apache-2.0
//
// Puts Worker through what the checks ask for.

#include "common/exercise/runner.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/attributes.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"
#include "common/exercise/explored.h"
#include "common/exercise/values.h"
#include "common/explorer/explorer.h"
#include "labs/ch37/exercises/4_stop/worker.h"

namespace {

using ::ch37::Worker;
using ::exercise::Values;

using Items = std::vector<int64_t>;

// A canary (explored_check.h): handles each item on a thread of its own, that
// nobody waits for, and knows of stops without a lock.
class RecklessWorker {
 public:
  explicit RecklessWorker(Worker::Handle handle)
      : handle_(std::make_shared<Worker::Handle>(std::move(handle))),
        stopped_(std::make_shared<bool>(false)) {
    // Nobody waits for this one, either.
    std::thread([stopped = stopped_] {
      *stopped = *stopped || false;
    }).detach();
  }

  ABSL_ATTRIBUTE_NOINLINE bool Submit(int64_t item) {
    std::thread([handle = handle_, item] { (*handle)(item); }).detach();
    return !*stopped_;
  }
  ABSL_ATTRIBUTE_NOINLINE void RequestStop() { *stopped_ = true; }
  ABSL_ATTRIBUTE_NOINLINE bool stop_requested() const { return *stopped_; }
  ABSL_ATTRIBUTE_NOINLINE Items Stop() {
    RequestStop();
    return {};
  }

 private:
  std::shared_ptr<Worker::Handle> handle_;
  std::shared_ptr<bool> stopped_;
};

void RequireItems(absl::string_view what, const Items& got,
                  const Items& expected) {
  if (got == expected) return;
  exercise::Require(false, absl::StrCat(what, ": [", absl::StrJoin(got, ", "),
                                        "], and should be: [",
                                        absl::StrJoin(expected, ", "), "]"));
}

// All items are handled before the stop.
template <typename AnyWorker>
explorer::Result ExploreInOrder(const Items& items) {
  return explorer::Explore([=] {
    absl::BlockingCounter missing(static_cast<int>(items.size()));
    Items handled;
    AnyWorker worker([&](int64_t item) {
      handled.push_back(item);
      missing.DecrementCount();
    });
    for (int64_t item : items) {
      exercise::Require(worker.Submit(item), "Submit() returns false");
    }
    missing.Wait();
    RequireItems("given back by Stop()", worker.Stop(), {});
    RequireItems("handled", handled, items);
  });
}

Values InOrder(const Values& ask) {
  const auto explore = exercise::IsCanary(ask) ? ExploreInOrder<RecklessWorker>
                                               : ExploreInOrder<Worker>;
  return exercise::Explored(explore(ask.Ints("items")));
}

// There is nothing to do, and a stop.
template <typename AnyWorker>
explorer::Result ExploreIdle(bool by_destructor) {
  return explorer::Explore([=] {
    AnyWorker worker([](int64_t) {});
    if (by_destructor) return;
    RequireItems("given back by Stop()", worker.Stop(), {});
    RequireItems("given back by a second Stop()", worker.Stop(), {});
  });
}

Values Idle(const Values& ask) {
  const auto explore = exercise::IsCanary(ask) ? ExploreIdle<RecklessWorker>
                                               : ExploreIdle<Worker>;
  return exercise::Explored(explore(ask.Bool("by_destructor")));
}

// What was taken is what was handled and what was given back, in that order.
void RequireNothingLost(const Items& handled, const Items& given_back,
                        const Items& taken) {
  Items all = handled;
  all.insert(all.end(), given_back.begin(), given_back.end());
  RequireItems(absl::StrCat("handled: [", absl::StrJoin(handled, ", "),
                            "], given back: [", absl::StrJoin(given_back, ", "),
                            "]; together"),
               all, taken);
}

// While items are submitted another thread requests a stop.
template <typename AnyWorker>
explorer::Result ExploreAnyMoment(const Items& items) {
  return explorer::Explore([=] {
    Items handled;
    AnyWorker worker([&](int64_t item) { handled.push_back(item); });
    std::thread other([&] { worker.RequestStop(); });
    Items taken;
    for (int64_t item : items) {
      if (worker.Submit(item)) taken.push_back(item);
    }
    const Items given_back = worker.Stop();
    RequireNothingLost(handled, given_back, taken);
    other.join();
  });
}

Values AnyMoment(const Values& ask) {
  const auto explore = exercise::IsCanary(ask)
                           ? ExploreAnyMoment<RecklessWorker>
                           : ExploreAnyMoment<Worker>;
  return exercise::Explored(explore(ask.Ints("items")));
}

// The first item requests a stop while it is handled, when all are submitted.
template <typename AnyWorker>
explorer::Result ExploreFromWithin(const Items& items) {
  return explorer::Explore([=] {
    absl::Notification all_submitted;
    absl::Notification first_handled;
    Items handled;
    AnyWorker* self = nullptr;
    AnyWorker worker([&](int64_t item) {
      all_submitted.WaitForNotification();
      self->RequestStop();
      handled.push_back(item);
      if (item == items[0]) first_handled.Notify();
    });
    self = &worker;
    for (int64_t item : items) {
      exercise::Require(worker.Submit(item), "Submit() returns false");
    }
    all_submitted.Notify();
    first_handled.WaitForNotification();
    const Items given_back = worker.Stop();
    RequireItems("handled", handled, {items[0]});
    RequireNothingLost(handled, given_back, items);
  });
}

Values FromWithin(const Values& ask) {
  const auto explore = exercise::IsCanary(ask)
                           ? ExploreFromWithin<RecklessWorker>
                           : ExploreFromWithin<Worker>;
  return exercise::Explored(explore(ask.Ints("items")));
}

// A stop is requested while the first item is being handled; that goes on until
// it sees the request.
template <typename AnyWorker>
explorer::Result ExploreLongItem(const Items& items) {
  return explorer::Explore([=] {
    absl::Notification begun;
    absl::Notification requested;
    bool request_seen = false;
    Items handled;
    AnyWorker* self = nullptr;
    AnyWorker worker([&](int64_t item) {
      if (item == items[0]) begun.Notify();
      requested.WaitForNotification();
      request_seen = self->stop_requested();
      handled.push_back(item);
    });
    self = &worker;
    for (int64_t item : items) worker.Submit(item);
    begun.WaitForNotification();
    worker.RequestStop();
    exercise::Require(!worker.Submit(0),
                      "after RequestStop(), Submit() returns true");
    requested.Notify();
    const Items given_back = worker.Stop();
    exercise::Require(request_seen,
                      "after RequestStop(), stop_requested() is false");
    RequireItems("handled", handled, {items[0]});
    RequireNothingLost(handled, given_back, items);
  });
}

Values LongItem(const Values& ask) {
  const auto explore = exercise::IsCanary(ask) ? ExploreLongItem<RecklessWorker>
                                               : ExploreLongItem<Worker>;
  return exercise::Explored(explore(ask.Ints("items")));
}

// The worker is destroyed while it handles an item.
template <typename AnyWorker>
explorer::Result ExploreDestructor(int64_t item) {
  return explorer::Explore([=] {
    absl::Notification begun;
    Items handled;
    {
      AnyWorker worker([&](int64_t it) {
        begun.Notify();
        handled.push_back(it);
      });
      worker.Submit(item);
      begun.WaitForNotification();
    }
    RequireItems("when the destructor has returned, handled", handled, {item});
  });
}

Values Destructor(const Values& ask) {
  const auto explore = exercise::IsCanary(ask)
                           ? ExploreDestructor<RecklessWorker>
                           : ExploreDestructor<Worker>;
  return exercise::Explored(explore(ask.Int("item")));
}

}  // namespace

int main() {
  return exercise::AnswerQuestions({{"in_order", InOrder},
                                    {"idle", Idle},
                                    {"any_moment", AnyMoment},
                                    {"from_within", FromWithin},
                                    {"long_item", LongItem},
                                    {"destructor", Destructor}});
}
