// SPDX-License-Identifier: Apache-2.0

#include "labs/ch36/child_program.h"

#include <filesystem>

#include "gtest/gtest.h"

namespace ch36 {
namespace {

namespace fs = std::filesystem;

TEST(ChildProgramTest, LiesInChildrenBesideTheProgram) {
  EXPECT_EQ(fs::path(ChildProgram("/bin/labs/demo", "echo")),
            fs::path("/bin/labs/children/echo"));
  EXPECT_EQ(fs::path(ChildProgram("labs/demo", "echo")),
            fs::path("labs/children/echo"));
}

TEST(ChildProgramTest, HasTheProgramsOwnExtension) {
  EXPECT_EQ(fs::path(ChildProgram("labs/demo.exe", "echo")),
            fs::path("labs/children/echo.exe"));
}

}  // namespace
}  // namespace ch36
