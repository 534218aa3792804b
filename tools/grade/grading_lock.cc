// SPDX-License-Identifier: Apache-2.0

#include "tools/grade/grading_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <ostream>
#include <system_error>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"

namespace grade {
namespace {

absl::Status CannotLock(const std::filesystem::path& file) {
  return absl::UnavailableError(
      absl::StrCat("cannot lock ", file.string(), ": ",
                   std::generic_category().message(errno)));
}

// Whether it is locked now. A signal is no reason to give up.
bool Lock(int descriptor, int how) {
  int result = 0;
  do {
    result = flock(descriptor, how);
  } while (result != 0 && errno == EINTR);
  return result == 0;
}

}  // namespace

absl::StatusOr<GradingLock> GradingLock::Take(
    const std::filesystem::path& cache, std::ostream& progress) {
  std::error_code ignored;  // open() tells
  std::filesystem::create_directories(cache, ignored);
  const std::filesystem::path file = cache / "lock";
  const int descriptor = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) return CannotLock(file);
  GradingLock lock(descriptor);
  if (Lock(descriptor, LOCK_EX | LOCK_NB)) return lock;
  if (errno != EWOULDBLOCK) return CannotLock(file);
  progress << "another grading of yours is under way on this machine; waiting "
              "for its end"
           << std::endl;
  if (!Lock(descriptor, LOCK_EX)) return CannotLock(file);
  return lock;
}

GradingLock::~GradingLock() {
  if (descriptor_ >= 0) close(descriptor_);
}

}  // namespace grade
