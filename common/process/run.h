// SPDX-License-Identifier: Apache-2.0
//
// Run() starts a program, waits for it and returns what it wrote. RunShell()
// does so with a command line of the system's shell.
//
//   auto git = process::Run({"git", "log"});       // a StatusOr
//   if (!git.ok()) return git.status();            // never ran
//   if (!git->status.ok()) std::cerr << git->err;  // ran, and failed
//   Use(git->out);
//
// With a timeout, an input and a folder:
//
//   process::Run({"sort"}, {.start = {.cwd = "/tmp"},
//                           .io = {.input = "b\na\n",
//                                  .timeout = absl::Seconds(5)}});
//
// With what only a shell has: wildcards, variables, |, &&, redirections.
//
//   process::RunShell("grep TODO *.cc | wc -l");
//
// Thread safety: call them from any thread, from many at once.
//
// Source: subprocess.run, with shell=True as well, and check_output in Python.

#ifndef COMMON_PROCESS_RUN_H_
#define COMMON_PROCESS_RUN_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/process/communicate.h"
#include "common/process/exit_status.h"
#include "common/process/options.h"

namespace process {

struct RunOptions {
  // Where nothing is said, input is io.input (none: empty), and output and
  // error output are captured.
  StartOptions start = {};
  CommunicateOptions io = {};

  // After io.timeout the program gets this long to end by Terminate(), then it
  // and its descendants are killed. 0: killed at once.
  absl::Duration kill_grace = absl::ZeroDuration();
};

// What a program left behind.
struct CompletedProcess {
  ExitStatus status = {};
  std::string out = "";  // its standard output, if captured
  std::string err = "";  // its standard error, if captured

  bool timed_out = false;  // it was stopped after io.timeout
  bool truncated = false;  // it wrote more than io.max_output
  bool held_open = false;  // a process it left behind still holds its output

  // OK if the program ended with code 0 in time. Otherwise the message says how
  // it ended, with the last lines of `err`:
  //   DeadlineExceeded  timed_out
  //   Aborted           it failed, or how it ended is not known
  absl::Status ToStatus() const;
};

// Runs args[0] to its end. A returned error means that the program never ran
// (the codes of Subprocess::Start()), or, as Internal, that the system failed
// to deliver its output; then it has been killed.
//
// Once the time is up and the program has been killed, processes that it left
// behind don't keep Run() waiting: what they hold open is read for another 100
// ms without news at most, or io.drain_grace if that is shorter, and no longer
// than 1 s in all.
absl::StatusOr<CompletedProcess> Run(absl::Span<const std::string> args,
                                     const RunOptions& options = {});

// As Run(), for a command line that the system's shell runs (/bin/sh, or
// cmd.exe of the system folder). Whatever the shell finds special in it takes
// effect: put no text from elsewhere into it but with QuotePosix(), and where
// no shell is needed use Run().
//
// `status` is the shell's: that of the last program, as a rule, or the shell's
// own, as 127 (Windows: another than 0) where it finds no such program. With a
// kill_grace on POSIX, Terminate() may end the shell alone, after which nothing
// leads to what it has started: set start.group to kNewGroup, too.
//
// The codes of Subprocess::StartShell(), and Run()'s Internal.
absl::StatusOr<CompletedProcess> RunShell(absl::string_view command,
                                          const RunOptions& options = {});

// The standard output of a program that succeeds. The codes of Run(), and those
// of CompletedProcess::ToStatus() where the program failed; and
//   ResourceExhausted  it wrote more than io.max_output
absl::StatusOr<std::string> CheckOutput(absl::Span<const std::string> args,
                                        const RunOptions& options = {});

}  // namespace process

#endif  // COMMON_PROCESS_RUN_H_
