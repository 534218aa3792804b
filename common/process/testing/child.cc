// SPDX-License-Identifier: Apache-2.0
//
// The program that tests of common/process start. Its first argument says what
// to do:
//
//   args ARG...               write each ARG and a NUL byte to standard output
//   main-args ARG...          the same, with the arguments as main() gets them
//   write STREAM SIZE ...     write SIZE bytes to STREAM: `out` gets letters
//                             o, `err` letters e; any number of such pairs
//   count-input               read standard input to its end, write its size
//   write-to HANDLE           write one byte to a descriptor or handle number
//   exit CODE                 exit with that code
//   raise SIGNAL              be killed by that signal (POSIX)
//   abort                     abort()

#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/log/check.h"
#include "absl/strings/numbers.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/process/testing/child_system.h"

namespace {

using Arguments = absl::Span<const std::string>;

int64_t Number(const std::string& text) {
  int64_t number;
  CHECK(absl::SimpleAtoi(text, &number)) << "not a number: " << text;
  return number;
}

void WriteArguments(Arguments args) {
  for (const std::string& arg : args) {
    fwrite(arg.c_str(), 1, arg.size() + 1, stdout);
  }
}

void WriteBytes(Arguments args) {
  CHECK_EQ(args.size() % 2, 0u) << "write takes pairs";
  for (; !args.empty(); args.remove_prefix(2)) {
    const bool out = args[0] == "out";
    const std::string bytes(Number(args[1]), out ? 'o' : 'e');
    FILE* const stream = out ? stdout : stderr;
    fwrite(bytes.data(), 1, bytes.size(), stream);
    fflush(stream);
  }
}

void CountInput() {
  int64_t size = 0;
  while (getchar() != EOF) ++size;
  printf("%s", std::to_string(size).c_str());
}

int Do(absl::string_view what, Arguments args, Arguments main_args) {
  if (what == "args") {
    WriteArguments(args);
  } else if (what == "main-args") {
    WriteArguments(main_args);
  } else if (what == "write") {
    WriteBytes(args);
  } else if (what == "count-input") {
    CountInput();
  } else if (what == "write-to") {
    testing_util::WriteOneByteTo(Number(args.at(0)));
  } else if (what == "exit") {
    return static_cast<int>(Number(args.at(0)));
  } else if (what == "raise") {
    std::raise(static_cast<int>(Number(args.at(0))));
  } else if (what == "abort") {
    std::abort();
  } else {
    fprintf(stderr, "child: what is %s?\n", std::string(what).c_str());
    return 2;
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  testing_util::UseBinaryStreams();
  const std::vector<std::string> args = testing_util::Utf8Arguments(argc, argv);
  const std::vector<std::string> main_args(argv, argv + argc);
  CHECK_GE(args.size(), 2u) << "child needs to be told what to do";
  return Do(args[1], Arguments(args).subspan(2),
            Arguments(main_args).subspan(2));
}
