// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/trace/testing/sample_executions.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/explorer/internal/trace/places.h"
#include "common/explorer/internal/trace/source_lines.h"
#include "common/explorer/internal/trace/step.h"

namespace explorer::internal {
namespace {

// Puts steps together with the lines that they are at.
class Teller {
 public:
  Teller(int threads, const std::string& file, absl::string_view source)
      : file_(file), lines_(absl::StrSplit(source, '\n')) {
    sample_.execution.threads = threads;
    sample_.places.files[file] = lines_;
  }

  // A step at a line, from 1.
  Teller& Do(int line, Step step) {
    sample_.execution.steps.push_back(std::move(step));
    sample_.places.steps.push_back(At(line));
    return *this;
  }

  Teller& Stay(int line, Stuck stuck) {
    sample_.execution.stuck.push_back(std::move(stuck));
    sample_.places.stuck.push_back(At(line));
    return *this;
  }

  Sample Find(std::string finding, std::string details) {
    sample_.execution.finding = std::move(finding);
    sample_.execution.details = std::move(details);
    return std::move(sample_);
  }

 private:
  SourceLine At(int line) const {
    // A function begins at the left; its name is before the parenthesis.
    std::string function;
    for (int i = line; i-- > 0 && function.empty();) {
      const std::string& text = lines_[i];
      if (text.empty() || !absl::ascii_isalpha(text[0])) continue;
      const std::string head = text.substr(0, text.find('('));
      function = head.substr(head.rfind(' ') + 1);
    }
    return {function, file_, line,
            std::string(absl::StripAsciiWhitespace(lines_[line - 1]))};
  }

  std::string file_;
  std::vector<std::string> lines_;
  Sample sample_;
};

constexpr absl::string_view kCounter = R"(// A counter that two threads share.

void Counter::Increment(int64_t offset) {
  count_ += offset;
}

int64_t Counter::value() const {
  return count_;
}

void AddOnTwoThreads() {
  Counter counter;
  std::thread a([&] { counter.Increment(1); });
  std::thread b([&] { counter.Increment(1); });
  a.join();
  b.join();
  EXPECT_EQ(counter.value(), 2);
}
)";

constexpr absl::string_view kBank = R"(// Money goes both ways at once.

void Transfer(Account& from, Account& to, int64_t amount) {
  absl::MutexLock first(&from.mutex);
  absl::MutexLock second(&to.mutex);
  from.balance -= amount;
  to.balance += amount;
}

void BothWays() {
  Account a = {100}, b = {100};
  std::thread there([&] { Transfer(a, b, 10); });
  std::thread back([&] { Transfer(b, a, 10); });
  there.join();
  back.join();
}
)";

constexpr absl::string_view kMailbox =
    R"(// One thread waits for the other's word.

void Mailbox::Receive() {
  if (!full_) {
    absl::MutexLock lock(&mutex_);
    came_.Wait(&mutex_);
  }
}

void Mailbox::Send() {
  absl::MutexLock lock(&mutex_);
  full_ = true;
  came_.Signal();
}

void OneLetter() {
  Mailbox box;
  std::thread receiver([&] { box.Receive(); });
  box.Send();
  receiver.join();
}
)";

}  // namespace

Sample LostUpdate() {
  return Teller(3, "labs/ch38/counter.cc", kCounter)
      .Do(13, {.thread = 0, .what = "create", .object = "T1"})
      .Do(14, {.thread = 0, .what = "create", .object = "T2"})
      .Do(4, {.thread = 1, .what = "read", .object = "v1", .value = "0"})
      .Do(4, {.thread = 2, .what = "read", .object = "v1", .value = "0"})
      .Do(4, {.thread = 1, .what = "write", .object = "v1", .value = "0 -> 1"})
      .Do(4, {.thread = 2, .what = "write", .object = "v1", .value = "1 -> 1"})
      .Do(15, {.thread = 0, .what = "join", .object = "T1"})
      .Do(16, {.thread = 0, .what = "join", .object = "T2"})
      .Do(8, {.thread = 0, .what = "read", .object = "v1", .value = "1"})
      .Find("failed assertion",
            "counter.cc:17: EXPECT_EQ(counter.value(), 2)\n"
            "  counter.value() is 1");
}

Sample TwoLockDeadlock() {
  const std::vector<std::string> m1 = {"mutex m1"};
  const std::vector<std::string> m2 = {"mutex m2"};
  return Teller(3, "labs/ch38/bank.cc", kBank)
      .Do(12, {.thread = 0, .what = "create", .object = "T1"})
      .Do(13, {.thread = 0, .what = "create", .object = "T2"})
      .Do(4, {.thread = 1, .what = "lock", .object = "m1", .holds = m1})
      .Do(4, {.thread = 2, .what = "lock", .object = "m2", .holds = m2})
      .Stay(14, {.thread = 0, .what = "waits for T1 to end"})
      .Stay(5, {.thread = 1,
                .what = "waits to lock mutex m2, which T2 holds",
                .holds = m1})
      .Stay(5, {.thread = 2,
                .what = "waits to lock mutex m1, which T1 holds",
                .holds = m2})
      .Find("deadlock", "T1 waits for T2, which waits for T1.");
}

Sample MissedWakeup() {
  const std::vector<std::string> m1 = {"mutex m1"};
  return Teller(2, "labs/ch38/mailbox.cc", kMailbox)
      .Do(18, {.thread = 0, .what = "create", .object = "T1"})
      .Do(4, {.thread = 1, .what = "read", .object = "v1", .value = "0"})
      .Do(11, {.thread = 0, .what = "lock", .object = "m1", .holds = m1})
      .Do(12, {.thread = 0,
               .what = "write",
               .object = "v1",
               .value = "0 -> 1",
               .holds = m1})
      .Do(13,
          {.thread = 0, .what = "notify one of", .object = "c1", .holds = m1})
      .Do(14, {.thread = 0, .what = "unlock", .object = "m1"})
      .Do(5, {.thread = 1, .what = "lock", .object = "m1", .holds = m1})
      .Do(6, {.thread = 1, .what = "wait for", .object = "c1"})
      .Stay(20, {.thread = 0, .what = "waits for T1 to end"})
      .Stay(6, {.thread = 1,
                .what = "waits for condition c1, which no thread will notify"})
      .Find("missed wakeup",
            "T0 notified condition c1 in step 5, when no thread waited; T1 "
            "began to wait in step 8.");
}

}  // namespace explorer::internal
