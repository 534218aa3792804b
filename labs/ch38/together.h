// SPDX-License-Identifier: Apache-2.0
//
// Together: several threads that begin at the same moment.
//
//   ch38::Together(4, [&](int thread) { counter.Increment(thread); });
//
// To start a thread takes longer than some thousand increments. Without a
// common start the first threads would be done before the last one begins, and
// nobody would meet anybody. The start is no absl::Mutex, so that who counts
// how often locks are waited for (contention.h) does not count the start.
//
// Thread safety: starts its own threads and ends them before it returns.
// Errors: std::system_error where the system starts no more threads ends the
// program.

#ifndef LABS_CH38_TOGETHER_H_
#define LABS_CH38_TOGETHER_H_

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/log/absl_check.h"

namespace ch38 {

// A gate that opens when all who are expected have come. (std::latch says the
// same in one line; GCC 12's can lose a wakeup on Windows.)
class Gate {
 public:
  explicit Gate(int expected) : expected_(expected) {}
  void ArriveAndWait() {
    std::unique_lock<std::mutex> lock(mu_);
    if (--expected_ == 0) all_are_here_.notify_all();
    all_are_here_.wait(lock, [this] { return expected_ == 0; });
  }

 private:
  std::mutex mu_;
  std::condition_variable all_are_here_;
  int expected_;  // still to come; under mu_
};

// Calls work(0) to work(threads - 1), each on a thread of its own, at least 1,
// and returns when all have returned.
inline void Together(int threads, absl::FunctionRef<void(int)> work) {
  ABSL_CHECK_GE(threads, 1) << "Together: needs at least 1 thread";
  Gate start(threads);
  std::vector<std::thread> started;
  started.reserve(threads);
  for (int thread = 0; thread < threads; ++thread) {
    started.emplace_back([&start, work, thread] {
      start.ArriveAndWait();
      work(thread);
    });
  }
  for (std::thread& thread : started) thread.join();
}

}  // namespace ch38

#endif  // LABS_CH38_TOGETHER_H_
