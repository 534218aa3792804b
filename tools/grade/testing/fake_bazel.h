// SPDX-License-Identifier: Apache-2.0
//
// A program of the name bazel, for tests of what starts Bazel: a shell script
// that keeps the words that it was given and does as the test says.
//
//   class FooTest : public grade::FakeBazelTest {};
//   TEST_F(FooTest, ...) {
//     SetBazel("echo it failed >&2; exit 1");
//     ...
//     EXPECT_THAT(Words(), Contains("--keep_going"));
//   }
//
// Thread safety: one test at a time in a process, whose PATH it changes.

#ifndef TOOLS_GRADE_TESTING_FAKE_BAZEL_H_
#define TOOLS_GRADE_TESTING_FAKE_BAZEL_H_

#include <filesystem>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tools/grade/options.h"

namespace grade {

class FakeBazelTest : public ::testing::Test {
 protected:
  FakeBazelTest();
  ~FakeBazelTest() override;

  // From now on bazel is this script, for bash.
  void SetBazel(const std::string& script) const;

  // What it was given when it was last started; nothing if it was not.
  std::vector<std::string> Words() const;

  void Write(const std::filesystem::path& name,
             const std::string& contents) const;

  // With each folder within the test's.
  GraderOptions Options() const;

  const std::filesystem::path folder_;

 private:
  const std::string path_;  // PATH, as it was
};

}  // namespace grade

#endif  // TOOLS_GRADE_TESTING_FAKE_BAZEL_H_
