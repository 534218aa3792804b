// SPDX-License-Identifier: Apache-2.0
//
// Puts MessageQueue through what the checks ask for.

#include "common/exercise/runner.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/attributes.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "common/exercise/explored.h"
#include "common/exercise/values.h"
#include "common/explorer/explorer.h"
#include "labs/ch38/exercises/3_bounded_queue/message_queue.h"

namespace {

using ::ch38::MessageQueue;
using ::exercise::IsCanary;
using ::exercise::Require;
using ::exercise::Values;

// A canary (explored_check.h): neither locks nor waits, like your starter. Not
// inlined, as your functions aren't: Clang leaves reads out where it sees the
// whole.
class HastyQueue {
 public:
  explicit HastyQueue(int64_t capacity) : capacity_(capacity) {}
  ABSL_ATTRIBUTE_NOINLINE bool Push(std::string message) {
    const auto size = static_cast<int64_t>(message.size());
    if (closed_ || size_ + size > capacity_) return false;
    size_ += size;
    messages_.push_back(std::move(message));
    return true;
  }
  ABSL_ATTRIBUTE_NOINLINE std::optional<std::string> Pop() {
    if (closed_ || messages_.empty()) return std::nullopt;
    std::string oldest = std::move(messages_.front());
    messages_.pop_front();
    size_ -= static_cast<int64_t>(oldest.size());
    return oldest;
  }
  ABSL_ATTRIBUTE_NOINLINE void Close() { closed_ = true; }
  ABSL_ATTRIBUTE_NOINLINE int64_t bytes() const { return size_; }

 private:
  const int64_t capacity_;
  std::deque<std::string> messages_;
  int64_t size_ = 0;
  bool closed_ = false;
};

// Signal() may wake any of those who wait, and each of them is tried.
explorer::Result Explore(const std::function<void()>& body) {
  return explorer::Explore(body, {.notify_any = true});
}

std::string Text(const std::optional<std::string>& popped) {
  return popped.value_or("nothing");
}

void RequirePopped(const std::optional<std::string>& popped,
                   const std::string& expected) {
  Require(popped == expected,
          "Pop() gave " + Text(popped) + ", and should give " + expected);
}

void RequireBytes(int64_t bytes, int64_t capacity) {
  Require(bytes <= capacity, "bytes() is " + std::to_string(bytes) +
                                 ", with a capacity of " +
                                 std::to_string(capacity));
}

// That these are `one` and `other`, in this order or the other one.
void RequireBoth(const std::optional<std::string>& first,
                 const std::optional<std::string>& second,
                 const std::string& one, const std::string& other) {
  Require(
      (first == one && second == other) || (first == other && second == one),
      "Pop() gave " + Text(first) + " and " + Text(second) +
          ", and should give " + one + " and " + other + ", in any order");
}

// ---- Questions

// One step of one thread: "Push abc", "Pop" or "Close". What it returned.
std::string Do(MessageQueue& queue, absl::string_view step) {
  if (absl::ConsumePrefix(&step, "Push ")) {
    return queue.Push(std::string(step)) ? "true" : "false";
  }
  if (step == "Pop") return Text(queue.Pop());
  queue.Close();
  return "done";
}

Values OneThread(const Values& ask) {
  Values answer;
  const explorer::Result result = Explore([&] {
    MessageQueue queue(ask.Int("capacity"));
    std::vector<std::string> results;
    std::vector<int64_t> bytes;
    for (const std::string& step : ask.Texts("steps")) {
      results.push_back(Do(queue, step));
      bytes.push_back(queue.bytes());
    }
    answer = {{"results", results}, {"bytes", bytes}};
  });
  return exercise::Explored(result, answer);
}

// One thread pushes two messages for which there is room, this one pops them.
template <typename AnyQueue>
explorer::Result ExploreArrival(const std::string& first,
                                const std::string& second) {
  return Explore([&] {
    AnyQueue queue(static_cast<int64_t>(first.size() + second.size()));
    std::thread pusher([&] {
      queue.Push(first);
      queue.Push(second);
    });
    RequirePopped(queue.Pop(), first);
    RequirePopped(queue.Pop(), second);
    pusher.join();
  });
}

Values Arrival(const Values& ask) {
  const auto explore =
      IsCanary(ask) ? ExploreArrival<HastyQueue> : ExploreArrival<MessageQueue>;
  return exercise::Explored(explore(ask.Text("first"), ask.Text("second")));
}

// `first` is inside, and leaves no room for `second`.
template <typename AnyQueue>
explorer::Result ExploreRoom(int64_t capacity, const std::string& first,
                             const std::string& second) {
  return Explore([&] {
    AnyQueue queue(capacity);
    queue.Push(first);
    std::thread pusher(
        [&] { Require(queue.Push(second), "Push() returned false"); });
    RequireBytes(queue.bytes(), capacity);
    RequirePopped(queue.Pop(), first);
    RequirePopped(queue.Pop(), second);
    pusher.join();
  });
}

Values Room(const Values& ask) {
  const auto explore =
      IsCanary(ask) ? ExploreRoom<HastyQueue> : ExploreRoom<MessageQueue>;
  return exercise::Explored(
      explore(ask.Int("capacity"), ask.Text("first"), ask.Text("second")));
}

// Two threads pop what never comes; this one closes the queue.
template <typename AnyQueue>
explorer::Result ExploreEndOfPops() {
  return Explore([] {
    AnyQueue queue(1);
    const auto pop = [&] {
      const std::optional<std::string> popped = queue.Pop();
      Require(!popped.has_value(),
              "Pop() gave " + Text(popped) + ", which nobody pushed");
    };
    std::thread first(pop);
    std::thread second(pop);
    queue.Close();
    first.join();
    second.join();
  });
}

Values EndOfPops(const Values& ask) {
  const auto explore = IsCanary(ask) ? ExploreEndOfPops<HastyQueue>
                                     : ExploreEndOfPops<MessageQueue>;
  return exercise::Explored(explore());
}

// Two threads push into a full queue; this one closes it.
template <typename AnyQueue>
explorer::Result ExploreEndOfPushes(const std::string& inside) {
  return Explore([&] {
    AnyQueue queue(static_cast<int64_t>(inside.size()));
    queue.Push(inside);
    const auto push = [&] {
      Require(!queue.Push("late"),
              "Push() into a full queue that was closed returned true");
    };
    std::thread first(push);
    std::thread second(push);
    queue.Close();
    first.join();
    second.join();
    RequirePopped(queue.Pop(), inside);
  });
}

Values EndOfPushes(const Values& ask) {
  const auto explore = IsCanary(ask) ? ExploreEndOfPushes<HastyQueue>
                                     : ExploreEndOfPushes<MessageQueue>;
  return exercise::Explored(explore(ask.Text("inside")));
}

// A message that fills the queue makes room for two.
template <typename AnyQueue>
explorer::Result ExploreLargePop(const std::string& large,
                                 const std::string& first,
                                 const std::string& second) {
  return Explore([&] {
    AnyQueue queue(static_cast<int64_t>(large.size()));
    queue.Push(large);
    std::thread one([&] { queue.Push(first); });
    std::thread other([&] { queue.Push(second); });
    RequirePopped(queue.Pop(), large);
    one.join();
    other.join();
    const std::optional<std::string> popped = queue.Pop();
    RequireBoth(popped, queue.Pop(), first, second);
  });
}

Values LargePop(const Values& ask) {
  const auto explore = IsCanary(ask) ? ExploreLargePop<HastyQueue>
                                     : ExploreLargePop<MessageQueue>;
  return exercise::Explored(
      explore(ask.Text("large"), ask.Text("first"), ask.Text("second")));
}

// Three messages, each of which fills the queue; two of them wait for room.
template <typename AnyQueue>
explorer::Result ExploreFull(const std::string& inside,
                             const std::string& first,
                             const std::string& second) {
  return Explore([&] {
    const auto capacity = static_cast<int64_t>(inside.size());
    AnyQueue queue(capacity);
    queue.Push(inside);
    std::thread one([&] { queue.Push(first); });
    std::thread other([&] { queue.Push(second); });
    RequirePopped(queue.Pop(), inside);
    RequireBytes(queue.bytes(), capacity);
    const std::optional<std::string> popped = queue.Pop();
    RequireBoth(popped, queue.Pop(), first, second);
    one.join();
    other.join();
  });
}

Values Full(const Values& ask) {
  const auto explore =
      IsCanary(ask) ? ExploreFull<HastyQueue> : ExploreFull<MessageQueue>;
  return exercise::Explored(
      explore(ask.Text("inside"), ask.Text("first"), ask.Text("second")));
}

// Two threads pop one message each, this one pushes two.
template <typename AnyQueue>
explorer::Result ExplorePoppers(const std::string& first,
                                const std::string& second) {
  return Explore([&] {
    AnyQueue queue(static_cast<int64_t>(first.size() + second.size()));
    std::optional<std::string> one_got;
    std::optional<std::string> other_got;
    std::thread one([&] { one_got = queue.Pop(); });
    std::thread other([&] { other_got = queue.Pop(); });
    queue.Push(first);
    queue.Push(second);
    one.join();
    other.join();
    RequireBoth(one_got, other_got, first, second);
  });
}

Values Poppers(const Values& ask) {
  const auto explore =
      IsCanary(ask) ? ExplorePoppers<HastyQueue> : ExplorePoppers<MessageQueue>;
  return exercise::Explored(explore(ask.Text("first"), ask.Text("second")));
}

// One thread pushes, another one closes, this one pops to the end: what Push()
// returned is what became of its message.
template <typename AnyQueue>
explorer::Result ExplorePushBesideClose(const std::string& first,
                                        const std::string& second) {
  return Explore([&] {
    AnyQueue queue(static_cast<int64_t>(first.size() + second.size()) - 1);
    queue.Push(first);
    bool pushed = false;
    std::thread pusher([&] { pushed = queue.Push(second); });
    std::thread closer([&] { queue.Close(); });
    RequirePopped(queue.Pop(), first);
    const std::optional<std::string> popped = queue.Pop();
    pusher.join();
    closer.join();
    Require(popped.has_value() == pushed,
            std::string("Push() returned ") + (pushed ? "true" : "false") +
                ", and Pop() gave " + Text(popped));
    Require(!queue.Pop().has_value(), "Pop() after the end gave a message");
  });
}

Values PushBesideClose(const Values& ask) {
  const auto explore = IsCanary(ask) ? ExplorePushBesideClose<HastyQueue>
                                     : ExplorePushBesideClose<MessageQueue>;
  return exercise::Explored(explore(ask.Text("first"), ask.Text("second")));
}

}  // namespace

int main() {
  return exercise::AnswerQuestions({{"one_thread", OneThread},
                                    {"arrival", Arrival},
                                    {"room", Room},
                                    {"end_of_pops", EndOfPops},
                                    {"end_of_pushes", EndOfPushes},
                                    {"large_pop", LargePop},
                                    {"full", Full},
                                    {"poppers", Poppers},
                                    {"push_beside_close", PushBesideClose}});
}
