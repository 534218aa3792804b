// SPDX-License-Identifier: Apache-2.0

#include "labs/ch38/exercises/5_log_pipeline/log_writer.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/call_once.h"
#include "absl/synchronization/mutex.h"

namespace ch38 {

LogWriter::LogWriter(Sink sink)
    // BEGIN SOLUTION
    : sink_(std::move(sink)), thread_([this] { WriteToTheEnd(); }) {}
// STUB:     : sink_(std::move(sink)) {}  // and starts no thread yet
// END SOLUTION

LogWriter::~LogWriter() { Close(); }

bool LogWriter::Log(std::string line) {
  // BEGIN SOLUTION
  absl::MutexLock log_lock(&mutex_);
  // END SOLUTION
  if (closed_) return false;
  // BEGIN SOLUTION
  waiting_.push_back(std::move(line));
  ++logged_;
  // STUB: // Whoever logs writes, and all the others have to wait.
  // STUB: sink_({std::move(line)});
  // END SOLUTION
  return true;
}

void LogWriter::Flush() {
  // BEGIN SOLUTION
  absl::MutexLock flush_lock(&mutex_);
  const int64_t goal = logged_;
  const auto is_reached = [&]() ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return written_ >= goal;
  };
  mutex_.Await(absl::Condition(&is_reached));
  // END SOLUTION
}

void LogWriter::Close() {
  // BEGIN SOLUTION
  {
    absl::MutexLock close_lock(&mutex_);
    closed_ = true;
  }
  // A second one waits here for the first.
  absl::call_once(joined_, [this] { thread_.join(); });
  // STUB: closed_ = true;
  // END SOLUTION
}
// BEGIN SOLUTION

// ---- The thread

void LogWriter::WriteToTheEnd() {
  for (;;) {
    const std::vector<std::string> lines = WaitForLines();
    if (lines.empty()) return;
    sink_(lines);  // with no lock held
    AreWritten(lines);
  }
}

// All that wait; none at the end.
std::vector<std::string> LogWriter::WaitForLines() {
  absl::MutexLock wait_lock(
      &mutex_, absl::Condition(this, &LogWriter::HasLinesOrIsClosed));
  std::vector<std::string> lines;
  lines.swap(waiting_);
  return lines;
}

void LogWriter::AreWritten(const std::vector<std::string>& lines) {
  absl::MutexLock written_lock(&mutex_);
  written_ += static_cast<int64_t>(lines.size());
}
// END SOLUTION

}  // namespace ch38
