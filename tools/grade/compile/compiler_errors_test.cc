// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/compile/compiler_errors.h"

#include "gtest/gtest.h"

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
  EXPECT_FALSE(ToolDied(""));
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
