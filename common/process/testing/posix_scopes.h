// SPDX-License-Identifier: Apache-2.0
//
// What tests on POSIX change in their own process and put back, and how they
// see that nothing has leaked.
//
//   const LeakCheck leaks;
//   ScopedSignalHandling ignored(SIGPIPE, SIG_IGN);
//   ... start children ...
//   EXPECT_EQ(leaks.Found(), "");
//
// Thread safety: these change the whole process; one thread at a time.

#ifndef COMMON_PROCESS_TESTING_POSIX_SCOPES_H_
#define COMMON_PROCESS_TESTING_POSIX_SCOPES_H_

#include <signal.h>
#include <sys/resource.h>

#include <array>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace testing_util {

// Sets what `signal` does, with no flags: it interrupts system calls.
class ScopedSignalHandling {
 public:
  ScopedSignalHandling(int signal, void (*handling)(int));
  ScopedSignalHandling(const ScopedSignalHandling&) = delete;
  ScopedSignalHandling& operator=(const ScopedSignalHandling&) = delete;
  ~ScopedSignalHandling();

 private:
  const int signal_;
  struct sigaction before_;
};

// Blocks `signal` in this thread.
class ScopedBlockedSignal {
 public:
  explicit ScopedBlockedSignal(int signal);
  ScopedBlockedSignal(const ScopedBlockedSignal&) = delete;
  ScopedBlockedSignal& operator=(const ScopedBlockedSignal&) = delete;
  ~ScopedBlockedSignal();

 private:
  sigset_t before_;
};

// Sets a soft limit.
class ScopedLimit {
 public:
  ScopedLimit(int resource, rlim_t soft);
  ScopedLimit(const ScopedLimit&) = delete;
  ScopedLimit& operator=(const ScopedLimit&) = delete;
  ~ScopedLimit();

 private:
  const int resource_;
  rlimit before_;
};

// Closes descriptors 0, 1 and 2 where `closed` says so, and brings them back.
class ScopedClosedStreams {
 public:
  explicit ScopedClosedStreams(std::array<bool, 3> closed = {true, true, true});
  ScopedClosedStreams(const ScopedClosedStreams&) = delete;
  ScopedClosedStreams& operator=(const ScopedClosedStreams&) = delete;
  ~ScopedClosedStreams();

 private:
  std::array<int, 3> saved_ = {-1, -1, -1};
};

// Opens /dev/null under this number, without close-on-exec, as careless code
// does. Nothing may be open there.
class ScopedDescriptor {
 public:
  explicit ScopedDescriptor(int fd);
  ScopedDescriptor(const ScopedDescriptor&) = delete;
  ScopedDescriptor& operator=(const ScopedDescriptor&) = delete;
  ~ScopedDescriptor();

 private:
  const int fd_;
};

// The descriptors that this process has open, in order.
std::vector<int> OpenDescriptors();

// Compares this process with what it was when this object was made.
class LeakCheck {
 public:
  LeakCheck() : before_(OpenDescriptors()) {}

  // What has leaked: descriptors, children that nobody has waited for. Empty if
  // nothing has.
  std::string Found() const;

 private:
  const std::vector<int> before_;
};

// A new file in the test's folder that may be executed. Returns its path.
std::string MakeExecutable(absl::string_view name, absl::string_view content);

// A new folder, empty, in the test's folder. Returns its path.
std::string MakeFolder(absl::string_view name);

}  // namespace testing_util

#endif  // COMMON_PROCESS_TESTING_POSIX_SCOPES_H_
