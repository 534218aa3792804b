// SPDX-License-Identifier: Apache-2.0

#include "common/process/bench/remote_peer.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "absl/log/check.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/process/bench/peer.h"

extern char** environ;

namespace process_bench {

namespace {

constexpr int kPatienceMs = 120'000;

// A child that ignores SIGPIPE would hand that on to its own children.
class DefaultSigpipe {
 public:
  DefaultSigpipe() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGPIPE);
    posix_spawnattr_init(&attributes_);
    posix_spawnattr_setsigdefault(&attributes_, &signals);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF);
  }
  ~DefaultSigpipe() { posix_spawnattr_destroy(&attributes_); }
  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_;
};

}  // namespace

absl::StatusOr<RemotePeer> RemotePeer::Start(
    const std::vector<std::string>& args) {
  signal(SIGPIPE, SIG_IGN);  // a peer may die before it is asked
  int requests[2], answers[2];
  PCHECK(pipe2(requests, O_CLOEXEC) == 0 && pipe2(answers, O_CLOEXEC) == 0);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, requests[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, answers[1], STDOUT_FILENO);
  pid_t pid;
  const int error =
      posix_spawnp(&pid, args[0].c_str(), &actions, DefaultSigpipe().get(),
                   Argv(args).data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(requests[0]);
  close(answers[1]);
  if (error != 0) {
    close(requests[1]);
    close(answers[0]);
    return absl::ErrnoToStatus(error, absl::StrCat("cannot start ", args[0]));
  }
  return RemotePeer(pid, fdopen(requests[1], "w"), fdopen(answers[0], "r"));
}

RemotePeer::RemotePeer(RemotePeer&& other)
    : pid_(std::exchange(other.pid_, -1)),
      requests_(std::exchange(other.requests_, nullptr)),
      answers_(std::exchange(other.answers_, nullptr)) {}

RemotePeer::~RemotePeer() {
  if (requests_ == nullptr) return;
  fclose(requests_);  // the end of its input, so it ends
  fclose(answers_);
  waitpid(pid_, nullptr, 0);
}

absl::StatusOr<std::vector<double>> RemotePeer::Ask(absl::string_view request) {
  fprintf(requests_, "%s\n", std::string(request).c_str());
  fflush(requests_);
  pollfd answer = {fileno(answers_), POLLIN, 0};
  if (poll(&answer, 1, kPatienceMs) <= 0) {
    kill(pid_, SIGKILL);
    return absl::DeadlineExceededError("no answer for two minutes");
  }
  char* line = nullptr;
  size_t capacity = 0;
  const ssize_t size = getline(&line, &capacity, answers_);
  std::vector<std::string> words;
  if (size > 0) {
    words = absl::StrSplit(absl::string_view(line, size),
                           absl::ByAnyChar(" \n"), absl::SkipEmpty());
  }
  free(line);
  if (words.empty()) return absl::AbortedError("the peer's process has ended");
  if (words[0] == "none") return absl::UnimplementedError(request);
  std::vector<double> numbers(words.size() - 1);
  for (size_t i = 0; i < numbers.size(); ++i) {
    CHECK(absl::SimpleAtod(words[i + 1], &numbers[i])) << words[i + 1];
  }
  return numbers;
}

int64_t RemotePeer::LimitOpenFiles(int64_t limit) {
  const auto wanted = static_cast<rlim_t>(limit);
  rlimit limits;
  PCHECK(prlimit(pid_, RLIMIT_NOFILE, nullptr, &limits) == 0);
  const rlimit raised = {wanted, std::max(wanted, limits.rlim_max)};
  if (prlimit(pid_, RLIMIT_NOFILE, &raised, nullptr) == 0) return limit;
  limits.rlim_cur = std::min(wanted, limits.rlim_max);
  PCHECK(prlimit(pid_, RLIMIT_NOFILE, &limits, nullptr) == 0);
  return static_cast<int64_t>(limits.rlim_cur);
}

}  // namespace process_bench
