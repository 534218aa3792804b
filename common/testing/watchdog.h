// SPDX-License-Identifier: Apache-2.0
//
// A watchdog for tests that hang: shortly before the time of a test is up, it
// prints the stack of every thread and aborts, so that a deadlock leaves a
// report and not only the word TIMEOUT.
//
// When to use it: never directly. //common/testing:test_main starts one for
// each test program. The README beside this file shows what it prints.
//
//   absl::StatusOr<absl::Duration> delay =
//       WatchdogDelay(getenv("LAB_WATCHDOG_SECONDS"), getenv("TEST_TIMEOUT"));
//   Watchdog watchdog(*delay);
//   return RUN_ALL_TESTS();
//
// Threads: every function here may be called from any thread.
//
// Side effects: one background thread, which takes no signals meant for the
// process. Only once the watchdog fires does it install a signal handler.
// Neither outlives execve(), so child processes notice nothing.
//
// Source: the test environment that Bazel promises (TEST_TIMEOUT) is described
// in its Test Encyclopedia, https://bazel.build/reference/test-encyclopedia.

#ifndef COMMON_TESTING_WATCHDOG_H_
#define COMMON_TESTING_WATCHDOG_H_

#include <thread>

#include "absl/status/statusor.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"

namespace testing_util {

// How long a test may run before the watchdog fires. The arguments are the
// values of two environment variables, null where a variable is not set:
//
//   LAB_WATCHDOG_SECONDS  the delay itself; 0 means no watchdog. It wins.
//   TEST_TIMEOUT          when Bazel will kill the test. The watchdog fires a
//                         tenth of that earlier, and no less than 2 seconds
//                         earlier; for timeouts below 4 seconds at half time.
//
// Both are whole numbers of seconds. Returns absl::InfiniteDuration() for "no
// watchdog", which is the answer where neither is set.
//
// Errors: kInvalidArgument where a value is not such a number; the message
// names the variable and its value.
absl::StatusOr<absl::Duration> WatchdogDelay(const char* lab_watchdog_seconds,
                                             const char* test_timeout);

// Waits in the background and calls DumpAllThreadsAndAbort() once `delay` has
// passed, unless it is destroyed before. absl::InfiniteDuration() never fires.
class Watchdog {
 public:
  explicit Watchdog(absl::Duration delay);
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  // Calls the watchdog off and waits until its thread has ended.
  ~Watchdog();

 private:
  absl::Notification called_off_;
  std::thread thread_;
};

// Writes to stderr which GoogleTest test is running and for how long the
// process has run, then the stack of every thread of the process, and aborts. A
// thread that does not answer within a second is named as such.
[[noreturn]] void DumpAllThreadsAndAbort();

}  // namespace testing_util

#endif  // COMMON_TESTING_WATCHDOG_H_
