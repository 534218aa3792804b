// SPDX-License-Identifier: Apache-2.0
//
// Lines of a log, from many threads, that a thread of its own writes.
//
//   ch38::LogWriter log([&](const std::vector<std::string>& lines) {
//     for (const std::string& line : lines) file << line << '\n';
//   });
//   log.Log("hello");  // from any thread; never waits for the file
//   log.Flush();       // it is in the file
//
// Thread safety: every member function may be called from any thread at any
// time. Only the destructor must come after every other call has returned. See
// task.md.

#ifndef LABS_CH38_EXERCISES_5_LOG_PIPELINE_LOG_WRITER_H_
#define LABS_CH38_EXERCISES_5_LOG_PIPELINE_LOG_WRITER_H_

#include <cstdint>
#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/call_once.h"
#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace ch38 {

class LogWriter {
 public:
  // Writes lines, one or more, and returns when they are written. It may take
  // long, and is called by the writer's thread alone.
  using Sink = std::function<void(const std::vector<std::string>& lines)>;

  // Starts the thread.
  explicit LogWriter(Sink sink);

  LogWriter(const LogWriter&) = delete;
  LogWriter& operator=(const LogWriter&) = delete;

  // As Close().
  ~LogWriter();

  // Hands over a line and returns true, without waiting for the sink. Returns
  // false if the log is closed; then the line is not written.
  bool Log(std::string line);

  // Returns when all is written that was logged before: for each line whose
  // Log() had returned true, the sink was called and has returned.
  void Flush();

  // Lets no more lines in; returns when all that were let in are written and
  // the thread has ended. Calling it again, or from several threads at once,
  // does no harm: each of them returns when that is so.
  void Close();

 private:
  // BEGIN SOLUTION
  void WriteToTheEnd();
  std::vector<std::string> WaitForLines();
  void AreWritten(const std::vector<std::string>& lines);

  bool HasLinesOrIsClosed() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return closed_ || !waiting_.empty();
  }

  // END SOLUTION
  const Sink sink_;
  // BEGIN SOLUTION
  absl::Mutex mutex_;
  std::vector<std::string> waiting_ ABSL_GUARDED_BY(mutex_);
  int64_t logged_ ABSL_GUARDED_BY(mutex_) = 0;   // lines, since the beginning
  int64_t written_ ABSL_GUARDED_BY(mutex_) = 0;  // of those
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
  absl::once_flag joined_;
  std::thread thread_;  // the last: it uses all of the above
  // STUB: bool closed_ = false;
  // END SOLUTION
};

}  // namespace ch38

#endif  // LABS_CH38_EXERCISES_5_LOG_PIPELINE_LOG_WRITER_H_
