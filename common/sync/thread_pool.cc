// SPDX-License-Identifier: Apache-2.0

#include "common/sync/thread_pool.h"

#include <optional>
#include <system_error>
#include <thread>
#include <utility>

#include "absl/log/absl_check.h"
#include "absl/synchronization/mutex.h"

namespace sync_util {

ThreadPool::ThreadPool(int threads) {
  ABSL_CHECK_GE(threads, 1) << "ThreadPool: with no thread no task would ever "
                               "run; ask for at least 1";
  threads_.reserve(threads);
  try {
    for (int i = 0; i < threads; ++i) {
      threads_.emplace_back([this] { RunTasks(); });
    }
  } catch (const std::system_error&) {
    // Those that run must end first: an unjoined thread ends the program.
    EndThreads();
    throw;
  }
}

ThreadPool::~ThreadPool() { EndThreads(); }

void ThreadPool::EndThreads() {
  {
    absl::MutexLock lock(&mu_);
    closing_ = true;
  }
  for (std::thread& thread : threads_) thread.join();
}

void ThreadPool::Schedule(Task task) {
  ABSL_CHECK(task != nullptr)
      << "ThreadPool::Schedule: the task is empty; pass something to call";
  absl::MutexLock lock(&mu_);
  tasks_.push_back(std::move(task));
}

// What each thread of the pool does.
void ThreadPool::RunTasks() {
  while (std::optional<Task> task = WaitForTask()) {
    std::move (*task)();
    // What the task holds goes first: its destructors may schedule tasks too.
    task.reset();
    FinishTask();
  }
}

std::optional<ThreadPool::Task> ThreadPool::WaitForTask() {
  absl::MutexLock lock(&mu_,
                       absl::Condition(this, &ThreadPool::HasTaskOrIsDone));
  if (!HasTask()) return std::nullopt;
  std::optional<Task> task(std::move(tasks_.front()));
  tasks_.pop_front();
  ++running_;
  return task;
}

void ThreadPool::FinishTask() {
  absl::MutexLock lock(&mu_);
  --running_;
}

bool ThreadPool::HasTask() const { return !tasks_.empty(); }

bool ThreadPool::IsDone() const {
  return closing_ && tasks_.empty() && running_ == 0;
}

bool ThreadPool::HasTaskOrIsDone() const { return HasTask() || IsDone(); }

}  // namespace sync_util
