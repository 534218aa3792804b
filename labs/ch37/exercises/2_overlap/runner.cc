// SPDX-License-Identifier: Apache-2.0
//
// Puts PendingReads through what the checks ask for.

#include "common/exercise/runner.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/attributes.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/notification.h"
#include "common/exercise/explored.h"
#include "common/exercise/meeting.h"
#include "common/exercise/values.h"
#include "common/explorer/explorer.h"
#include "labs/ch37/exercises/2_overlap/device.h"
#include "labs/ch37/exercises/2_overlap/pending_reads.h"

namespace {

using ::ch37::Device;
using ::ch37::PendingReads;
using ::exercise::Meeting;
using ::exercise::Values;

// A canary (explored_check.h): waits for nothing, and leaves threads behind.
class HastyReads {
 public:
  ABSL_ATTRIBUTE_NOINLINE explicit HastyReads(
      const std::vector<Device*>& devices)
      : answers_(std::make_shared<std::vector<int64_t>>(devices.size())) {
    for (size_t n = 0; n < devices.size(); ++n) {
      std::thread([answers = answers_, n, device = devices[n]] {
        (*answers)[n] = device->Read();
      }).detach();
    }
  }
  ABSL_ATTRIBUTE_NOINLINE bool ready(size_t i) const {
    return (*answers_)[i] != 0;
  }
  ABSL_ATTRIBUTE_NOINLINE int64_t Get(size_t i) const { return (*answers_)[i]; }

 private:
  std::shared_ptr<std::vector<int64_t>> answers_;
};

// Answers `answer`, but first waits for what it is told to.
class SlowDevice : public Device {
 public:
  explicit SlowDevice(int64_t answer) : answer_(answer) {}
  SlowDevice(int64_t answer, Meeting* meeting)
      : answer_(answer), meeting_(meeting) {}
  SlowDevice(int64_t answer, absl::Notification* signal)
      : answer_(answer), signal_(signal) {}

  int64_t Read() override {
    if (meeting_ != nullptr) meeting_->Come();
    if (signal_ != nullptr) signal_->WaitForNotification();
    ++reads_;
    return answer_;
  }

  // When the read is over.
  int reads() const { return reads_; }

 private:
  const int64_t answer_;
  Meeting* const meeting_ = nullptr;
  absl::Notification* const signal_ = nullptr;
  int reads_ = 0;
};

void RequireAnswer(size_t i, int64_t got, int64_t expected) {
  exercise::Require(absl::StrCat("Get(", i, ")"), got, expected);
}

// The devices answer when all of them are being read, and the caller is at
// work.
template <typename AnyReads>
explorer::Result ExploreTogether(const std::vector<int64_t>& answers) {
  return explorer::Explore([=] {
    Meeting meeting(answers.size() + 1);
    std::vector<std::unique_ptr<SlowDevice>> owned;
    std::vector<Device*> devices;
    for (int64_t answer : answers) {
      owned.push_back(std::make_unique<SlowDevice>(answer, &meeting));
      devices.push_back(owned.back().get());
    }
    const AnyReads reads(devices);
    meeting.Come();  // the caller's own work
    for (size_t i = 0; i < answers.size(); ++i) {
      RequireAnswer(i, reads.Get(i), answers[i]);
    }
  });
}

Values Together(const Values& ask) {
  const auto explore = exercise::IsCanary(ask) ? ExploreTogether<HastyReads>
                                               : ExploreTogether<PendingReads>;
  return exercise::Explored(explore(ask.Ints("answers")));
}

// The devices answer when they like; the last one is asked for first. What
// ready() says at the beginning may be the one or the other.
template <typename AnyReads>
explorer::Result ExploreAnyOrder(int64_t first, int64_t second) {
  return explorer::Explore([=] {
    SlowDevice device_0(first);
    SlowDevice device_1(second);
    const AnyReads reads({&device_0, &device_1});
    if (reads.ready(0)) RequireAnswer(0, reads.Get(0), first);
    RequireAnswer(1, reads.Get(1), second);
    RequireAnswer(0, reads.Get(0), first);
    exercise::Require(reads.ready(0), "after Get(0), ready(0) is false");
    RequireAnswer(0, reads.Get(0), first);
  });
}

Values AnyOrder(const Values& ask) {
  const auto explore = exercise::IsCanary(ask) ? ExploreAnyOrder<HastyReads>
                                               : ExploreAnyOrder<PendingReads>;
  return exercise::Explored(explore(ask.Int("first"), ask.Int("second")));
}

// The device answers after the caller has looked whether it has.
template <typename AnyReads>
explorer::Result ExploreReady(int64_t answer) {
  return explorer::Explore([=] {
    absl::Notification looked;
    SlowDevice device(answer, &looked);
    const AnyReads reads({&device});
    exercise::Require(!reads.ready(0),
                      "ready(0) is true before the device has answered");
    looked.Notify();
    RequireAnswer(0, reads.Get(0), answer);
    exercise::Require(reads.ready(0), "after Get(0), ready(0) is false");
  });
}

Values Ready(const Values& ask) {
  const auto explore = exercise::IsCanary(ask) ? ExploreReady<HastyReads>
                                               : ExploreReady<PendingReads>;
  return exercise::Explored(explore(ask.Int("answer")));
}

// Device 0 or 1, whichever is not `wanted`, answers when the other one's answer
// has been got.
template <typename AnyReads>
explorer::Result ExploreNoOther(size_t wanted, int64_t answer) {
  return explorer::Explore([=] {
    absl::Notification got_it;
    SlowDevice quick(answer);
    SlowDevice slow(-answer, &got_it);
    std::vector<Device*> devices(2, &slow);
    devices[wanted] = &quick;
    const AnyReads reads(devices);
    RequireAnswer(wanted, reads.Get(wanted), answer);
    got_it.Notify();
    RequireAnswer(1 - wanted, reads.Get(1 - wanted), -answer);
  });
}

Values NoOther(const Values& ask) {
  const auto explore = exercise::IsCanary(ask) ? ExploreNoOther<HastyReads>
                                               : ExploreNoOther<PendingReads>;
  return exercise::Explored(
      explore(static_cast<size_t>(ask.Int("wanted")), ask.Int("answer")));
}

// Two threads ask for the same answer.
template <typename AnyReads>
explorer::Result ExploreTwoAsk(int64_t answer) {
  return explorer::Explore([=] {
    SlowDevice device(answer);
    const AnyReads reads({&device});
    std::thread other([&] { RequireAnswer(0, reads.Get(0), answer); });
    RequireAnswer(0, reads.Get(0), answer);
    other.join();
  });
}

Values TwoAsk(const Values& ask) {
  const auto explore = exercise::IsCanary(ask) ? ExploreTwoAsk<HastyReads>
                                               : ExploreTwoAsk<PendingReads>;
  return exercise::Explored(explore(ask.Int("answer")));
}

void RequireRead(absl::string_view name, const SlowDevice& device) {
  exercise::Require(
      absl::StrCat(
          "when the destructor has returned, the number of times that ", name,
          " has answered"),
      device.reads(), 1);
}

// No answer is asked for. When the object is gone, each device was read, once.
template <typename AnyReads>
explorer::Result ExploreNobodyAsks(int64_t answer) {
  return explorer::Explore([=] {
    SlowDevice device_0(answer);
    SlowDevice device_1(answer);
    { const AnyReads reads({&device_0, &device_1}); }
    RequireRead("device 0", device_0);
    RequireRead("device 1", device_1);
  });
}

Values NobodyAsks(const Values& ask) {
  const auto explore = exercise::IsCanary(ask)
                           ? ExploreNobodyAsks<HastyReads>
                           : ExploreNobodyAsks<PendingReads>;
  return exercise::Explored(explore(ask.Int("answer")));
}

}  // namespace

int main() {
  return exercise::AnswerQuestions({{"together", Together},
                                    {"any_order", AnyOrder},
                                    {"ready", Ready},
                                    {"no_other", NoOther},
                                    {"two_ask", TwoAsk},
                                    {"nobody_asks", NobodyAsks}});
}
