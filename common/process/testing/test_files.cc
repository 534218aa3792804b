// SPDX-License-Identifier: Apache-2.0

#include "common/process/testing/test_files.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace testing_util {

std::filesystem::path Utf8Path(const std::string& path) {
  return std::u8string(path.begin(), path.end());
}

std::string FreshPath(const std::string& name) {
  const ::testing::TestInfo* test =
      ::testing::UnitTest::GetInstance()->current_test_info();
  const std::filesystem::path path =
      std::filesystem::path(::testing::TempDir()) /
      Utf8Path(
          absl::StrCat(test->test_suite_name(), "_", test->name(), "_", name));
  std::filesystem::remove_all(path);
  const std::u8string text = path.u8string();
  return {text.begin(), text.end()};
}

void WriteFile(const std::string& path, const std::string& text) {
  std::ofstream file(Utf8Path(path), std::ios::binary);
  file << text;
  EXPECT_TRUE(file.good()) << "can't write " << path;
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(Utf8Path(path), std::ios::binary);
  EXPECT_TRUE(file.good()) << "can't read " << path;
  return {std::istreambuf_iterator<char>(file),
          std::istreambuf_iterator<char>()};
}

}  // namespace testing_util
