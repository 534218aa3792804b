// SPDX-License-Identifier: Apache-2.0
//
// Very many children from several threads: what leaks once in ten thousand
// times shows here.

#include <string>

#include "absl/base/config.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/process/exit_status.h"
#include "common/process/options.h"
#include "common/process/run.h"
#include "common/process/subprocess.h"
#include "common/process/testing/posix_scopes.h"
#include "common/process/testing/program_path.h"
#include "common/testing/run_on_threads.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace process {
namespace {

using ::testing_util::IsOkAndHolds;
using ::testing_util::StatusIs;

// A sanitizer slows starting down, and by the fork driver it has many times the
// memory to copy.
#if defined(ABSL_HAVE_ADDRESS_SANITIZER) || defined(ABSL_HAVE_THREAD_SANITIZER)
constexpr int kChildren = 10'000;
#else
constexpr int kChildren = 100'000;
#endif

constexpr int kThreads = 8;

TEST(SoakPosixTest, AHundredThousandChildrenLeaveNothingBehind) {
  const testing_util::LeakCheck leaks;
  const std::string tiny = testing_util::ProgramPath("TINY");
  testing_util::RunOnThreads(kThreads, [&](int) {
    for (int i = 0; i < kChildren / kThreads; ++i) {
      absl::StatusOr<Subprocess> child = Subprocess::Start({tiny});
      ASSERT_OK(child);
      ASSERT_THAT(child->Wait(), IsOkAndHolds(ExitStatus::FromCode(0)));
      if (i % 16 != 0) continue;
      ASSERT_THAT(Subprocess::Start({"no/such/program"}).status(),
                  StatusIs(absl::StatusCode::kNotFound));
      const absl::StatusOr<CompletedProcess> echoed =
          process::Run({tiny, "cat"}, {.io = {.input = "through and back"}});
      ASSERT_OK(echoed);
      ASSERT_EQ(echoed->out, "through and back");
    }
  });
  EXPECT_EQ(leaks.Found(), "");
}

// One thread alone starts more than any limit of 16 bits.
TEST(SoakPosixTest, OneThreadCanStartVeryMany) {
  const testing_util::LeakCheck leaks;
  constexpr int kMany = 70'000;
  for (int i = 0; i < kMany; ++i) {
    ASSERT_THAT(Subprocess::Start({"no/such/program"}).status(),
                StatusIs(absl::StatusCode::kNotFound));
  }
  EXPECT_EQ(leaks.Found(), "");
}

}  // namespace
}  // namespace process
