// SPDX-License-Identifier: Apache-2.0
//
// Run() starts another program, waits for it and returns what it wrote.
//
// Use it for a program that needs no input and ends by itself. It is Python's
// subprocess.run(args, stdin=DEVNULL, capture_output=True): no shell takes
// part, so no argument needs quoting and none can turn into a command.
//
//   absl::StatusOr<process::RunResult> result = process::Run({"git", "log"});
//   if (!result.ok()) return result.status();            // never ran
//   if (!result->status.ok()) std::cerr << result->err;  // ran, and failed
//   Use(result->out);
//
// Thread safety: call it from any thread, from many at once. It installs no
// signal handler and starts no thread.
//
// Source: posix_spawn(3); CreateProcessW; Python's subprocess, PEP 446.

#ifndef COMMON_PROCESS_SUBPROCESS_H_
#define COMMON_PROCESS_SUBPROCESS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/process/exit_status.h"

namespace process {

// What a program left behind. Bytes are kept as they came: what a Windows
// program writes as "\n" in text mode arrives as "\r\n".
struct RunResult {
  ExitStatus status;
  std::string out;  // all of its standard output
  std::string err;  // all of its standard error
};

// Runs args[0] with the arguments args[1], args[2], ... to its end.
//
// A program whose name holds a slash (on Windows also a backslash or a colon)
// is that file, relative to the current folder; any other name is looked for in
// the folders of PATH. On Windows ".exe" may be left out and text is UTF-8.
//
// The program has an empty standard input, this program's environment and
// current folder, and none of its open files. It may write any amount; all of
// it is kept in memory. Run() returns when the program has ended and its output
// is closed, so a program that it leaves running in the background with the
// same output keeps Run() waiting.
//
// A returned error means that the program never ran:
//   InvalidArgument    no arguments, an empty program name, a NUL byte, or more
//                      than the system takes (Linux: 128 KiB an argument, some
//                      MiB in all; Windows: 32,766 characters in all, UTF-8)
//   NotFound           there is no such program
//   PermissionDenied   the file is there but may not be run, or is no program
//   ResourceExhausted  too many processes or open files, too little memory
//   Unimplemented      a Windows batch file (.bat, .cmd)
//   any other code     what the system says in the message, such as a program
//                      file that is being written (FailedPrecondition)
// The one exception: should the system fail to deliver the output of a program
// that runs, Run() kills it and returns that failure as Internal.
absl::StatusOr<RunResult> Run(absl::Span<const std::string> args);

}  // namespace process

#endif  // COMMON_PROCESS_SUBPROCESS_H_
