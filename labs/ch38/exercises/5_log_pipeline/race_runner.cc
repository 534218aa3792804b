// SPDX-License-Identifier: Apache-2.0
//
// Puts LogWriter through real threads, watched by ThreadSanitizer.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/synchronization/mutex.h"
#include "common/exercise/runner.h"
#include "common/exercise/values.h"
#include "labs/ch38/exercises/5_log_pipeline/log_writer.h"

namespace {

using ::exercise::Values;

// Counts each producer's lines, which are numbered: "2 17" is number 17 of
// producer 2.
class Tally {
 public:
  explicit Tally(size_t producers) : lines_of_(producers) {}

  void Write(const std::vector<std::string>& lines) {
    absl::MutexLock lock(&mutex_);
    for (const std::string& line : lines) {
      const std::vector<std::string> parts = absl::StrSplit(line, ' ');
      int64_t& count = lines_of_[std::stoul(parts[0])];
      if (std::stol(parts[1]) != count) ++out_of_order_;
      ++count;
    }
  }

  int64_t lines_of(size_t producer) const {
    absl::MutexLock lock(&mutex_);
    return lines_of_[producer];
  }

  int64_t out_of_order() const {
    absl::MutexLock lock(&mutex_);
    return out_of_order_;
  }

 private:
  mutable absl::Mutex mutex_;
  std::vector<int64_t> lines_of_ ABSL_GUARDED_BY(mutex_);
  int64_t out_of_order_ ABSL_GUARDED_BY(mutex_) = 0;
};

// Waits until `count` is so large. Brings no order among threads, which might
// hide a data race.
void WaitFor(const std::atomic<int64_t>& count, int64_t goal) {
  while (count.load(std::memory_order_relaxed) < goal) {
    std::this_thread::yield();
  }
}

void CountUp(std::atomic<int64_t>& count) {
  count.fetch_add(1, std::memory_order_relaxed);
}

// Whether the thread logs. Called by such a one, the sink does not wait for
// what is still to be logged.
thread_local bool t_logs = false;

// This thread, number 0, logs a line, and another `lines` while the sink writes
// that one. While it writes these, four more threads come and log `lines` each,
// then flush.
Values Many(const Values& ask) {
  constexpr int64_t kProducers = 4;
  const int64_t lines = ask.Int("lines");
  Tally tally(kProducers + 1);
  std::atomic<int64_t> calls = 0;         // of the sink
  std::atomic<int64_t> has_piled_up = 0;  // 1: behind the first line
  std::atomic<int64_t> half_done = 0;     // producers
  std::atomic<int64_t> not_flushed = 0;
  ch38::LogWriter log([&](const std::vector<std::string>& written) {
    const int64_t before = calls.fetch_add(1, std::memory_order_relaxed);
    if (!t_logs && before == 0) WaitFor(has_piled_up, 1);
    if (!t_logs && before > 0) WaitFor(half_done, kProducers);
    tally.Write(written);
  });

  t_logs = true;
  log.Log("0 0");
  WaitFor(calls, 1);
  for (int64_t i = 1; i <= lines; ++i) log.Log(absl::StrCat("0 ", i));
  CountUp(has_piled_up);
  WaitFor(calls, 2);
  std::vector<std::thread> threads;
  for (size_t producer = 1; producer <= kProducers; ++producer) {
    threads.emplace_back([&, producer] {
      t_logs = true;
      for (int64_t i = 0; i < lines; ++i) {
        log.Log(absl::StrCat(producer, " ", i));
        if (i == lines / 2) CountUp(half_done);
      }
      log.Flush();
      not_flushed += lines - tally.lines_of(producer);
    });
  }
  for (std::thread& thread : threads) thread.join();
  log.Close();
  int64_t written = 0;
  for (size_t i = 0; i <= kProducers; ++i) written += tally.lines_of(i);
  return {{"lines", written},
          {"lines out of order", tally.out_of_order()},
          {"lines missing after Flush()", not_flushed.load()}};
}

}  // namespace

int main() { return exercise::AnswerQuestions({{"many", Many}}); }
