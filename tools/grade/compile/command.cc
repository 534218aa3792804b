// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/compile/command.h"

#include <cstddef>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

namespace grade {
namespace {

void Expand(const std::vector<std::string>& args,
            std::vector<std::string>& all) {
  for (const std::string& arg : args) {
    if (arg.size() < 2 || arg[0] != '@') {
      all.push_back(arg);
      continue;
    }
    // One argument a line; Bazel quotes none that it writes for submissions.
    std::ifstream file(arg.substr(1));
    for (std::string line; std::getline(file, line);) {
      if (!line.empty()) all.push_back(line);
    }
  }
}

}  // namespace

Command ParseCommand(const std::vector<std::string>& args) {
  Command command;
  Expand(args, command.args);
  bool preprocesses = false;
  for (size_t i = 0; i < command.args.size(); ++i) {
    const std::string& arg = command.args[i];
    const bool more = i + 1 < command.args.size();
    if (arg == "-c") {
      command.compiles = true;
      if (more) command.source = command.args[i + 1];
    } else if (arg == "-o" && more) {
      command.output = command.args[i + 1];
    } else if (arg == "-MF" && more) {
      command.dependencies = command.args[i + 1];
    } else if (arg == "-E" || arg == "-S" || arg == "-v" ||
               arg == "--version") {
      preprocesses = true;
    }
  }
  command.links = !command.compiles && !preprocesses && !command.output.empty();
  command.is_students = absl::StrContains(command.output, kSubmissions);
  return command;
}

std::vector<std::string> PreprocessingArgs(const Command& command) {
  std::vector<std::string> args;
  for (size_t i = 0; i < command.args.size(); ++i) {
    const std::string& arg = command.args[i];
    if (arg == "-o" || arg == "-MF") {
      ++i;
    } else if (arg == "-c") {
      args.push_back("-E");
    } else if (arg != "-MD" && arg != "-MMD") {
      args.push_back(arg);
    }
  }
  return args;
}

std::vector<std::string> LinkedFiles(const Command& command) {
  std::vector<std::string> files;
  for (const std::string& arg : command.args) {
    if (arg[0] == '-' || arg == command.output) continue;
    for (absl::string_view ending : {".o", ".a", ".lo"}) {
      if (absl::EndsWith(arg, ending)) {
        files.push_back(arg);
        break;
      }
    }
  }
  return files;
}

}  // namespace grade
