// SPDX-License-Identifier: Apache-2.0
//
// What `lab doctor` finds out of a machine, and what it makes of that.
//
//   for (const Finding& finding : Diagnose(Examine(context))) ...
//
// Thread safety: values; Diagnose() is a pure function.

#ifndef TOOLS_LAB_MACHINE_H_
#define TOOLS_LAB_MACHINE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "tools/lab/command.h"

namespace lab_command {

struct Machine {
  std::string root = "";   // the workspace's folder
  std::string bazel = "";  // "bazel" or "bazelisk"; empty: there is none
  std::string bazel_version = "";  // empty: it does not tell
  std::string compiler = "";       // "GCC", "Clang", "Visual C++"; or empty
  std::string compiler_version = "";
  int64_t free_bytes = -1;  // where Bazel builds; -1: not known
  std::string python_version = "";
  bool tar = false;
  bool ibazel = false;
  std::string workspace_error = "";  // why the exercises can't be read
  size_t exercises = 0;

  // What installs compiler, Bazel and the like; one command a line.
  std::string install_compiler = "";
  std::string install_bazel = "";
  std::string install_python = "";

  // Linux. Not set: not known, or no such thing.
  std::optional<bool> sandbox = std::nullopt;  // Bazel can make one
  std::string allow_sandbox = "";              // the command that would help
  std::optional<int> aslr_bits = std::nullopt;
  // Windows.
  std::optional<bool> symlinks = std::nullopt;  // may be made by this user
};

enum class Health { kGood, kOptional, kMissing };

struct Finding {
  Health health = Health::kGood;
  std::string what = "";   // "Bazel"
  std::string found = "";  // "4.2.3", "not there"
  std::string mend = "";   // a command, or what to do; empty if kGood
};

Machine Examine(const Context& context);
std::vector<Finding> Diagnose(const Machine& machine);

}  // namespace lab_command

#endif  // TOOLS_LAB_MACHINE_H_
