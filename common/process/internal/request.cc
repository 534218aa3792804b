// SPDX-License-Identifier: Apache-2.0

#include "common/process/internal/request.h"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/process/environment.h"
#include "common/process/internal/no_nul.h"
#include "common/process/internal/platform.h"
#include "common/process/options.h"
#include "common/process/stdio.h"

namespace process::internal {
namespace {

using Kind = Stdio::Kind;

constexpr std::array<absl::string_view, 3> kNames = {"in", "out", "err"};

absl::Status CheckCommand(const std::string& command,
                          const StartOptions& options) {
  if (!options.executable.empty()) {
    return absl::InvalidArgumentError(
        "executable: StartShell() and RunShell() use the system's shell and no "
        "other; to use another one, give it to Start() or Run() with the "
        "command as an argument");
  }
  if (command.empty()) {
    return absl::InvalidArgumentError(
        "the command is empty: it must say what the shell is to do");
  }
  return CheckNoNul("the command", command);
}

absl::Status CheckArguments(absl::Span<const std::string> args,
                            const StartOptions& options) {
  if (args.empty()) {
    return absl::InvalidArgumentError(
        "no arguments: args[0] must name the program to run");
  }
  if (absl::Status status = CheckNoNul(args); !status.ok()) return status;
  if (args[0].empty() && options.executable.empty()) {
    return absl::InvalidArgumentError(
        "args[0] is empty: it must name the program to run");
  }
  return CheckNoNul("executable", options.executable);
}

absl::Status CheckStream(const Stdio& stdio, absl::string_view name) {
  switch (stdio.kind()) {
    case Kind::kFile:
      if (stdio.path().empty()) {
        return absl::InvalidArgumentError(
            absl::StrCat(name, ": the path of the file is empty"));
      }
      return CheckNoNul(absl::StrCat(name, ": the path of the file"),
                        stdio.path());
    case Kind::kBorrow:
    case Kind::kOwn:
      if (stdio.handle() == kNoHandle) {
        return absl::InvalidArgumentError(absl::StrCat(
            name, ": the handle is none, or an earlier start used it up"));
      }
      return absl::OkStatus();
    default:
      return absl::OkStatus();
  }
}

absl::Status CheckDirections(const StartOptions& options) {
  const Kind in = options.in.kind();
  if (in == Kind::kStdout || in == Kind::kStderr) {
    return absl::InvalidArgumentError("in can't be the output: use a pipe");
  }
  if (in == Kind::kFile && options.in.mode() != FileMode::kRead) {
    return absl::InvalidArgumentError("in: the file must be for kRead");
  }
  for (const Stdio* stdio : {&options.out, &options.err}) {
    if (stdio->kind() == Kind::kFile && stdio->mode() == FileMode::kRead) {
      return absl::InvalidArgumentError(absl::StrCat(
          "out, err: the file must be for writing: ", stdio->path()));
    }
  }
  if (options.out.kind() == Kind::kStdout) {
    return absl::InvalidArgumentError("out can't lead to itself");
  }
  if (options.err.kind() == Kind::kStderr) {
    return absl::InvalidArgumentError("err can't lead to itself");
  }
  if (options.out.kind() == Kind::kStderr &&
      options.err.kind() == Kind::kStdout) {
    return absl::InvalidArgumentError(
        "out and err lead to each other, and so nowhere");
  }
  return absl::OkStatus();
}

absl::StatusOr<std::array<Stdio, 3>> CheckStreams(const StartOptions& options) {
  std::array<Stdio, 3> streams = {options.in, options.out, options.err};
  for (size_t i = 0; i < streams.size(); ++i) {
    if (absl::Status status = CheckStream(streams[i], kNames[i]);
        !status.ok()) {
      return status;
    }
    if (streams[i].kind() == Kind::kDefault) streams[i] = Stdio::Inherit();
  }
  if (absl::Status status = CheckDirections(options); !status.ok()) {
    return status;
  }
  return streams;
}

bool IsDefault(const PosixOptions& posix) {
  return !posix.umask && posix.limits.empty() && !posix.uid && !posix.gid &&
         !posix.groups && !posix.join_group && posix.restore_signals;
}

absl::Status CheckPlace(const StartOptions& options) {
  if (absl::Status status = CheckNoNul("cwd", options.cwd); !status.ok()) {
    return status;
  }
  if (!TakesPosixOptions() && !IsDefault(options.posix)) {
    return absl::InvalidArgumentError(
        "options.posix is set, which means nothing on this system");
  }
  if (options.posix.join_group.has_value() &&
      (options.group != Group::kInherit || *options.posix.join_group <= 0)) {
    return absl::InvalidArgumentError(
        absl::StrCat("join_group ", *options.posix.join_group,
                     ": must be a group's number, and only with "
                     "Group::kInherit"));
  }
  for (const NativeHandle handle : options.pass_handles) {
    if (handle == kNoHandle) {
      return absl::InvalidArgumentError("pass_handles holds no handle (-1)");
    }
  }
  return absl::OkStatus();
}

// Nothing, if it is this program's without a change: no need to copy it.
absl::StatusOr<std::optional<Environment>> ChildsEnvironment(
    const StartOptions& options) {
  if (!options.env.has_value() && options.env_changes.empty()) {
    return std::nullopt;
  }
  Environment environment =
      options.env.has_value() ? *options.env : CurrentEnvironment();
  ApplyChanges(options.env_changes, environment);
  if (absl::Status status = CheckEnvironment(environment); !status.ok()) {
    return status;
  }
  return environment;
}

}  // namespace

absl::StatusOr<Request> MakeRequest(absl::Span<const std::string> args,
                                    const StartOptions& options, bool shell) {
  if (absl::Status status = shell ? CheckCommand(args[0], options)
                                  : CheckArguments(args, options);
      !status.ok()) {
    return status;
  }
  absl::StatusOr<std::array<Stdio, 3>> streams = CheckStreams(options);
  if (!streams.ok()) return streams.status();
  if (absl::Status status = CheckPlace(options); !status.ok()) return status;
  absl::StatusOr<std::optional<Environment>> environment =
      ChildsEnvironment(options);
  if (!environment.ok()) return environment.status();
  return Request{
      .args = args,
      .shell = shell,
      .program = options.executable.empty() ? args[0] : options.executable,
      .environment = *std::move(environment),
      .streams = *std::move(streams),
      .options = options};
}

void CloseOwnedHandles(const StartOptions& options) {
  options.in.CloseOwned();
  options.out.CloseOwned();
  options.err.CloseOwned();
}

}  // namespace process::internal
