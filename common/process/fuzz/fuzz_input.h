// SPDX-License-Identifier: Apache-2.0
//
// Where tests get arguments from that quoting could stumble over.
//
// Thread safety: pure functions of what they are given.

#ifndef COMMON_PROCESS_FUZZ_FUZZ_INPUT_H_
#define COMMON_PROCESS_FUZZ_FUZZ_INPUT_H_

#include <random>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace process {

// ASCII's own unit separator stands between the arguments in a fuzzer's input,
// so that a person can read and write a corpus file. Never less than one.
inline constexpr char kArgumentSeparator = '\x1f';
std::vector<std::string> ArgsFromBytes(absl::string_view bytes);

// Up to `longest` bytes, nearly all of them special to a shell, to cmd.exe or
// to a splitter of command lines. One generator gives the same on all systems.
std::string NastyText(std::mt19937& random, int longest);

// Up to five arguments of up to eight such bytes: short, so that thousands of
// them hold every pair of specials. No NUL among them.
std::vector<std::string> NastyArgs(std::mt19937& random);

}  // namespace process

#endif  // COMMON_PROCESS_FUZZ_FUZZ_INPUT_H_
