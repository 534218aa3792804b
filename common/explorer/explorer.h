// SPDX-License-Identifier: Apache-2.0
//
// Runs a concurrent test under every interleaving that can matter, and says
// which one breaks it. For plain C++: int, absl::Mutex, std::thread,
// std::atomic; nothing is rewritten. Use it for code of a few threads whose
// correctness hangs on their order; use TSan or a stress test for a whole
// program.
//
//   #include "common/explorer/explorer.h"
//
//   TEST(CounterTest, NoIncrementIsLost) {
//     explorer::Result result = explorer::Explore([] {
//       Counter counter;
//       std::thread a([&] { counter.Increment(1); });
//       std::thread b([&] { counter.Increment(1); });
//       a.join();
//       b.join();
//       EXPECT_EQ(counter.value(), 2);
//     });
//     EXPECT_TRUE(result.proved()) << result;
//   }
//
// In BUILD the test is an explorer_test, and the code under test an
// explorer_library, so that the compiler makes each access to memory visible
// (//common/explorer/bazel:explorer.bzl):
//
//   explorer_test(name = "counter_explored_test", srcs = [...], deps = [...])
//
// The body runs many times, from its start to its end: it makes what it tests
// itself, joins its threads, and does the same on the same schedule (no random
// numbers, no real time, no state left over from the last time). Its threads
// run one at a time. Time is virtual: a sleep or a time-out takes none, and is
// over whenever a schedule says so.
//
// What is found, in any schedule: failed assertions, exceptions that leave a
// thread, data races, deadlocks, missed wakeups, wrong unlocks and joins, use
// of destroyed mutexes, threads that are left over, and livelocks. The first
// finding ends the exploration; it comes with a trace, and a token that replays
// it.
//
// What "proved" means: no schedule shows any of those, under sequential
// consistency, for this body. It says nothing of other bodies, and nothing of
// what relaxed atomics could show beyond it (Result::notes() says so). Unless
// Options say otherwise, notify_one wakes the waiter that waits longest, and no
// wait ends without a notification or a time-out, and no
// compare_exchange_weak() fails if the value is the expected one. A loop that
// yields, sleeps, times out or tries to lock goes round three times at most
// while others can go on; if that leaves schedules out, nothing is proved
// (Result::notes() says so).
//
// Thread safety: any thread may explore; one exploration at a time runs in a
// process, others wait for it. What threads do that began outside of
// explorations is real.
// Errors: misuse (a body that is not deterministic, an unsupported call) is a
// finding with a name of its own. Options out of their bounds end the program,
// with a line that names the option.
//
// Source: P. Abdulla et al., "Source sets: a foundation for optimal dynamic
// partial order reduction", Journal of the ACM 64(4), 2017.

#ifndef COMMON_EXPLORER_EXPLORER_H_
#define COMMON_EXPLORER_EXPLORER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "common/explorer/internal/program/finding.h"

namespace explorer {

struct Options {
  // Data races are findings. If not, the program runs on through them: for
  // seeing what a race can lead to, such as a wrong sum.
  bool races_are_findings = true;

  // notify_one (Signal) wakes any of the waiters, as C++ says, instead of the
  // one that waits longest, as most systems do. Each is tried.
  bool notify_any = false;

  // So many waits of each thread for a condition variable may end without a
  // notification, as C++ says: whichever they are. 0 or more; 1 shows an `if`
  // where a `while` is needed. Waits with a time-out just time out.
  int spurious_wakeups = 0;

  // So many compare_exchange_weak() of each thread may fail although the value
  // is the expected one, as C++ says: whichever they are. 0 to 100; 1 shows a
  // call without the loop that it needs. With GCC: Clang does not tell them
  // from compare_exchange_strong().
  int spurious_failures = 0;

  // Only schedules with at most so many preemptions (switches away from a
  // thread that could have gone on); 0 or more. Most bugs need 1 or 2.
  std::optional<int> preemptions = std::nullopt;

  // So many random schedules instead of all; 1 or more. A bug of n threads, k
  // steps and d ordering constraints is found by each with a probability of at
  // least 1 / (n * k^(d - 1)). Not together with `preemptions`.
  std::optional<uint64_t> random_runs = std::nullopt;
  uint64_t seed = 1;  // of the random schedules
  int depth = 3;      // d of the above; 1 or more

  // Runs the schedule of this token alone (Result::token()), under those of the
  // options that it was found with. If the program does otherwise there than
  // the one that the token was made by, that is the finding (kWrongToken).
  std::string replay = "";

  // Goes on after findings, to count the executions that have one.
  bool stop_at_first = true;

  // Bounds. An execution of more steps (operations that other threads can
  // notice) is a finding; 1 to 32,000.
  int max_steps = 10'000;
  // Reaching one of these ends the exploration without a proof.
  uint64_t max_executions = UINT64_MAX;
  absl::Duration max_time = absl::InfiniteDuration();
  // Of the whole process, with what the search keeps.
  size_t max_memory_bytes = size_t{4} << 30;

  // A thread that for so long runs without a step or an access of memory, or
  // waits in a system call, is a finding. Infinite: it may, as in a debugger.
  absl::Duration max_silence = absl::Seconds(3);

  // Is told every so often how far it is, in a line (executions, a second, how
  // much is left as far as that can be estimated): for long ones. Without a
  // function the line goes to stderr, if that is a terminal.
  std::function<void(const std::string& line)> progress = nullptr;
  absl::Duration progress_every = absl::Seconds(3);

  // Of each thread of the program, 16 KiB or more.
  size_t stack_bytes = 256 * 1024;

  // Of the terminal that Result::trace() is for; at least 40.
  int trace_columns = 80;

  // Runs the program's threads as threads of the system, for debuggers and
  // sanitizers; some hundred times slower.
  bool real_threads = false;
};

class Result {
 public:
  // Every schedule that can matter was run, and none has a finding.
  bool proved() const { return complete_ && !found(); }
  bool found() const { return finding_.kind != Finding::Kind::kNone; }
  const Finding& finding() const { return finding_; }

  // Whether all schedules that the options allow were run, findings or not.
  bool complete() const { return complete_; }
  // That ran to an end, good or bad; of those, with a finding.
  uint64_t executions() const { return executions_; }
  uint64_t failures() const { return failures_; }
  // That were given up as seen before; only conditions lead there, and
  // Options::spurious_failures.
  uint64_t given_up() const { return given_up_; }
  // About how many schedules there are without the reduction: the orders of
  // the steps of the first execution's threads.
  double schedules() const { return schedules_; }

  // Replays the finding (Options::replay); "" without one.
  const std::string& token() const { return token_; }
  // The finding's execution, step by step, with as few switches as it needs: a
  // column a thread.
  const std::string& trace() const { return trace_; }
  // The same as a page to step through: one HTML file.
  const std::string& page() const { return page_; }
  // What limits the proof, a sentence each.
  const std::vector<std::string>& notes() const { return notes_; }

  // All of it, for people.
  std::string ToString() const;
  friend std::ostream& operator<<(std::ostream& out, const Result& result) {
    return out << result.ToString();
  }

 private:
  friend class Exploration;

  Finding finding_;
  bool complete_ = false;
  uint64_t executions_ = 0;
  uint64_t failures_ = 0;
  uint64_t given_up_ = 0;
  double schedules_ = 0;
  std::string token_;
  std::string trace_;
  std::string page_;
  std::vector<std::string> notes_;
};

// Runs `body` under every interleaving that can matter, or those that `options`
// asks for. GoogleTest's expectations inside the body become findings and fail
// nothing by themselves.
//
// With EXPLORER=off in the environment the body runs once instead, for real, as
// any other code; the result is then neither proved nor a finding. With
// EXPLORER_REPLAY=TOKEN that schedule alone runs, in each call: choose one
// test.
Result Explore(const std::function<void()>& body, const Options& options = {});

// "data race", for messages and tests.
std::string ToString(Finding::Kind kind);

}  // namespace explorer

#endif  // COMMON_EXPLORER_EXPLORER_H_
