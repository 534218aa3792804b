// SPDX-License-Identifier: Apache-2.0
//
// Finds Pythons that aren't: shell scripts that answer as one would.

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/substitute.h"
#include "common/lab/python/cpython.h"
#include "common/lab/python/testing/fake_program.h"
#include "common/lab/temp_directory.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace lab {
namespace {

namespace fs = std::filesystem;

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing_util::StatusIs;

// What a Python answers when it is asked who it is.
std::string Answer(absl::string_view version, absl::string_view path,
                   bool has_gil = true,
                   absl::string_view implementation = "CPython") {
  return absl::Substitute(
      R"(echo '{"implementation": "$0", "version": "$1", "has_gil": $2, )"
      R"("path": "$3"}')",
      implementation, version, has_gil ? "true" : "false", path);
}

std::vector<std::string> Names(const std::vector<CPython>& pythons) {
  std::vector<std::string> names;
  for (const CPython& python : pythons) names.push_back(python.Name());
  return names;
}

class FindCPythonsTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_OK_AND_ASSIGN(folder_, lab::TempDirectory::Create());
  }

  const fs::path& folder() const { return folder_->path(); }

  // Makes `file` a program; folders in front of its name are made, too.
  void Write(absl::string_view file, absl::string_view script) {
    WriteFakeProgram(folder() / std::string(file), script);
  }

  std::vector<CPython> Find() { return FindCPythons({folder().string()}); }

 private:
  std::optional<lab::TempDirectory> folder_;
};

TEST_F(FindCPythonsTest, TheNewestComesFirst) {
  Write("python2", Answer("2.7.18", "/2.7"));
  Write("python3.9", Answer("3.9.18", "/3.9"));
  Write("python3.13", Answer("3.13.0", "/3.13"));
  EXPECT_THAT(Names(Find()),
              ElementsAre("CPython 3.13", "CPython 3.9", "CPython 2.7"));
}

TEST_F(FindCPythonsTest, ItsPathAndVersionAreWhatItSaysItself) {
  Write("python3", Answer("3.14.0rc1", "/opt/real/python3.14"));
  const std::vector<CPython> found = Find();
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].path, "/opt/real/python3.14");
  EXPECT_EQ(found[0].version, "3.14.0rc1");
  EXPECT_TRUE(found[0].has_gil);
}

TEST_F(FindCPythonsTest, OneExecutableWithSeveralNamesIsListedOnce) {
  Write("python", Answer("3.11.7", "/real"));
  Write("python3", Answer("3.11.7", "/real"));
  Write("python3.11", Answer("3.11.7", "/real"));
  EXPECT_THAT(Names(Find()), ElementsAre("CPython 3.11"));
}

TEST_F(FindCPythonsTest, OfOneReleaseTheFirstInPathIsListed) {
  Write("first/python3", Answer("3.11.2", "/first"));
  Write("second/python3", Answer("3.11.7", "/second"));
  const std::vector<CPython> found =
      FindCPythons({folder() / "first", folder() / "second"});
  ASSERT_EQ(found.size(), 1);
  EXPECT_EQ(found[0].path, "/first");
}

TEST_F(FindCPythonsTest, APythonWithoutAGilIsListedBesideTheOneWithIt) {
  Write("python3.13", Answer("3.13.0", "/3.13"));
  Write("python3.13t", Answer("3.13.0", "/3.13t", /*has_gil=*/false));
  EXPECT_THAT(Names(Find()), ElementsAre("CPython 3.13", "CPython 3.13t"));
}

TEST_F(FindCPythonsTest, AFreeThreadedBuildWhoseGilIsOnCountsAsOneWithAGil) {
  Write("python3.13t", Answer("3.13.0", "/3.13t", /*has_gil=*/true));
  EXPECT_THAT(Names(Find()), ElementsAre("CPython 3.13"));
}

TEST_F(FindCPythonsTest, WhatCannotBeAskedIsLeftOut) {
  Write("python3.1", "echo 'not installed in this version' >&2; exit 127");
  Write("python3.2", "echo hello");
  Write("python3.3", "exit 0");
  Write("python3.4", "echo '{\"version\": 3.4}'");
  Write("python3.5", Answer("of today", "/3.5"));
  Write("python3.6", Answer("7.3.12", "/3.6", true, "PyPy"));
  fs::create_symlink("nowhere", folder() / "python3.7");
  fs::create_directory(folder() / "python3.8");
  Write("python3.9", Answer("3.9.18", "/3.9"));
  EXPECT_THAT(Names(Find()), ElementsAre("CPython 3.9"));
}

TEST_F(FindCPythonsTest, AGreetingBeforeTheAnswerDoesNoHarm) {
  Write("python3", "echo welcome\n" + Answer("3.11.7", "/real"));
  EXPECT_THAT(Names(Find()), ElementsAre("CPython 3.11"));
}

TEST_F(FindCPythonsTest, OtherProgramsAreNotStarted) {
  const std::string trace = (folder() / "started").string();
  for (const char* name : {"python3-config", "python3.11-gdb.py", "python3.6m",
                           "ipython3", "pythonw", "pypy3"}) {
    Write(name, absl::StrCat(": > '", trace, "'\n", Answer("3.11.7", "/x")));
  }
  EXPECT_THAT(Find(), IsEmpty());
  EXPECT_FALSE(fs::exists(trace));
}

TEST_F(FindCPythonsTest, AFolderThatIsNamedTwiceIsLookedIntoOnce) {
  const std::string trace = (folder() / "starts").string();
  Write("bin/python3",
        absl::StrCat("echo >> '", trace, "'\n", Answer("3.11.7", "/real")));
  fs::create_symlink("bin", folder() / "link");
  FindCPythons({folder() / "bin", folder() / "link", folder() / "bin/../bin"});
  EXPECT_EQ(fs::file_size(trace), 1);
}

TEST_F(FindCPythonsTest, AGivenPyPyIsRefusedByItsName) {
  Write("pypy3", Answer("3.10.14", "/pypy3", true, "PyPy"));
  const std::string path = (folder() / "pypy3").string();
  EXPECT_THAT(CPythonAt(path),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       AllOf(HasSubstr(path), HasSubstr("PyPy 3.10.14"))));
}

TEST_F(FindCPythonsTest, AGivenShimThatFailsSaysWhy) {
  Write("python3.9", "echo 'python3.9: command not found' >&2; exit 127");
  EXPECT_THAT(CPythonAt((folder() / "python3.9").string()),
              StatusIs(absl::StatusCode::kAborted,
                       HasSubstr("python3.9: command not found")));
}

}  // namespace
}  // namespace lab
