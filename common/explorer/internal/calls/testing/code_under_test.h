// SPDX-License-Identifier: Apache-2.0
//
// A library of code under test, as a lab's is: explored by some, used as it is
// by others.

#ifndef COMMON_EXPLORER_INTERNAL_CALLS_TESTING_CODE_UNDER_TEST_H_
#define COMMON_EXPLORER_INTERNAL_CALLS_TESTING_CODE_UNDER_TEST_H_

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace explorer::internal {

// Lines, and how many there were.
class Log {
 public:
  void Append(const std::string& line);
  std::vector<std::string> lines() const;

  const std::atomic<int>* count() const { return &count_; }

 private:
  mutable absl::Mutex mutex_;
  std::vector<std::string> lines_ ABSL_GUARDED_BY(mutex_);
  std::atomic<int> count_ = 0;
};

std::unique_ptr<Log> NewLog();

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_CALLS_TESTING_CODE_UNDER_TEST_H_
