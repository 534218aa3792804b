// SPDX-License-Identifier: Apache-2.0
//
// Runs python/lost_update.py in each CPython in PATH; skipped where there is
// none. Only what holds in each run is expected.

#include "labs/ch38/python_counts.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/lab/python/cpython.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "labs/ch38/lab_files.h"

namespace ch38 {
namespace {

using ::testing::HasSubstr;
using ::testing_util::StatusIs;

// Bazel starts tests where this leads to the script.
std::string Script() {
  return LabFiles("labs/ch38/test").File("lost_update.py");
}

TEST(PythonCountsTest, SensorsNeverCountTooMuchAndWithALockExactly) {
  const std::vector<lab::CPython> pythons = lab::FindCPythons();
  if (pythons.empty()) GTEST_SKIP() << "no CPython in PATH";
  for (const lab::CPython& python : pythons) {
    SCOPED_TRACE(python.Name());
    for (PythonWay way :
         {PythonWay::kPlain, PythonWay::kSpelled, PythonWay::kProperty}) {
      ASSERT_OK_AND_ASSIGN(const PythonCount count,
                           CountInPython(python, Script(), way));
      EXPECT_EQ(count.expected, 500'000);
      EXPECT_GE(count.count, 2);
      EXPECT_LE(count.count, count.expected);
      if (way == PythonWay::kPlain && !LosesPlainUpdates(python)) {
        EXPECT_EQ(count.count, count.expected);
      }
    }
    ASSERT_OK_AND_ASSIGN(const PythonCount locked,
                         CountInPython(python, Script(), PythonWay::kLocked));
    EXPECT_EQ(locked.count, locked.expected);
  }
}

TEST(PythonCountsTest, ChecksOnlyAtCallsAndBackEdgesCameWith310) {
  const auto loses = [](const std::string& version, bool has_gil) {
    return LosesPlainUpdates({.version = version, .has_gil = has_gil});
  };
  EXPECT_TRUE(loses("2.7.18", true));
  EXPECT_TRUE(loses("3.9.18", true));
  EXPECT_FALSE(loses("3.10.0", true));
  EXPECT_FALSE(loses("3.13.0", true));
  EXPECT_TRUE(loses("3.13.0", false));
}

TEST(PythonCountsTest, APythonThatIsNotThereIsNamed) {
  EXPECT_THAT(
      CountInPython({.path = "no-such-python"}, Script(), PythonWay::kPlain),
      StatusIs(absl::StatusCode::kNotFound, HasSubstr("no-such-python")));
}

}  // namespace
}  // namespace ch38
