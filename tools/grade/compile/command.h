// SPDX-License-Identifier: Apache-2.0
//
// A compiler's command line as Bazel writes it, in the parts that matter to
// whoever stands between the two.
//
//   grade::Command command = grade::ParseCommand(args);
//   if (command.compiles && command.is_students) ...
//
// Thread safety: values and pure functions but for the files that hold
// arguments.

#ifndef TOOLS_GRADE_COMPILE_COMMAND_H_
#define TOOLS_GRADE_COMPILE_COMMAND_H_

#include <string>
#include <vector>

namespace grade {

struct Command {
  std::vector<std::string> args;  // with those of @FILE in its place
  bool compiles = false;          // has -c
  bool links = false;             // makes a program or a shared library
  std::string source = "";        // what -c compiles
  std::string output = "";        // of -o
  std::string dependencies = "";  // of -MF
  // Its output is for a submission.
  bool is_students = false;
};

// Where submissions are, seen from Bazel's folder.
inline constexpr char kSubmissions[] = "external/submissions/";

// `args` without the compiler's name.
Command ParseCommand(const std::vector<std::string>& args);

// The same command that only preprocesses, to standard output.
std::vector<std::string> PreprocessingArgs(const Command& command);

// The objects and libraries that a command links.
std::vector<std::string> LinkedFiles(const Command& command);

}  // namespace grade

#endif  // TOOLS_GRADE_COMPILE_COMMAND_H_
