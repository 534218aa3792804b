// SPDX-License-Identifier: Apache-2.0

#include "labs/ch36/child_programs.h"

#include <filesystem>

#include "gtest/gtest.h"

namespace ch36 {
namespace {

namespace fs = std::filesystem;

TEST(ChildProgramsTest, LieInChildrenBesideTheProgram) {
  EXPECT_EQ(fs::path(ChildPrograms("/bin/labs/demo").Path("echo")),
            fs::path("/bin/labs/children/echo"));
  EXPECT_EQ(fs::path(ChildPrograms("labs/demo").Path("echo")),
            fs::path("labs/children/echo"));
}

TEST(ChildProgramsTest, HaveTheProgramsOwnExtension) {
  EXPECT_EQ(fs::path(ChildPrograms("labs/demo.exe").Path("echo")),
            fs::path("labs/children/echo.exe"));
}

}  // namespace
}  // namespace ch36
