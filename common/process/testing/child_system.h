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

// Reads what there is of standard input, at least one byte unless that has
// ended; empty at its end.
std::string ReadInput();

// All environment variables as "NAME=VALUE", in UTF-8.
std::vector<std::string> Utf8Environment();

// Starts this program once more with these arguments (args[0] is `program`),
// with the same streams and in the same process group. Returns its number.
int64_t StartAgain(const std::string& program,
                   const std::vector<std::string>& arguments);

// Waits for the process of StartAgain() and returns its exit code.
int WaitFor(int64_t pid);

// This process's number.
int64_t OwnPid();

// From now on, when it is asked to end (SIGTERM; on Windows Ctrl-Break), this
// program writes `text` to standard output and exits with code 0.
void WriteAndExitWhenAsked(const std::string& text);

// Waits until killed.
[[noreturn]] void HoldForever();

// Leaves the process group and the terminal (POSIX; nothing on Windows).
void NewSession();

// Closes standard input, or output, or error output (0, 1, 2), for good.
void CloseStream(int stream);

}  // namespace testing_util

#endif  // COMMON_PROCESS_TESTING_CHILD_SYSTEM_H_
