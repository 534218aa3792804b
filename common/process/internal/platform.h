// SPDX-License-Identifier: Apache-2.0
//
// What common/process asks of an operating system. This is the only seam: the
// folders posix/ and windows/ fulfil it, everything else is portable. Not for
// use outside common/process.
//
// Beside this header, the systems also define UniqueHandle::Close() (handle.h),
// the methods of PipeReader and PipeWriter and OpenPipe() (pipe.h), and
// CurrentEnvironment() (environment.h).
//
// The contract, which both keep:
//
// * Starting is all or nothing. An error means that no program ran, that no
//   handle stayed open and that no child is left to wait for. It carries one
//   code of those listed at Subprocess::Start(), a message that names what
//   failed, on which file, with the system's own words, and a StartFailure.
// * A child gets its streams, the handles it is passed and nothing else,
//   whatever this program has open and whatever other threads start meanwhile.
// * A child's end is seen once by this code and then kept: nothing waits for,
// or
//   signals, a process number that the system may have given to someone else.

#ifndef COMMON_PROCESS_INTERNAL_PLATFORM_H_
#define COMMON_PROCESS_INTERNAL_PLATFORM_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/process/environment.h"
#include "common/process/exit_status.h"
#include "common/process/handle.h"
#include "common/process/internal/deadline.h"
#include "common/process/options.h"
#include "common/process/pipe.h"
#include "common/process/subprocess.h"

namespace process::internal {

// ---- A running child -------------------------------------------------------

// Thread-safe. Destroying it lets go of the child: neither kills nor waits.
class Child {
 public:
  virtual ~Child() = default;

  virtual int64_t pid() const = 0;
  virtual NativeHandle wait_handle() const = 0;

  // How it ended, if it has. The first call that sees the end reaps the child
  // (POSIX); each later one returns the same.
  virtual std::optional<ExitStatus> Poll() = 0;

  // Waits for its end without reaping it, so that its number, and its group's,
  // stay its own. True if it has ended, false if `deadline` came first.
  virtual bool WaitForEnd(const Deadline& deadline) = 0;

  // These are Subprocess's methods of the same names.
  virtual absl::Status SendSignal(int signal) = 0;
  virtual absl::Status Terminate() = 0;
  virtual absl::Status Kill() = 0;
  virtual absl::StatusOr<TreeReach> KillTree() = 0;

  // The child shall live on when this program ends (OnDestroy::kDetach).
  virtual void Detach() = 0;
};

// ---- Starting --------------------------------------------------------------

// What is to be started. The portable code has checked that there are arguments
// and a program, that there is no NUL byte in any text, and resolved what
// refers to other fields.
struct Request {
  absl::Span<const std::string> args;
  // args[0] is no program but a command, for the system's shell to run.
  bool shell = false;
  // args[0], or the executable where that is named.
  std::string program;
  // All of the child's variables; nothing: this program's, unchanged.
  std::optional<Environment> environment;
  // The child's in, out and err. Never kDefault. kStdout and kStderr refer to
  // the other stream, which then is neither of the two.
  std::array<Stdio, 3> streams;
  // Everything else is as the caller said it.
  const StartOptions& options;
};

struct Started {
  std::unique_ptr<Child> child;
  // Open for the streams that are kPipe.
  PipeWriter in;
  PipeReader out;
  PipeReader err;
};

absl::StatusOr<Started> StartChild(const Request& request);

// Whether StartOptions::posix means anything here.
bool TakesPosixOptions();

// Whether two names are the same variable: on Windows whatever their case.
bool SameVariableName(absl::string_view a, absl::string_view b);

// ---- Moving bytes ----------------------------------------------------------

// What a pump reads from.
struct Outlet {
  PipeReader* reader;
  // Takes a piece, at most 256 KiB. False: close this stream.
  absl::FunctionRef<bool(absl::string_view)> take;
};

struct PumpJob {
  // Closed once all of `input` is written, or nobody reads it any more. May be
  // not open; then `input` is empty.
  PipeWriter* writer = nullptr;
  // Advanced by what has been written.
  absl::string_view* input = nullptr;
  // Closed at their ends. Those that are not open are passed over.
  absl::Span<Outlet> outlets;
  // The grace begins once all of these have ended.
  absl::Span<Child* const> children;
  Deadline deadline = Deadline::Never();
  absl::Duration drain_grace = absl::InfiniteDuration();
  // Looked at after each piece: end at once (Pump returns kStopped).
  const bool* stop = nullptr;
};

enum class PumpEnd {
  kDone,     // all is written, or not wanted, and all has been read
  kTimeout,  // the deadline came first
  kGrace,    // the children have ended and nothing came for drain_grace
  kStopped,  // *stop
};

// Writes and reads all at once until one of the ends. What has been read by
// then has been given to its outlet; nothing is under way and nothing is lost,
// so it can be called again to go on. An error is one of the system's.
absl::StatusOr<PumpEnd> Pump(const PumpJob& job);

// Tells the system that this memory will be filled soon, so that it may be
// given in few, large pages. Only ever a matter of speed.
void ExpectToFill(char* memory, size_t size);

// ---- Looking up programs ---------------------------------------------------

// FindExecutable() with a request that is as above.
absl::StatusOr<std::string> FindProgram(const Request& request);

}  // namespace process::internal

#endif  // COMMON_PROCESS_INTERNAL_PLATFORM_H_
