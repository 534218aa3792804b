// SPDX-License-Identifier: Apache-2.0
//
// Subprocess is a child process: started, fed, watched, stopped.
//
// Use it for a child that runs while this program does something else, or that
// is talked to. To run a program and take what it wrote, Run() is shorter
// (run.h). It is Python's subprocess.Popen: no shell takes part, so no argument
// needs quoting and none can turn into a command.
//
//   absl::StatusOr<process::Subprocess> child = process::Subprocess::Start(
//       {"sort", "-n"},
//       {.in = process::Stdio::Pipe(), .out = process::Stdio::Pipe()});
//   if (!child.ok()) return child.status();  // never ran
//   absl::StatusOr<process::Output> output =
//       child->Communicate({.input = "10\n9\n", .timeout = absl::Seconds(5)});
//   if (!output.ok()) return output.status();
//   if (output->timed_out) return child->Stop().status();
//   Use(output->out);
//
// Thread safety: Poll(), Wait(), SendSignal(), Terminate(), Kill(), KillTree()
// and Stop() may be called from any threads at once. Communicate(), Stream()
// and the pipes' ends belong to one thread at a time, moving and destroying to
// one thread alone. It installs no signal handler, and starts no thread on
// Linux.
//
// Errors: an absl::Status error means that something could not be done. A
// program that ran and failed is an ExitStatus; a timeout of Communicate() is a
// field of Output beside what has come so far.
//
// Needs: Linux 5.4 or newer, or Windows 10.
//
// Source: subprocess.Popen in Python; clone(2), pidfd_open(2); CreateProcessW
// and job objects in the Windows API.

#ifndef COMMON_PROCESS_SUBPROCESS_H_
#define COMMON_PROCESS_SUBPROCESS_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/base/attributes.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "common/process/communicate.h"
#include "common/process/exit_status.h"
#include "common/process/options.h"
#include "common/process/pipe.h"

namespace process {

class Subprocess;
namespace internal {
class Child;
struct Parties;
Child& ChildOf(const Subprocess& subprocess);  // for Run() and its like
}  // namespace internal

// What KillTree() could reach, the surest first. Every process that it reached
// has been told to die.
enum class TreeReach {
  // Every descendant (Windows: the job).
  kAll,
  // All in the child's group or session, and all whose parents lead back to the
  // child. Out of reach: one that has left the group and lost its parent.
  kGroup,
  // All whose parents lead back to the child. Out of reach: one whose parent
  // had ended before.
  kDescendants,
  // The child alone: the system doesn't tell who its descendants are.
  kChild,
};

class Subprocess {
 public:
  // Starts args[0] with the arguments args[1], args[2], ...
  //
  // A program whose name holds a slash (on Windows also a backslash or a colon)
  // is that file, relative to the child's current folder; any other name is
  // looked for in the folders of the child's PATH (see find_executable.h). On
  // Windows ".exe" may be left out, text is UTF-8, and a batch file's arguments
  // arrive as they are or are refused.
  //
  // The child inherits its three streams, options.pass_handles and nothing else
  // that is open here.
  //
  // A returned error means that the program never ran; nothing stays open and
  // no child is left to wait for. FailureOf(status) gives its parts.
  //   InvalidArgument    no arguments, an empty name, a NUL byte, options that
  //                      contradict each other, a handle that is not open, or
  //                      more arguments than the system takes (Linux: 128 KiB
  //                      each, some MiB in all; Windows: 32,766 characters)
  //   NotFound           no such program, folder or file
  //   PermissionDenied   it is there but may not be run, entered or opened, or
  //                      is no program (a text file needs a line "#!...")
  //   AlreadyExists      a file to create is there already
  //   ResourceExhausted  too many processes or open files, too little memory
  //   Unimplemented      an option that this system does not have
  //   any other code     what the system says in the message
  static absl::StatusOr<Subprocess> Start(absl::Span<const std::string> args,
                                          const StartOptions& options = {});

  // Lets the system's shell (/bin/sh, or cmd.exe of the system folder) run
  // `command`. Whatever the shell finds special in it takes effect: put no text
  // from elsewhere into it but with QuotePosix(). An exit code may be the
  // shell's own: 127 (Windows: another than 0) where it finds no such program.
  //
  // The codes of Start(), and
  //   InvalidArgument  the command is empty, or on Windows longer than the 8191
  //                    characters that cmd.exe reads
  static absl::StatusOr<Subprocess> StartShell(
      absl::string_view command, const StartOptions& options = {});

  // The moved-from object has no child: its methods return FailedPrecondition,
  // Poll() nothing, pid() -1 and wait_handle() kNoHandle.
  Subprocess(Subprocess&&) noexcept;
  // The child that is replaced ends as by the destructor.
  Subprocess& operator=(Subprocess&&) noexcept;
  // Does what options.on_destroy says.
  ~Subprocess();

  // The process's number. It names this child until its end has been seen by
  // Poll(), Wait(), Communicate() or Stop(), and perhaps another one later.
  int64_t pid() const;

  // How it ended; nothing while it runs. Never blocks.
  std::optional<ExitStatus> Poll();

  // Waits for its end, at most `timeout` (0 or less: doesn't wait). The streams
  // are not read meanwhile: a child with much to write may wait for that.
  //
  //   DeadlineExceeded  it still runs
  absl::StatusOr<ExitStatus> Wait(
      absl::Duration timeout = absl::InfiniteDuration());

  // Writes options.input to the child's input, closes that, and collects output
  // and error output to their ends, all at once, so that no amount of any of
  // them can lock up. Then waits for the child's end. Streams that are no pipes
  // are left alone. A child that does not read its input is no error.
  //
  // After a timeout Output::timed_out is set and the rest is as far as it came;
  // call it again, without input, to go on: nothing is lost, and the next
  // Output has all from the beginning. Once it is done there is no more:
  // another call returns an empty Output.
  //
  //   FailedPrecondition  input, but `in` is no pipe; new input while older
  //                       input is not yet written
  //   any other code      what the system says; the child still runs
  absl::StatusOr<Output> Communicate(const CommunicateOptions& options = {});

  // As Communicate(), but gives each piece to `sink` as it comes, at most 256
  // KiB at a time, and collects nothing: Output's texts stay empty. `sink`
  // returns whether it wants more of that stream; the rest of a stream that it
  // does not want is read and dropped.
  using Sink = absl::FunctionRef<bool(OutputStream, absl::string_view)>;
  absl::StatusOr<Output> Stream(Sink sink,
                                const CommunicateOptions& options = {});

  // This program's ends of the child's streams, open if options said Pipe().
  PipeWriter& in() ABSL_ATTRIBUTE_LIFETIME_BOUND { return in_; }
  PipeReader& out() ABSL_ATTRIBUTE_LIFETIME_BOUND { return out_; }
  PipeReader& err() ABSL_ATTRIBUTE_LIFETIME_BOUND { return err_; }

  // Sends a signal to the child alone. To send one to a child that has ended is
  // no error, and never hits another process that has its number by now.
  //
  //   InvalidArgument   no such signal
  //   PermissionDenied  the child runs as another user
  //   Unimplemented     Windows, for all but SIGTERM and SIGKILL (9)
  absl::Status SendSignal(int signal);

  // Asks it to end: SIGTERM. On Windows Ctrl-Break where that can be sent (a
  // child in a group of its own, with the same console), otherwise Kill().
  absl::Status Terminate();

  // Ends it: SIGKILL; on Windows TerminateProcess() with exit code 1.
  absl::Status Kill();

  // Kills the child and the processes it started, and says how sure that is.
  // Works after the child's own end as well. Start it with Group::kNewGroup to
  // reach those, too, whose parents have ended; before Linux 6.9 that works
  // only until the child's end has been seen by Poll(), Wait() or
  // Communicate().
  absl::StatusOr<TreeReach> KillTree();

  // Terminate(); waits up to `grace` for its end; KillTree(); waits for its
  // end. Returns how it ended. With a `grace` of 0 or less KillTree() comes at
  // once.
  //
  //   PermissionDenied  the child runs as another user, and still runs
  //   any other code    what the system says
  absl::StatusOr<ExitStatus> Stop(absl::Duration grace = absl::Seconds(5));

  // For a caller's own poll() or WaitForMultipleObjects(): a pidfd, or the
  // process's HANDLE. Ready once the child has ended. Do not close it.
  NativeHandle wait_handle() const;

 private:
  struct State;
  explicit Subprocess(std::unique_ptr<State> state);

  static absl::StatusOr<Subprocess> StartRequested(
      absl::Span<const std::string> args, const StartOptions& options,
      bool shell);
  internal::Parties parties();
  friend internal::Child& internal::ChildOf(const Subprocess& subprocess);

  std::unique_ptr<State> state_;  // null once moved from
  PipeWriter in_;
  PipeReader out_;
  PipeReader err_;
};

}  // namespace process

#endif  // COMMON_PROCESS_SUBPROCESS_H_
