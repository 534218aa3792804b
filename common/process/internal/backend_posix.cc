// SPDX-License-Identifier: Apache-2.0
//
// The POSIX backend. Its twin is backend_windows.cc.
//
// Source: posix_spawn(3), pipe(2), poll(2), waitpid(2), close_range(2).

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "common/process/exit_status.h"
#include "common/process/internal/backend.h"

namespace process::internal {
namespace {

// ---- Handles and errors ---------------------------------------------------

// A file descriptor that closes itself.
class UniqueFd {
 public:
  explicit UniqueFd(int fd = -1) : fd_(fd) {}
  UniqueFd(UniqueFd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  UniqueFd& operator=(UniqueFd&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~UniqueFd() {
    if (fd_ >= 0) close(fd_);
  }

  int get() const { return fd_; }

 private:
  int fd_;
};

// `doing` and the system's text for `error`, under the code Run() promises.
absl::Status SystemError(int error, absl::string_view doing) {
  const absl::Status status = absl::ErrnoToStatus(error, doing);
  switch (error) {
    case ENOTDIR:  // a file where the path needs a folder: nothing is there
      return absl::NotFoundError(status.message());
    case ENOEXEC:  // executable by its mode, but no program
      return absl::PermissionDeniedError(status.message());
    case EAGAIN:  // as many processes as the user may have
      return absl::ResourceExhaustedError(status.message());
    default:
      return status;
  }
}

// ---- What the child is given ----------------------------------------------

// Moves a descriptor out of the way of 0, 1 and 2. It can be one of them where
// the caller has closed these, and then which one is up to what other threads
// open and close meanwhile: the child's dup2() calls could overwrite it before
// its turn.
absl::StatusOr<UniqueFd> MoveAboveStandardStreams(UniqueFd fd) {
  if (fd.get() > STDERR_FILENO) return fd;
  const int moved = fcntl(fd.get(), F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  if (moved < 0) return SystemError(errno, "cannot duplicate a descriptor");
  return UniqueFd(moved);
}

absl::StatusOr<UniqueFd> OpenNull() {
  const int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (fd < 0) return SystemError(errno, "cannot open /dev/null");
  return MoveAboveStandardStreams(UniqueFd(fd));
}

struct Pipe {
  UniqueFd read;
  UniqueFd write;
};

// Close-on-exec from birth: between pipe() and a later fcntl() another thread
// could start a child that would then hold our pipe open.
absl::StatusOr<Pipe> OpenPipe() {
  int fds[2];
  if (pipe2(fds, O_CLOEXEC) != 0) {
    return SystemError(errno, "cannot open a pipe");
  }
  Pipe pipe = {UniqueFd(fds[0]), UniqueFd(fds[1])};
  absl::StatusOr<UniqueFd> write =
      MoveAboveStandardStreams(std::move(pipe.write));
  if (!write.ok()) return write.status();
  pipe.write = *std::move(write);
  return pipe;
}

// ---- Starting -------------------------------------------------------------

// What posix_spawnp() shall do in the child before the program starts.
class SpawnPlan {
 public:
  SpawnPlan() {
    Note(posix_spawn_file_actions_init(&actions_));
    Note(posix_spawnattr_init(&attributes_));
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&actions_);
    posix_spawnattr_destroy(&attributes_);
  }

  void Connect(const UniqueFd& from, int to) {
    Note(posix_spawn_file_actions_adddup2(&actions_, from.get(), to));
  }

  // Also those that other code opened without O_CLOEXEC.
  void CloseAllButStandardStreams() {
    Note(
        posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1));
  }

  // Many a program ignores these two; the child would inherit that, and a
  // filter would never learn that its reader is gone.
  void RestoreSignals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);
    sigaddset(&signals, SIGXFSZ);
    Note(posix_spawnattr_setsigdefault(&attributes_, &signals));
    Note(posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF));
  }

  // Returns an errno value, 0 if the program runs.
  int Spawn(absl::Span<const std::string> args, pid_t& pid) {
    if (error_ != 0) return error_;
    std::vector<char*> argv;
    for (const std::string& arg : args) {
      argv.push_back(const_cast<char*>(arg.c_str()));
    }
    argv.push_back(nullptr);
    return posix_spawnp(&pid, argv[0], &actions_, &attributes_, argv.data(),
                        environ);
  }

 private:
  // Keeps the first error for Spawn().
  void Note(int error) {
    if (error_ == 0) error_ = error;
  }

  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
  int error_ = 0;
};

// ---- A running child ------------------------------------------------------

class PosixChild : public Child {
 public:
  PosixChild(UniqueFd out, UniqueFd err)
      : out_(std::move(out)), err_(std::move(err)) {}

  ~PosixChild() override {
    if (pid_ == kNone) return;
    kill(pid_, SIGKILL);
    Wait();
  }

  // The object exists before the program does, so that nothing can fail between
  // the program's start and there being someone to wait for it.
  void Adopt(pid_t pid) { pid_ = pid; }

  absl::Status Drain(std::string& out, std::string& err) override {
    std::array<pollfd, 2> pipes = {
        {{out_.get(), POLLIN, 0}, {err_.get(), POLLIN, 0}}};
    // poll() passes over the negative descriptor that marks a finished pipe.
    while (pipes[0].fd >= 0 || pipes[1].fd >= 0) {
      if (poll(pipes.data(), pipes.size(), /*timeout=*/-1) < 0) {
        if (errno == EINTR) continue;
        return SystemError(errno, "cannot wait for output");
      }
      if (absl::Status status = Take(pipes[0], out); !status.ok()) {
        return status;
      }
      if (absl::Status status = Take(pipes[1], err); !status.ok()) {
        return status;
      }
    }
    return absl::OkStatus();
  }

  ExitStatus Wait() override {
    const pid_t pid = std::exchange(pid_, kNone);
    int status;
    while (waitpid(pid, &status, 0) < 0) {
      // ECHILD: the program has ended and someone else has its status.
      if (errno != EINTR) return ExitStatus::Unknown();
    }
    return WIFSIGNALED(status) ? ExitStatus::FromSignal(WTERMSIG(status))
                               : ExitStatus::FromCode(WEXITSTATUS(status));
  }

 private:
  // Appends what there is to read now; marks the pipe finished at its end.
  absl::Status Take(pollfd& pipe, std::string& text) {
    if (pipe.fd < 0 || pipe.revents == 0) return absl::OkStatus();
    const ssize_t size = read(pipe.fd, buffer_.data(), buffer_.size());
    if (size > 0) text.append(buffer_.data(), size);
    if (size == 0) pipe.fd = -1;
    if (size < 0 && errno != EINTR) {
      return SystemError(errno, "cannot read output");
    }
    return absl::OkStatus();
  }

  static constexpr pid_t kNone = -1;

  pid_t pid_ = kNone;
  const UniqueFd out_;
  const UniqueFd err_;
  // As much as a Linux pipe holds.
  std::vector<char> buffer_ = std::vector<char>(64 * 1024);
};

}  // namespace

absl::StatusOr<std::unique_ptr<Child>> StartChild(
    absl::Span<const std::string> args) {
  absl::StatusOr<UniqueFd> in = OpenNull();
  if (!in.ok()) return in.status();
  absl::StatusOr<Pipe> out = OpenPipe();
  if (!out.ok()) return out.status();
  absl::StatusOr<Pipe> err = OpenPipe();
  if (!err.ok()) return err.status();

  SpawnPlan plan;
  plan.Connect(*in, STDIN_FILENO);
  plan.Connect(out->write, STDOUT_FILENO);
  plan.Connect(err->write, STDERR_FILENO);
  plan.CloseAllButStandardStreams();
  plan.RestoreSignals();

  auto child =
      std::make_unique<PosixChild>(std::move(out->read), std::move(err->read));
  pid_t pid;
  if (const int error = plan.Spawn(args, pid); error != 0) {
    const bool on_path = !absl::StrContains(args[0], '/');
    return SystemError(error, on_path ? "exec (looked for on PATH)" : "exec");
  }
  child->Adopt(pid);
  // Our writing ends close here, or reading would never come to an end.
  return child;
}

}  // namespace process::internal
