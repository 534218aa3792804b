// SPDX-License-Identifier: Apache-2.0
//
// For tests: a small program that stands in for one that the machine may lack.
// POSIX alone.
//
// Thread safety: write programs while no other thread starts any. The child
// that is about to become another program would still have the file open, and a
// file that is open for writing can't be run (ETXTBSY).

#ifndef LABS_CH37_TESTING_FAKE_PROGRAM_H_
#define LABS_CH37_TESTING_FAKE_PROGRAM_H_

#include <filesystem>

#include "absl/strings/string_view.h"

namespace ch37 {

// Makes `file` a program that runs these lines of /bin/sh. Makes its folder,
// too, where that is missing. What can't be done throws, as std::filesystem
// does, and fails the test.
void WriteFakeProgram(const std::filesystem::path& file,
                      absl::string_view script);

}  // namespace ch37

#endif  // LABS_CH37_TESTING_FAKE_PROGRAM_H_
