// SPDX-License-Identifier: Apache-2.0

#include "common/lab/python/cpython.h"

#include <set>
#include <string>

#include "absl/status/status.h"
#include "common/process/testing/program_path.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lab {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing_util::ProgramPath;
using ::testing_util::StatusIs;

TEST(CPythonTest, NameIsTheReleaseAndWhetherThereIsAGil) {
  EXPECT_EQ((CPython{.version = "3.11.7"}.Name()), "CPython 3.11");
  EXPECT_EQ((CPython{.version = "2.7.18"}.Name()), "CPython 2.7");
  EXPECT_EQ((CPython{.version = "3.14.0rc1", .has_gil = false}.Name()),
            "CPython 3.14t");
}

TEST(CPythonTest, WhatIsFoundOnPathCanBeAskedAgainByItsPath) {
  std::set<std::string> names;
  for (const CPython& python : FindCPythons()) {
    EXPECT_TRUE(names.insert(python.Name()).second) << python.Name();
    ASSERT_OK_AND_ASSIGN(const CPython again, CPythonAt(python.path));
    EXPECT_EQ(again.path, python.path);
    EXPECT_EQ(again.version, python.version);
    EXPECT_EQ(again.Name(), python.Name());
  }
  if (names.empty()) GTEST_SKIP() << "no CPython in PATH";
}

TEST(CPythonTest, NoFoldersHoldNoPython) {
  EXPECT_THAT(FindCPythons({}), IsEmpty());
  EXPECT_THAT(FindCPythons({"no-such-folder", ""}), IsEmpty());
}

TEST(CPythonTest, AGivenPathThatLeadsNowhereIsNamed) {
  EXPECT_THAT(CPythonAt("no-such-folder/python3"),
              StatusIs(absl::StatusCode::kNotFound,
                       HasSubstr("\"no-such-folder/python3\" is no CPython")));
}

TEST(CPythonTest, AGivenProgramThatIsNoPythonIsNamed) {
  const std::string child = ProgramPath("CHILD");
  EXPECT_THAT(CPythonAt(child), StatusIs(absl::StatusCode::kAborted,
                                         HasSubstr("\"" + child + "\" is no")));
}

}  // namespace
}  // namespace lab
