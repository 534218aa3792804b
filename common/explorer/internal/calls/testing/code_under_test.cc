// SPDX-License-Identifier: Apache-2.0

#include "common/explorer/internal/calls/testing/code_under_test.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/synchronization/mutex.h"

namespace explorer::internal {

void Log::Append(const std::string& line) {
  const absl::MutexLock lock(&mutex_);
  lines_.push_back(line);
  count_.fetch_add(1);
}

std::vector<std::string> Log::lines() const {
  const absl::MutexLock lock(&mutex_);
  return lines_;
}

std::unique_ptr<Log> NewLog() { return std::make_unique<Log>(); }

}  // namespace explorer::internal
