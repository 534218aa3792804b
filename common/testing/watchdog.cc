// SPDX-License-Identifier: Apache-2.0

#include "common/testing/watchdog.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <string>

#include "absl/base/attributes.h"
#include "absl/base/const_init.h"
#include "absl/debugging/symbolize.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "common/testing/watchdog_platform.h"
#include "gtest/gtest.h"

namespace testing_util {
namespace {

// Set while the program is loaded, before main(): near enough to its start.
const std::chrono::steady_clock::time_point process_start =
    std::chrono::steady_clock::now();

absl::StatusOr<absl::Duration> ParseSeconds(absl::string_view variable,
                                            absl::string_view value,
                                            int smallest) {
  int32_t seconds;
  if (!absl::SimpleAtoi(value, &seconds) || seconds < smallest) {
    return absl::InvalidArgumentError(absl::StrCat(
        variable, "=\"", value, "\" is not a whole number of seconds from ",
        smallest, " to ", std::numeric_limits<int32_t>::max(),
        "; correct it or unset it"));
  }
  return absl::Seconds(seconds);
}

std::string RunningTest() {
  const testing::TestInfo* test =
      testing::UnitTest::GetInstance()->current_test_info();
  if (test == nullptr) return "no test is running";
  return absl::StrCat(test->test_suite_name(), ".", test->name(),
                      " is running");
}

std::string FirstLine() {
  const std::chrono::duration<double> age =
      std::chrono::steady_clock::now() - process_start;
  return absl::StrFormat(
      "\nwatchdog: %s, %.1f s after the process started; the stack of every "
      "thread follows, then abort.\n",
      RunningTest(), age.count());
}

std::string FormatFrame(int depth, void* address) {
  char symbol[1024];
  bool known = absl::Symbolize(address, symbol, sizeof(symbol));
  std::string place = ModuleAndOffset(address);
  return absl::StrFormat(
      "  #%-2d %s (%s)\n", depth, known ? symbol : "?",
      place.empty() ? absl::StrFormat("%p", address) : place);
}

void WriteThread(const ThreadStack& stack) {
  std::string text =
      absl::StrFormat("\nthread %d \"%s\"%s%s\n", stack.id, stack.name,
                      stack.problem.empty() ? ":" : ": ", stack.problem);
  int depth = 0;
  for (void* address : stack.frames) {
    absl::StrAppend(&text, FormatFrame(depth++, address));
  }
  if (depth == kMaxFrames) absl::StrAppend(&text, "  (and further frames)\n");
  WriteToStderr(text);
}

}  // namespace

absl::StatusOr<absl::Duration> WatchdogDelay(const char* lab_watchdog_seconds,
                                             const char* test_timeout) {
  if (lab_watchdog_seconds != nullptr) {
    absl::StatusOr<absl::Duration> delay =
        ParseSeconds("LAB_WATCHDOG_SECONDS", lab_watchdog_seconds, 0);
    bool off = delay.ok() && *delay == absl::ZeroDuration();
    return off ? absl::InfiniteDuration() : delay;
  }
  if (test_timeout == nullptr) return absl::InfiniteDuration();
  absl::StatusOr<absl::Duration> timeout =
      ParseSeconds("TEST_TIMEOUT", test_timeout, 1);
  if (!timeout.ok()) return timeout;
  // What is left has to suffice for writing the report.
  absl::Duration reserve = std::max(*timeout / 10, absl::Seconds(2));
  return std::max(*timeout - reserve, *timeout / 2);
}

Watchdog::Watchdog(absl::Duration delay) {
  if (delay == absl::InfiniteDuration()) return;
  RememberStderr();
  thread_ = StartHelperThread("watchdog", [this, delay] {
    if (!called_off_.WaitForNotificationWithTimeout(delay)) {
      DumpAllThreadsAndAbort();
    }
  });
}

Watchdog::~Watchdog() {
  called_off_.Notify();
  if (thread_.joinable()) thread_.join();
}

void DumpAllThreadsAndAbort() {
  // Who comes second waits here for the end, as one of the stacks reported.
  ABSL_CONST_INIT static absl::Mutex one_report(absl::kConstInit);
  absl::MutexLock lock(&one_report);
  WriteToStderr(FirstLine());
  ForEachThreadStack(WriteThread);
  // A handler of SIGABRT would only print the stack of this thread once more.
  std::signal(SIGABRT, SIG_DFL);
  std::abort();
}

}  // namespace testing_util
