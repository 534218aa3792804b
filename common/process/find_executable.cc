// SPDX-License-Identifier: Apache-2.0

#include "common/process/find_executable.h"

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/process/internal/platform.h"
#include "common/process/internal/request.h"
#include "common/process/options.h"

namespace process {

absl::StatusOr<std::string> FindExecutable(absl::string_view name,
                                           const StartOptions& options) {
  const std::string args[] = {std::string(name)};
  const absl::StatusOr<internal::Request> request =
      internal::MakeRequest(args, options, /*shell=*/false);
  if (!request.ok()) return request.status();
  return internal::FindProgram(*request);
}

}  // namespace process
