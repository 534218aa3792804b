// SPDX-License-Identifier: Apache-2.0
//
// Two files that must not pass: one that must not compile, and one whose race
// must be reported. Skipped where the compiler or ThreadSanitizer is missing.

#include "labs/ch38/compilers.h"

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_split.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "labs/ch38/lab_files.h"

namespace ch38 {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::SizeIs;
using ::testing::StartsWith;

// Bazel starts tests where this leads to the files.
std::string Sources() { return LabFiles("labs/ch38/test").Sources(); }

TEST(ThreadSafetyErrorsTest, AForgottenLockDoesNotCompileAndTheFieldIsNamed) {
  absl::StatusOr<std::string> errors =
      ThreadSafetyErrors(Sources(), "forgotten_lock.cc");
  if (absl::IsNotFound(errors.status())) GTEST_SKIP() << errors.status();
  ASSERT_OK(errors);
  EXPECT_THAT(*errors,
              AllOf(HasSubstr("forgotten_lock.cc:"),
                    HasSubstr("error: writing variable 'count_' requires "
                              "holding mutex 'mu_' exclusively"),
                    HasSubstr("1 error generated")));
}

// So it is the lock that the other file lacks, and not a header.
TEST(ThreadSafetyErrorsTest, DisksThatTakeTheirLocksPass) {
  absl::StatusOr<std::string> errors =
      ThreadSafetyErrors(Sources(), "disks.cc");
  if (absl::IsNotFound(errors.status())) GTEST_SKIP() << errors.status();
  EXPECT_THAT(errors, testing_util::IsOkAndHolds(IsEmpty()));
}

TEST(RunUnderTsanTest, TheLostUpdateIsReportedWithItsLineAndEndsWith66) {
  absl::StatusOr<WatchedRun> run = RunUnderTsan(Sources(), "two_threads.cc");
  if (absl::IsNotFound(run.status()) || absl::IsUnimplemented(run.status())) {
    GTEST_SKIP() << run.status();
  }
  ASSERT_OK(run);
  EXPECT_EQ(run->status.ToString(), "exit code 66");
  EXPECT_THAT(run->report, AllOf(HasSubstr("ThreadSanitizer: data race"),
                                 HasSubstr("labs/ch38/plain_counter.h:")));
}

TEST(GistOfReportTest, IsWhatWasFoundBothAccessesAndTheirPlaces) {
  EXPECT_THAT(
      absl::StrSplit(
          GistOfReport(
              "==================\n"
              "WARNING: ThreadSanitizer: data race (pid=17)\n"
              "  Write of size 8 at 0x7ffe0123 by thread T2:\n"
              "    #0 C::Add(long) ../headers/c.h:9 (a.out+0x40) (BuildId: 1)\n"
              "    #1 main a.cc:3 (a.out+0x41)\n"
              "\n"
              "  Previous write of size 8 at 0x7ffe0123 by thread T1:\n"
              "    #0 C::Add(long) ../headers/c.h:9 (a.out+0x40)\n"
              "\n"
              "  Thread T2 (tid=3, running) created by main thread at:\n"
              "    #0 pthread_create x.cc:1 (libtsan.so+0x5)\n"
              "SUMMARY: ThreadSanitizer: data race c.h:9 in C::Add(long)\n"),
          '\n'),
      ElementsAre(
          "WARNING: ThreadSanitizer: data race",
          "  Write of size 8 by thread T2:", "    #0 C::Add(long) c.h:9",
          "  Previous write of size 8 by thread T1:",
          "    #0 C::Add(long) c.h:9", ""));
}

TEST(ForATerminalTest, LongLinesAreBrokenAndKeepTheirIndent) {
  const std::string lines = ForATerminal("short\n  " + std::string(60, 'a') +
                                         " " + std::string(60, 'b') + "\n");
  EXPECT_THAT(absl::StrSplit(lines, '\n'), Each(SizeIs(Le(76))));
  EXPECT_THAT(lines, AllOf(StartsWith("short\n  aaa"), HasSubstr("\n  bbb")));
}

}  // namespace
}  // namespace ch38
