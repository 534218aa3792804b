// SPDX-License-Identifier: Apache-2.0

#include "common/process/internal/posix/error.h"

#include <cerrno>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/process/start_failure.h"

namespace process::internal {
namespace {

// Where absl::ErrnoToStatusCode() has something else in mind.
absl::StatusCode CodeFor(int error) {
  switch (error) {
    case ENOTDIR:  // a file where the path needs a folder: nothing is there
      return absl::StatusCode::kNotFound;
    case ENOEXEC:  // executable by its mode, but no program
    case EISDIR:
    case ELOOP:
      return absl::StatusCode::kPermissionDenied;
    case EAGAIN:  // as many processes as the user may have
    case ENOMEM:
      return absl::StatusCode::kResourceExhausted;
    case EBADF:  // a handle that the caller gave us is not open
      return absl::StatusCode::kInvalidArgument;
    default:
      return absl::ErrnoToStatusCode(error);
  }
}

}  // namespace

absl::Status SystemError(int error, absl::string_view stage,
                         absl::string_view path, absl::string_view note) {
  std::string what(stage);
  if (!path.empty()) absl::StrAppend(&what, " \"", path, "\"");
  if (!note.empty()) absl::StrAppend(&what, " ", note);
  // Only for its text: it knows the thread-safe way to get at that.
  const absl::Status status = absl::ErrnoToStatus(error, what);
  return WithFailure(absl::Status(CodeFor(error), status.message()),
                     {.stage = std::string(stage),
                      .path = std::string(path),
                      .os_error = error});
}

}  // namespace process::internal
