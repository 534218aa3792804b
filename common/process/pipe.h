// SPDX-License-Identifier: Apache-2.0
//
// The two ends of a pipe: what this program holds of a child's standard
// streams, and OpenPipe() for a pipe that leads from one child to the next.
//
// Use them for a conversation with a child: write a request, read the answer.
// To send everything and collect everything, Subprocess::Communicate() is
// simpler and can't lock up. With these ends it can: a child that waits for
// room in its output does not read its input, so a program that writes without
// reading may wait for the child while the child waits for it. Waiting() and
// Capacity() show it.
//
//   absl::Status written = child.in().Write("2 + 2\n");
//   absl::StatusOr<std::string> answer = child.out().Read();
//
// Thread safety: each end belongs to one thread at a time.
//
// Errors: a reader that is gone is an absl::Status, never a SIGPIPE.
//
// Source: pipe(7); CreateNamedPipeW in the Windows API.

#ifndef COMMON_PROCESS_PIPE_H_
#define COMMON_PROCESS_PIPE_H_

#include <cstddef>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/process/handle.h"

namespace process {

// The end that bytes come out of.
class PipeReader {
 public:
  PipeReader() = default;
  explicit PipeReader(UniqueHandle handle) : handle_(std::move(handle)) {}

  bool is_open() const { return handle_.is_open(); }
  NativeHandle handle() const { return handle_.get(); }
  void Close() { handle_.Close(); }

  // Waits until there is something to read and returns it, at most `max` bytes
  // (1 or more); an empty string is the end: nobody holds the writing end any
  // more.
  //
  // FailedPrecondition  this end is not open (no pipe was asked for)
  // any other code      what the system says in the message
  absl::StatusOr<std::string> Read(size_t max = 64 * 1024);

  // Bytes in the pipe now: written, and not yet read. Doesn't wait, and takes
  // none of them. Never more than Capacity(): what of a write has no room yet
  // is not in the pipe. After the last writer has gone it still tells what is
  // left, and in the end 0.
  //
  // FailedPrecondition  this end is not open, or the handle it was given is no
  //                     pipe (but a file, a terminal, a socket)
  // any other code      what the system says in the message
  absl::StatusOr<size_t> Waiting() const;

  // Bytes that the pipe holds before its writer has to wait. Linux counts whole
  // pages, so of pieces that don't fill these evenly it takes a little less.
  // Communicate() may enlarge the pipe. The codes of Waiting().
  absl::StatusOr<size_t> Capacity() const;

 private:
  UniqueHandle handle_;
};

// The end that bytes go into.
class PipeWriter {
 public:
  PipeWriter() = default;
  explicit PipeWriter(UniqueHandle handle) : handle_(std::move(handle)) {}

  bool is_open() const { return handle_.is_open(); }
  NativeHandle handle() const { return handle_.get(); }

  // The reader finds the end of its input. Until this it waits for more.
  void Close() { handle_.Close(); }

  // Writes all of it, and waits as long as that takes.
  //
  // Aborted             nobody reads any more (POSIX: EPIPE); how much was read
  //                     before, nobody knows
  // FailedPrecondition  this end is not open (no pipe was asked for)
  // any other code      what the system says in the message
  absl::Status Write(absl::string_view bytes);

 private:
  UniqueHandle handle_;
};

// A pipe from one child to another: both ends block, as programs expect of
// their standard streams. No child inherits an end unless it is given it:
//
//   absl::StatusOr<process::Pipe> pipe = process::OpenPipe();
//   ... Start({"sort"}, {.out = process::Stdio::Own(std::move(pipe->write))});
//   ... Start({"uniq"}, {.in = process::Stdio::Own(std::move(pipe->read))});
//
// (RunPipeline() does all that.)
struct Pipe {
  UniqueHandle read;
  UniqueHandle write;
};

// ResourceExhausted: too many open files.
absl::StatusOr<Pipe> OpenPipe();

}  // namespace process

#endif  // COMMON_PROCESS_PIPE_H_
