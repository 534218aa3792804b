// SPDX-License-Identifier: Apache-2.0

#include <sys/utsname.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "common/lab/environment.h"

namespace lab {

std::string OperatingSystem() {
  utsname name;
  if (uname(&name) != 0) return "unknown";
  return absl::StrCat(name.sysname, " ", name.release);
}

}  // namespace lab
