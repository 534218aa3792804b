// SPDX-License-Identifier: Apache-2.0
//
// For tests: a small program that stands in for one that the machine may lack.
// POSIX alone.
//
// Thread safety: write programs while no other thread starts any. The child
// that is about to become another program would still have the file open, and a
// file that is open for writing can't be run (ETXTBSY).

#ifndef COMMON_LAB_PYTHON_TESTING_FAKE_PROGRAM_H_
#define COMMON_LAB_PYTHON_TESTING_FAKE_PROGRAM_H_

#include <filesystem>

#include "absl/strings/string_view.h"

namespace lab {

// Makes `file` a program that runs these lines of /bin/sh. Makes its folder,
// too, where that is missing. What can't be done throws, as std::filesystem
// does, and fails the test.
void WriteFakeProgram(const std::filesystem::path& file,
                      absl::string_view script);

}  // namespace lab

#endif  // COMMON_LAB_PYTHON_TESTING_FAKE_PROGRAM_H_
