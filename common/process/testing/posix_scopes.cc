// SPDX-License-Identifier: Apache-2.0

#include "common/process/testing/posix_scopes.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>  // NOLINT(build/c++17)
#include <fstream>
#include <string>
#include <vector>

#include "absl/log/check.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"

namespace testing_util {

namespace fs = std::filesystem;

ScopedSignalHandling::ScopedSignalHandling(int signal, void (*handling)(int))
    : signal_(signal) {
  struct sigaction action = {};
  action.sa_handler = handling;
  PCHECK(sigaction(signal, &action, &before_) == 0);
}

ScopedSignalHandling::~ScopedSignalHandling() {
  PCHECK(sigaction(signal_, &before_, nullptr) == 0);
}

ScopedBlockedSignal::ScopedBlockedSignal(int signal) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal);
  pthread_sigmask(SIG_BLOCK, &set, &before_);
}

ScopedBlockedSignal::~ScopedBlockedSignal() {
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

ScopedLimit::ScopedLimit(int resource, rlim_t soft) : resource_(resource) {
  PCHECK(getrlimit(resource, &before_) == 0);
  const rlimit limit = {soft, before_.rlim_max};
  PCHECK(setrlimit(resource, &limit) == 0);
}

ScopedLimit::~ScopedLimit() { PCHECK(setrlimit(resource_, &before_) == 0); }

ScopedClosedStreams::ScopedClosedStreams(std::array<bool, 3> closed) {
  for (int fd = 0; fd < 3; ++fd) {
    if (!closed[fd]) continue;
    saved_[fd] = fcntl(fd, F_DUPFD_CLOEXEC, 100);
    PCHECK(saved_[fd] >= 0);
  }
  for (int fd = 0; fd < 3; ++fd) {
    if (closed[fd]) close(fd);
  }
}

ScopedClosedStreams::~ScopedClosedStreams() {
  for (int fd = 0; fd < 3; ++fd) {
    if (saved_[fd] < 0) continue;
    dup2(saved_[fd], fd);
    close(saved_[fd]);
  }
}

ScopedDescriptor::ScopedDescriptor(int fd) : fd_(fd) {
  const int null = open("/dev/null", O_RDWR);
  PCHECK(null >= 0);
  if (null == fd) return;
  PCHECK(fcntl(fd, F_GETFD) < 0) << fd << " is in use";
  PCHECK(dup2(null, fd) == fd);
  close(null);
}

ScopedDescriptor::~ScopedDescriptor() { close(fd_); }

std::vector<int> OpenDescriptors() {
  std::vector<int> descriptors;
  for (const fs::directory_entry& entry :
       fs::directory_iterator("/proc/self/fd")) {
    int fd;
    CHECK(absl::SimpleAtoi(entry.path().filename().string(), &fd));
    descriptors.push_back(fd);
  }
  // One was for the reading itself.
  descriptors.erase(
      std::remove_if(descriptors.begin(), descriptors.end(),
                     [](int fd) { return fcntl(fd, F_GETFD) < 0; }),
      descriptors.end());
  std::sort(descriptors.begin(), descriptors.end());
  return descriptors;
}

std::string LeakCheck::Found() const {
  std::string found;
  if (const std::vector<int> now = OpenDescriptors(); now != before_) {
    absl::StrAppend(&found, "open before: ", absl::StrJoin(before_, " "),
                    ", now: ", absl::StrJoin(now, " "), "\n");
  }
  siginfo_t info = {};
  if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0) {
    absl::StrAppend(
        &found, "a child is left, dead if this is not 0: ", info.si_pid, "\n");
  }
  return found;
}

namespace {

// As ::testing::TempDir() has it, which programs without GoogleTest lack.
std::string InTestFolder(absl::string_view name) {
  const char* folder = getenv("TEST_TMPDIR");
  return absl::StrCat(folder == nullptr ? "/tmp" : folder, "/", name);
}

}  // namespace

std::string MakeExecutable(absl::string_view name, absl::string_view content) {
  const std::string path = InTestFolder(name);
  fs::remove(path);
  std::ofstream(path) << content;
  PCHECK(chmod(path.c_str(), 0755) == 0);
  return path;
}

std::string MakeFolder(absl::string_view name) {
  const std::string path = InTestFolder(name);
  fs::remove_all(path);
  fs::create_directories(path);
  return path;
}

}  // namespace testing_util
