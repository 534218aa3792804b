// SPDX-License-Identifier: Apache-2.0
//
// RunInJail() runs one program that may be hostile: alone in namespaces of its
// own, with nothing of this machine to see but the system's libraries, and with
// a bound on all it can use up. bubblewrap builds the walls; this watches.
//
//   grade::JailOptions options;
//   options.limits.cpu = absl::Seconds(5);
//   absl::StatusOr<grade::JailReport> report = grade::RunInJail(
//       {"/path/to/runner"}, options,
//       [](process::OutputStream, absl::string_view bytes) { ... });
//
// What the program finds: an empty environment; descriptors 0, 1 and 2; no
// network but a loopback of its own; itself as one of a few processes; a
// root that is read-only but for /tmp, which is its current folder and empty.
//
// It, and all that it started, is gone when RunInJail() returns, and also when
// the calling program is killed.
//
// Whether a machine can do all this, CheckJail() (check.h) finds out.
//
// Linux alone. The calling process becomes the one that orphans below it fall
// to (PR_SET_CHILD_SUBREAPER), and stays it. Thread safety: may be called from
// any thread.
//
// Source: bwrap(1), namespaces(7), user_namespaces(7), setrlimit(2),
// seccomp(2), prctl(2), wait4(2).

#ifndef TOOLS_GRADE_JAIL_JAIL_H_
#define TOOLS_GRADE_JAIL_JAIL_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/process/communicate.h"
#include "common/process/environment.h"
#include "common/process/stdio.h"
#include "tools/grade/jail/limits.h"

namespace grade {

// Something of this machine, and where the program in the jail finds it.
struct Placed {
  std::string here = "";
  std::string there = "";  // an absolute path
};

struct JailOptions {
  Limits limits = {};

  // The program's input.
  process::Stdio in = process::Stdio::Null();

  process::Environment env = {};

  // Files that are copied in, read-only; for programs that the program starts.
  std::vector<Placed> files = {};

  // Folders that are bound, read-only. Who runs in the jail must be able to
  // read them: see keep_user.
  std::vector<Placed> folders = {};

  // Where the compiler leaves what it makes: one folder that can be written to,
  // and that stays.
  std::vector<Placed> writable_folders = {};

  // :init, for a program that is to leave no process behind; whether it did is
  // not known otherwise.
  std::string init = "";

  std::string cwd = "/tmp";

  // Root is no user to run foreign code as: the system lets root have as many
  // processes as it likes. So root's jail runs as a user that exists nowhere
  // else. True: as the calling user, for programs of ours (the compiler) that
  // read the caller's files and start no foreign code.
  bool keep_user = false;
};

// Gets what the program writes, piece by piece, no more than limits.output.
// Once it returns false the rest is dropped.
using JailSink =
    absl::FunctionRef<bool(process::OutputStream, absl::string_view)>;

// Runs args[0], a file of this machine, which is copied in as /jail/NAME; or,
// if it is not given as a path of this machine but of the jail's folders, as
// "in:/usr/bin/g++".
//
// A report with end kNotStarted says in `detail` why the walls could not be
// built. A returned error is one of the caller's arguments, or of a system that
// is out of something:
//   InvalidArgument  no arguments
//   NotFound         no such program or file; no bubblewrap
//   any other code   what the system says
absl::StatusOr<JailReport> RunInJail(absl::Span<const std::string> args,
                                     const JailOptions& options, JailSink sink);

}  // namespace grade

#endif  // TOOLS_GRADE_JAIL_JAIL_H_
