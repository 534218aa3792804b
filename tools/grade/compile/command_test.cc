// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/compile/command.h"

#include <fstream>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace grade {
namespace {

using ::testing::ElementsAre;

const char kObject[] = "bazel-out/bin/external/submissions/al/x/_objs/a.o";

TEST(CommandTest, ACompilationIsTakenApart) {
  const Command command =
      ParseCommand({"-O2", "-MD", "-MF", "a.d", "-c", "a.cc", "-o", kObject});
  EXPECT_TRUE(command.compiles);
  EXPECT_FALSE(command.links);
  EXPECT_TRUE(command.is_students);
  EXPECT_EQ(command.source, "a.cc");
  EXPECT_EQ(command.output, kObject);
  EXPECT_EQ(command.dependencies, "a.d");
  EXPECT_THAT(PreprocessingArgs(command), ElementsAre("-O2", "-E", "a.cc"));
}

TEST(CommandTest, ALinkReadsItsArgumentsFromAFile) {
  const std::string file = ::testing::TempDir() + "/args";
  std::ofstream(file) << "-o\n" << kObject << "x\na.o\nlib.a\n-lm\nb.so\n";
  const Command command = ParseCommand({"@" + file});
  EXPECT_TRUE(command.links);
  EXPECT_TRUE(command.is_students);
  EXPECT_THAT(LinkedFiles(command), ElementsAre("a.o", "lib.a"));
}

TEST(CommandTest, WhatIsOursAndWhatAsksTheCompilerIsNoStudents) {
  EXPECT_FALSE(ParseCommand({"-c", "a.cc", "-o", "bazel-out/bin/common/a.o"})
                   .is_students);
  EXPECT_FALSE(ParseCommand({"-E", "-xc++", "-", "-v"}).links);
}

}  // namespace
}  // namespace grade
