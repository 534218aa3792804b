// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/compile/compiler_errors.h"

#include <signal.h>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/process/exit_status.h"
#include "gtest/gtest.h"
#include "tools/grade/jail/limits.h"

namespace grade {
namespace {

TEST(ToolDiedTest, ACompilerThatTheSystemKilledIsKnown) {
  EXPECT_TRUE(
      ToolDied("g++: fatal error: Killed signal terminated program cc1plus\n"
               "compilation terminated.\n"));
  EXPECT_TRUE(
      ToolDied("gcc: fatal error: Killed signal terminated program cc1plus\n"));
  EXPECT_TRUE(
      ToolDied("clang: error: unable to execute command: Killed\n"
               "clang: error: clang frontend command failed due to "
               "signal (use -v to see invocation)\n"));
  EXPECT_TRUE(
      ToolDied("gcc: fatal error: cannot execute 'cc1plus': "
               "posix_spawnp: Cannot allocate memory\n"));
}

TEST(ToolDiedTest, SoIsALinker) {
  EXPECT_TRUE(ToolDied(
      "collect2: fatal error: ld terminated with signal 9 [Killed]\n"));
  EXPECT_FALSE(
      ToolDied("/usr/bin/ld: a.o: undefined reference to `f()'\n"
               "collect2: error: ld returned 1 exit status\n"));
}

// A static_assert may have lines in its message.
TEST(ToolDiedTest, NobodyCanSaySoInAnErrorOfTheirs) {
  EXPECT_FALSE(
      ToolDied("external/submissions/a/b/sum.cc:3:1: error: static assertion "
               "failed: x\n"
               "gcc: fatal error: Killed signal terminated program cc1plus\n"));
  EXPECT_FALSE(
      ToolDied("gcc: fatal error: Killed signal terminated program cc1plus\n"
               "sum.cc:3:1: error: static assertion failed\n"));
}

TEST(ToolDiedTest, ErrorsInTheCodeAreNotTakenForIt) {
  EXPECT_FALSE(
      ToolDied("external/submissions/a/b/sum.cc:3:2: error: #error "
               "gcc: fatal error: Killed signal terminated program "
               "cc1plus\n"));
  EXPECT_FALSE(
      ToolDied("sum.cc:1:1: internal compiler error: Segmentation "
               "fault\n"));
  // Its own limits; and a crash, to which code may drive it.
  EXPECT_FALSE(
      ToolDied("g++: fatal error: CPU time limit exceeded signal "
               "terminated program cc1plus\n"));
  EXPECT_FALSE(
      ToolDied("g++: internal compiler error: Segmentation fault "
               "signal terminated program cc1plus\n"));
  EXPECT_FALSE(ToolDied(
      "collect2: fatal error: ld terminated with signal 11 [Segmentation "
      "fault]\n"));
  EXPECT_FALSE(
      ToolDied("clang: error: unable to execute command: "
               "Segmentation fault (core dumped)\n"));
  EXPECT_FALSE(ToolDied(""));
}

constexpr char kKilled[] =
    "gcc: fatal error: Killed signal terminated program cc1plus\n";

JailReport Ended(const process::ExitStatus& status) {
  JailReport report;
  report.end = status.signaled() ? JailEnd::kSignaled : JailEnd::kExited;
  report.status = status;
  report.cpu = absl::Seconds(1);
  return report;
}

bool Machines(const JailReport& report, absl::string_view errors,
              bool disk_is_full = false) {
  return IsMachinesFault(report, errors, absl::Seconds(60), disk_is_full);
}

TEST(MachinesFaultTest, WhatTheSystemKilledIs) {
  EXPECT_TRUE(Machines(Ended(process::ExitStatus::FromCode(1)), kKilled));
  EXPECT_TRUE(Machines(Ended(process::ExitStatus::FromSignal(SIGKILL)), ""));
  EXPECT_FALSE(Machines(Ended(process::ExitStatus::FromSignal(SIGSEGV)), ""));
  EXPECT_FALSE(Machines(Ended(process::ExitStatus::FromCode(1)),
                        "sum.cc:1: error: x\n"));
}

TEST(MachinesFaultTest, WhatWentBeyondALimitIsNot) {
  JailReport report = Ended(process::ExitStatus::FromCode(1));
  report.cpu = absl::Seconds(61);
  EXPECT_FALSE(Machines(report, kKilled));
  report = Ended(process::ExitStatus::FromCode(1));
  report.end = JailEnd::kMemoryLimit;
  EXPECT_FALSE(Machines(report, kKilled));
}

TEST(MachinesFaultTest, AFullDiskIsIfItIsTheMachines) {
  constexpr char kFull[] = "as: error: a.o: No space left on device\n";
  const JailReport failed = Ended(process::ExitStatus::FromCode(1));
  EXPECT_TRUE(Machines(failed, kFull, /*disk_is_full=*/true));
  EXPECT_FALSE(Machines(failed, kFull, /*disk_is_full=*/false));
  EXPECT_FALSE(Machines(failed, "sum.cc:1: error: x\n", true));
}

TEST(DiskWasFullTest, IsSaidByTheCompilerAndTheAssembler) {
  EXPECT_TRUE(
      DiskWasFull("sum.cc:9: fatal error: error writing to "
                  "/tmp/ccAbc.s: No space left on device\n"));
  EXPECT_FALSE(DiskWasFull("sum.cc:3: error: 'space' was not declared\n"));
}

TEST(FirstErrorTest, WhoseFileItIsIn) {
  constexpr char kErrors[] =
      "In file included from common/runner.h:3:\n"
      "theirs/sum.h:1: warning: unused\n"
      "labs/runner.cc:7: error: no member `sum'\n"
      "theirs/sum.h:2: error: expected ';'\n";
  EXPECT_FALSE(FirstErrorIsIn("theirs/", kErrors));
  EXPECT_TRUE(FirstErrorIsIn("labs/", kErrors));
  EXPECT_TRUE(FirstErrorIsIn("theirs/", "something went wrong\n"));
}

}  // namespace
}  // namespace grade
