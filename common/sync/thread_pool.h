// SPDX-License-Identifier: Apache-2.0
//
// ThreadPool: a fixed number of threads that run tasks in the order in which
// they were scheduled.
//
// Use it for many short tasks: starting a thread takes about as long as tens of
// thousands of instructions. For a few long tasks, or for tasks that wait for
// each other, plain std::threads are simpler and safer.
//
//   std::vector<int64_t> sums(files.size());
//   {
//     sync_util::ThreadPool pool(/*threads=*/4);
//     for (size_t i = 0; i < files.size(); ++i) {
//       pool.Schedule([&, i] { sums[i] = SumOf(files[i]); });
//     }
//   }  // The destructor waits for all of them, so `sums` is complete here.
//
// Thread safety: any thread may call Schedule(), a task of the same pool too.
// The caller sees to it that no other thread schedules once the destructor has
// begun; tasks that still run may, and what they schedule is run as well. A
// task must not destroy its own pool: that thread would wait for itself.
//
// Lifetimes: what a task refers to must outlive the pool. Declare the pool
// after it, so that the pool's destructor runs first.
//
// Tasks that wait: a pool has no spare threads. When each of them waits for a
// task that has not begun, none is left to run it, and all wait for ever.
//
// Errors: an exception that leaves a task ends the program (std::terminate), as
// it does for a std::thread; catch it in the task. A thread count below 1 or
// an empty task ends the program with a message. The constructor throws
// std::system_error when the system starts no more threads; none is left then.
//
// Source: the thread pool (worker crew) of Butenhof, "Programming with POSIX
// Threads" (1997), on absl::Mutex's conditional critical sections.

#ifndef COMMON_SYNC_THREAD_POOL_H_
#define COMMON_SYNC_THREAD_POOL_H_

#include <deque>
#include <optional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/synchronization/mutex.h"

namespace sync_util {

class ThreadPool {
 public:
  // Called once. May hold what can only be moved, such as a std::unique_ptr.
  using Task = absl::AnyInvocable<void() &&>;

  // Starts `threads` threads, at least 1.
  explicit ThreadPool(int threads);

  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  // Waits until every scheduled task has run, then ends the threads.
  ~ThreadPool();

  // Puts `task` at the end of the queue and returns at once. The queue has no
  // limit: were it to make callers wait, a pool whose tasks schedule tasks
  // could end with every thread waiting for room that only they could make.
  void Schedule(Task task);

 private:
  void EndThreads();
  void RunTasks();
  std::optional<Task> WaitForTask();
  void FinishTask();

  bool HasTask() const ABSL_SHARED_LOCKS_REQUIRED(mu_);
  bool IsDone() const ABSL_SHARED_LOCKS_REQUIRED(mu_);
  bool HasTaskOrIsDone() const ABSL_SHARED_LOCKS_REQUIRED(mu_);

  absl::Mutex mu_;
  std::deque<Task> tasks_ ABSL_GUARDED_BY(mu_);
  // Tasks that were taken from the queue and have not ended yet. They may still
  // schedule others, so no thread leaves before this is 0.
  int running_ ABSL_GUARDED_BY(mu_) = 0;
  bool closing_ ABSL_GUARDED_BY(mu_) = false;
  // Only the constructor and the destructor touch it.
  std::vector<std::thread> threads_;
};

}  // namespace sync_util

#endif  // COMMON_SYNC_THREAD_POOL_H_
