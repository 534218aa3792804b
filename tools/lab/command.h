// SPDX-License-Identifier: Apache-2.0
//
// The student's command: `bazel run //tools:lab -- status` and its like.
//
//   return lab_command::RunCommand({"hint", "ch38/1"}, context);
//
// Each subcommand is a row in the table of command.cc and a file of its own.
//
// Exit statuses: 0 it was done; 1 it could not be done, or (doctor) something
// is missing; 2 the command line is wrong.
//
// Thread safety: one thread.

#ifndef TOOLS_LAB_COMMAND_H_
#define TOOLS_LAB_COMMAND_H_

#include <filesystem>
#include <functional>
#include <map>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/process/environment.h"
#include "tools/lab/paint.h"

namespace lab_command {

// What a subcommand may use of the world around it.
struct Context {
  std::filesystem::path root;  // of the workspace
  process::Environment env;    // PATH tells where Bazel and its like are
  std::ostream& out;
  std::ostream& error;
  Paint paint;
  std::function<absl::Time()> now;
  // Waits so long; false: the student wants no more (watch).
  std::function<bool(absl::Duration)> pause;
};

// What stands behind the subcommand's name.
struct Request {
  std::vector<std::string> words = {};                         // "ch38/1"
  std::map<std::string, std::string, std::less<>> flags = {};  // "level": "2"

  bool has(absl::string_view flag) const {
    return flags.find(flag) != flags.end();
  }
};

// `arguments` are those behind "--". Returns the exit status.
int RunCommand(const std::vector<std::string>& arguments,
               const Context& context);

// The subcommands. Each returns an exit status; an error is printed, and is 1.
absl::StatusOr<int> Doctor(const Context& context, const Request& request);
absl::StatusOr<int> Status(const Context& context, const Request& request);
absl::StatusOr<int> NextExercise(const Context& context,
                                 const Request& request);
absl::StatusOr<int> Hint(const Context& context, const Request& request);
absl::StatusOr<int> Watch(const Context& context, const Request& request);
absl::StatusOr<int> Reset(const Context& context, const Request& request);
absl::StatusOr<int> Submit(const Context& context, const Request& request);

// How a student calls a subcommand: "bazel run //tools:lab -- hint ch38/1".
std::string CallOf(absl::string_view arguments);

}  // namespace lab_command

#endif  // TOOLS_LAB_COMMAND_H_
