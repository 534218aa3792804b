// SPDX-License-Identifier: Apache-2.0
//
// Where the test programs must know their system: child_system_posix.cc and
// child_system_windows.cc.

#ifndef COMMON_PROCESS_TESTING_CHILD_SYSTEM_H_
#define COMMON_PROCESS_TESTING_CHILD_SYSTEM_H_

#include <cstdint>
#include <string>
#include <vector>

namespace testing_util {

// Standard streams carry bytes from now on: "\n" stays "\n".
void UseBinaryStreams();

// This program's arguments in UTF-8, args[0] included. On Windows main() gets
// them in a code page that lacks most characters.
std::vector<std::string> Utf8Arguments(int argc, char** argv);

// Writes one byte to a descriptor or handle of that number, if there is one.
void WriteOneByteTo(int64_t handle);

}  // namespace testing_util

#endif  // COMMON_PROCESS_TESTING_CHILD_SYSTEM_H_
