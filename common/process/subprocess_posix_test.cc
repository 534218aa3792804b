// SPDX-License-Identifier: Apache-2.0
//
// What only POSIX can show. Its twin is subprocess_windows_test.cc.

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/process/exit_status.h"
#include "common/process/run.h"
#include "common/process/testing/program_path.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace process {
namespace {

using ::testing::HasSubstr;
using ::testing_util::StatusIs;

std::string Child() { return testing_util::ProgramPath("CHILD"); }

// Sets what `signal` does and puts it back at the end.
class ScopedSignalHandling {
 public:
  ScopedSignalHandling(int signal, void (*handling)(int))
      : signal_(signal), before_(std::signal(signal, handling)) {}
  ~ScopedSignalHandling() { std::signal(signal_, before_); }

 private:
  const int signal_;
  void (*const before_)(int);
};

// Closes descriptors 0, 1 and 2 and brings them back at the end.
class ScopedClosedStandardStreams {
 public:
  ScopedClosedStandardStreams() {
    for (int fd = 0; fd < 3; ++fd) {
      saved_[fd] = fcntl(fd, F_DUPFD_CLOEXEC, 3);
      close(fd);
    }
  }
  ~ScopedClosedStandardStreams() {
    for (int fd = 0; fd < 3; ++fd) {
      if (saved_[fd] < 0) continue;
      dup2(saved_[fd], fd);
      close(saved_[fd]);
    }
  }

 private:
  std::array<int, 3> saved_;
};

auto OpenDescriptors() {
  namespace fs = std::filesystem;
  return std::distance(fs::directory_iterator("/proc/self/fd"),
                       fs::directory_iterator());
}

// A file that may be executed, whatever is in it.
std::string MakeExecutable(const std::string& name,
                           const std::string& content) {
  const std::string path = absl::StrCat(::testing::TempDir(), "/", name);
  std::ofstream(path) << content;
  EXPECT_EQ(chmod(path.c_str(), 0755), 0);
  return path;
}

TEST(SubprocessPosixTest, ASignalIsReportedByNumber) {
  for (const int signal : {SIGKILL, SIGTERM, SIGPIPE}) {
    const absl::StatusOr<CompletedProcess> result =
        process::Run({Child(), "raise", absl::StrCat(signal)});
    ASSERT_OK(result);
    EXPECT_EQ(result->status, ExitStatus::FromSignal(signal));
  }
}

TEST(SubprocessPosixTest, AbortIsASignal) {
  const absl::StatusOr<CompletedProcess> result =
      process::Run({Child(), "abort"});
  ASSERT_OK(result);
  EXPECT_EQ(result->status, ExitStatus::FromSignal(SIGABRT));
}

TEST(SubprocessPosixTest, NothingStaysOpenAndNoChildStaysUnreaped) {
  const auto before = OpenDescriptors();
  for (int i = 0; i < 10; ++i) {
    ASSERT_OK(process::Run({Child(), "write", "out", "10"}));
    ASSERT_THAT(process::Run({"no/such/program"}).status(),
                StatusIs(absl::StatusCode::kNotFound));
  }
  EXPECT_EQ(OpenDescriptors(), before);
  EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1);
  EXPECT_EQ(errno, ECHILD);
}

TEST(SubprocessPosixTest, DescriptorsLeftOpenForExecAreNotInherited) {
  int fds[2];
  ASSERT_EQ(pipe2(fds, O_NONBLOCK), 0);  // no O_CLOEXEC, as careless code does
  EXPECT_OK(process::Run({Child(), "write-to", absl::StrCat(fds[1])}));
  char byte;
  EXPECT_EQ(read(fds[0], &byte, 1), -1) << "the child could write to it";
  EXPECT_EQ(errno, EAGAIN);
  close(fds[0]);
  close(fds[1]);
}

TEST(SubprocessPosixTest, WorksWhereTheStandardStreamsAreClosed) {
  const std::string child = Child();
  absl::StatusOr<CompletedProcess> written;
  absl::StatusOr<CompletedProcess> counted;
  {
    ScopedClosedStandardStreams closed;
    written = process::Run({child, "write", "out", "2", "err", "3"});
    counted = process::Run({child, "count-input"});
  }
  ASSERT_OK(written);
  EXPECT_EQ(written->out, "oo");
  EXPECT_EQ(written->err, "eee");
  ASSERT_OK(counted);
  EXPECT_EQ(counted->out, "0");
}

TEST(SubprocessPosixTest, TheChildDoesNotInheritAnIgnoredSigpipe) {
  ScopedSignalHandling ignored(SIGPIPE, SIG_IGN);
  const absl::StatusOr<CompletedProcess> result =
      process::Run({Child(), "raise", absl::StrCat(SIGPIPE)});
  ASSERT_OK(result);
  EXPECT_EQ(result->status, ExitStatus::FromSignal(SIGPIPE));
}

TEST(SubprocessPosixTest,
     IfSigchldIsIgnoredTheStatusIsUnknownAndTheOutputKept) {
  ScopedSignalHandling ignored(SIGCHLD, SIG_IGN);
  const absl::StatusOr<CompletedProcess> result =
      process::Run({Child(), "write", "out", "5"});
  ASSERT_OK(result);
  EXPECT_EQ(result->status, ExitStatus::Unknown());
  EXPECT_EQ(result->out, "ooooo");
}

TEST(SubprocessPosixTest, AnExecutableFileThatIsNoProgramIsPermissionDenied) {
  EXPECT_THAT(
      process::Run({MakeExecutable("garbage", "no program, no script\n")})
          .status(),
      StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("garbage")));
}

TEST(SubprocessPosixTest, AFileInPlaceOfAFolderIsNotFound) {
  EXPECT_THAT(process::Run({MakeExecutable("file", "") + "/program"}).status(),
              StatusIs(absl::StatusCode::kNotFound, HasSubstr("file/program")));
}

TEST(SubprocessPosixTest, ANameWithoutSlashIsFoundOnPathOnly) {
  const std::filesystem::path child = std::filesystem::absolute(Child());
  const std::string name = child.filename();
  const std::string before = getenv("PATH");
  EXPECT_THAT(process::Run({name, "exit", "7"}).status(),
              StatusIs(absl::StatusCode::kNotFound));
  setenv("PATH", child.parent_path().c_str(), /*overwrite=*/1);
  const absl::StatusOr<CompletedProcess> result =
      process::Run({name, "exit", "7"});
  setenv("PATH", before.c_str(), /*overwrite=*/1);
  ASSERT_OK(result);
  EXPECT_EQ(result->status, ExitStatus::FromCode(7));
}

}  // namespace
}  // namespace process
