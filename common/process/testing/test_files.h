// SPDX-License-Identifier: Apache-2.0
//
// Files of a test. Their paths are UTF-8, as everywhere in common/process.
//
// Thread safety: call them from the thread that runs the test.

#ifndef COMMON_PROCESS_TESTING_TEST_FILES_H_
#define COMMON_PROCESS_TESTING_TEST_FILES_H_

#include <filesystem>
#include <string>

namespace testing_util {

// For functions of std::filesystem, which on Windows would take text in a
// std::string for another encoding.
std::filesystem::path Utf8Path(const std::string& path);

// A path for this test alone, at which there is nothing.
std::string FreshPath(const std::string& name);

// Makes the file hold `text`.
void WriteFile(const std::string& path, const std::string& text);

// What the file holds; empty, and the test fails, if it can't be read.
std::string ReadFile(const std::string& path);

}  // namespace testing_util

#endif  // COMMON_PROCESS_TESTING_TEST_FILES_H_
