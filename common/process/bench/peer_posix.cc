// SPDX-License-Identifier: Apache-2.0
//
// The system's own calls, twice: posix_spawn(3), which shares memory with the
// child until it execs, and fork(2), which copies the parent's page tables.
//
// Both close what the child should not inherit in one call, closefrom or
// close_range, and not in a loop. POSIX_SPAWN_SETSIGDEF with all signals would
// save some 5 us of asking which have handlers; but then a signal that is
// ignored, as SIGHUP is under nohup, would kill the child.

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <optional>
#include <string>

#include "absl/log/check.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "common/process/bench/peer.h"

extern char** environ;

namespace process_bench {
namespace {

constexpr size_t kChunk = 64 * 1024;

// What the child gets as standard input and output.
struct Streams {
  int in = STDIN_FILENO;
  int out = STDOUT_FILENO;
};

using SpawnFunction = pid_t (*)(const Args&, Streams);

pid_t PosixSpawn(const Args& args, Streams streams) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  if (streams.in != STDIN_FILENO) {
    posix_spawn_file_actions_adddup2(&actions, streams.in, STDIN_FILENO);
  }
  if (streams.out != STDOUT_FILENO) {
    posix_spawn_file_actions_adddup2(&actions, streams.out, STDOUT_FILENO);
  }
  posix_spawn_file_actions_addclosefrom_np(&actions, 3);
  pid_t pid;
  const int error = posix_spawn(&pid, args[0].c_str(), &actions, nullptr,
                                Argv(args).data(), environ);
  CHECK_EQ(error, 0) << "posix_spawn " << args[0];
  posix_spawn_file_actions_destroy(&actions);
  return pid;
}

pid_t ForkExec(const Args& args, Streams streams) {
  const std::vector<char*> argv = Argv(args);
  const pid_t pid = fork();
  PCHECK(pid >= 0) << "fork";
  if (pid > 0) return pid;
  if (streams.in != STDIN_FILENO) dup2(streams.in, STDIN_FILENO);
  if (streams.out != STDOUT_FILENO) dup2(streams.out, STDOUT_FILENO);
  close_range(3, ~0u, 0);
  execv(argv[0], argv.data());
  _exit(127);
}

struct Pipe {
  Pipe() {
    int fds[2];
    PCHECK(pipe2(fds, O_CLOEXEC) == 0);
    read_end = fds[0];
    write_end = fds[1];
  }
  int read_end;
  int write_end;
};

int ExitCode(int status) {
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int WaitForPid(pid_t pid) {
  int status;
  pid_t waited;
  do {
    waited = waitpid(pid, &status, 0);
  } while (waited < 0 && errno == EINTR);
  PCHECK(waited == pid) << "waitpid";
  return ExitCode(status);
}

// False at the end.
bool ReadSome(int fd, std::string& out) {
  static char chunk[kChunk];
  const ssize_t size = read(fd, chunk, kChunk);
  PCHECK(size >= 0) << "read";
  out.append(chunk, size);
  return size > 0;
}

std::string ReadAll(int fd) {
  std::string out;
  while (ReadSome(fd, out)) {
  }
  close(fd);
  return out;
}

class PosixChild : public Child {
 public:
  PosixChild(SpawnFunction spawn, const Args& args) {
    Pipe pipe;
    out_ = pipe.read_end;
    pid_ = spawn(args, {.out = pipe.write_end});
    close(pipe.write_end);
  }

  ~PosixChild() override {
    if (out_ >= 0) close(out_);
  }

  Ended Collect() override {
    std::string out = ReadAll(out_);
    out_ = -1;
    return {.exit_code = WaitForPid(pid_), .out = std::move(out)};
  }

  int Wait() override { return WaitForPid(pid_); }

  // What programs do without a file descriptor for the child: look each
  // millisecond.
  std::optional<int> WaitFor(absl::Duration timeout) override {
    const absl::Time deadline = absl::Now() + timeout;
    while (absl::Now() < deadline) {
      int status;
      const pid_t waited = waitpid(pid_, &status, WNOHANG);
      PCHECK(waited >= 0) << "waitpid";
      if (waited == pid_) return ExitCode(status);
      absl::SleepFor(absl::Milliseconds(1));
    }
    return std::nullopt;
  }

  void Kill() override {
    kill(pid_, SIGKILL);
    WaitForPid(pid_);
  }

 private:
  int out_;
  pid_t pid_;
};

std::string RoundTrip(SpawnFunction spawn, const Args& args,
                      const std::string& input) {
  Pipe in, out;
  const pid_t pid = spawn(args, {.in = in.read_end, .out = out.write_end});
  close(in.read_end);
  close(out.write_end);
  fcntl(in.write_end, F_SETFL, O_NONBLOCK);
  std::string output;
  size_t sent = 0;
  pollfd streams[] = {{.fd = out.read_end, .events = POLLIN, .revents = 0},
                      {.fd = in.write_end, .events = POLLOUT, .revents = 0}};
  while (streams[0].fd >= 0) {
    PCHECK(poll(streams, 2, -1) > 0);
    if (streams[1].revents != 0) {
      const ssize_t size =
          write(in.write_end, input.data() + sent, input.size() - sent);
      PCHECK(size >= 0 || errno == EAGAIN) << "write";
      if (size > 0) sent += size;
      if (sent == input.size()) {
        close(in.write_end);
        streams[1].fd = -1;
      }
    }
    if (streams[0].revents != 0 && !ReadSome(out.read_end, output)) {
      close(out.read_end);
      streams[0].fd = -1;
    }
  }
  CHECK_EQ(WaitForPid(pid), 0);
  return output;
}

Peer PosixPeer(SpawnFunction spawn) {
  Peer peer;
  peer.spawn_and_wait = [spawn](const Args& args) {
    return WaitForPid(spawn(args, {}));
  };
  peer.capture = [spawn](const Args& args) {
    return BytesOf(PosixChild(spawn, args).Collect().out);
  };
  peer.round_trip = [spawn](const Args& args, const std::string& input) {
    return BytesOf(RoundTrip(spawn, args, input));
  };
  peer.start = [spawn](const Args& args) {
    return std::make_unique<PosixChild>(spawn, args);
  };
  return peer;
}

}  // namespace

Peer PosixSpawnPeer() {
  Peer peer = PosixPeer(PosixSpawn);
  peer.can_time_out = true;
  return peer;
}

// Waits as PosixSpawnPeer does: once is enough.
Peer ForkExecPeer() { return PosixPeer(ForkExec); }

}  // namespace process_bench
