// SPDX-License-Identifier: Apache-2.0

#include "common/process/testing/test_files.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace testing_util {

// A path of UTF-8 is one on Windows, too, only if that is said.
namespace fs = std::filesystem;

std::string FreshPath(const std::string& name) {
  const ::testing::TestInfo* test =
      ::testing::UnitTest::GetInstance()->current_test_info();
  const std::string path =
      absl::StrCat(::testing::TempDir(), "/", test->test_suite_name(), "_",
                   test->name(), "_", name);
  fs::remove_all(fs::u8path(path));
  return path;
}

void WriteFile(const std::string& path, const std::string& text) {
  std::ofstream file(fs::u8path(path), std::ios::binary);
  file << text;
  EXPECT_TRUE(file.good()) << "can't write " << path;
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(fs::u8path(path), std::ios::binary);
  EXPECT_TRUE(file.good()) << "can't read " << path;
  return {std::istreambuf_iterator<char>(file),
          std::istreambuf_iterator<char>()};
}

}  // namespace testing_util
