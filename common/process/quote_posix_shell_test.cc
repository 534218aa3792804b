// SPDX-License-Identifier: Apache-2.0
//
// What the system's own /bin/sh makes of such a line.

#include <stdio.h>
#include <sys/wait.h>

#include <random>
#include <string>
#include <vector>

#include "common/process/quote_posix.h"
#include "gtest/gtest.h"

namespace process {
namespace {

struct Outcome {
  std::string out;
  int exit_code = -1;
};

Outcome RunInShell(const std::string& line) {
  FILE* shell = popen(line.c_str(), "r");
  EXPECT_NE(shell, nullptr);
  Outcome outcome;
  for (int c; (c = fgetc(shell)) != EOF;) outcome.out.push_back(c);
  const int status = pclose(shell);
  if (WIFEXITED(status)) outcome.exit_code = WEXITSTATUS(status);
  return outcome;
}

// All of the shell's specials, in many orders.
TEST(QuotePosixShellTest, PrintfPrintsTheSameWords) {
  std::mt19937 random(/*seed=*/1);
  std::vector<std::string> args = {"printf", "[%s]\\n"};
  std::string expected;
  for (int i = 0; i < 1000; ++i) {
    std::string arg;
    for (unsigned left = random() % 6; left > 0; --left) {
      arg.push_back(static_cast<char>(1 + random() % 127));
    }
    expected += "[" + arg + "]\n";
    args.push_back(arg);
  }
  EXPECT_EQ(RunInShell(QuotePosix(args).value()).out, expected);
}

// 127 is a shell's "command not found"; read as grammar or an assignment these
// would end otherwise.
TEST(QuotePosixShellTest, TheFirstWordIsLookedUpAsACommand) {
  for (const char* command : {"if", "while", "fi", "A=b", "{", "!"}) {
    const std::string line = QuotePosix({command}).value();
    EXPECT_EQ(RunInShell("exec 2>/dev/null; " + line).exit_code, 127) << line;
  }
}

}  // namespace
}  // namespace process
