// SPDX-License-Identifier: Apache-2.0
//
// The main() of every test: GoogleTest, plus a stack trace where a test
// crashes and the stacks of all threads where it hangs (watchdog.h).

#include <cstdio>
#include <cstdlib>
#include <string>

#include "absl/base/config.h"
#include "absl/debugging/failure_signal_handler.h"
#include "absl/debugging/symbolize.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/testing/watchdog.h"
#include "common/testing/watchdog_platform.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace {

void InstallCrashHandlers() {
#if !defined(ABSL_HAVE_ADDRESS_SANITIZER) && \
    !defined(ABSL_HAVE_THREAD_SANITIZER) &&  \
    !defined(ABSL_HAVE_MEMORY_SANITIZER)
  // A sanitizer has handlers of its own, which say more.
  testing_util::UseCompleteStacksForCrashes();
  absl::InstallFailureSignalHandler(absl::FailureSignalHandlerOptions());
#endif
}

}  // namespace

int main(int argc, char** argv) {
  absl::InitializeSymbolizer(argv[0]);
  InstallCrashHandlers();
  // The watchdog is a second thread; a bare fork() would not carry it over.
  // The flag can still be set on the command line.
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  testing::InitGoogleMock(&argc, argv);

  absl::StatusOr<absl::Duration> delay = testing_util::WatchdogDelay(
      std::getenv("LAB_WATCHDOG_SECONDS"), std::getenv("TEST_TIMEOUT"));
  if (!delay.ok()) {
    std::fprintf(stderr, "test_main: %s\n",
                 std::string(delay.status().message()).c_str());
    return EXIT_FAILURE;
  }
  testing_util::Watchdog watchdog(*delay);
  return RUN_ALL_TESTS();
}
