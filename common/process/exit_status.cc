// SPDX-License-Identifier: Apache-2.0

#include "common/process/exit_status.h"

#include <cstdint>
#include <string>

#include "absl/log/check.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"

namespace process {
namespace {

// Only the signals whose numbers are the same on every POSIX system.
absl::string_view SignalName(int64_t signal) {
  switch (signal) {
    case 1:
      return " (SIGHUP)";
    case 2:
      return " (SIGINT)";
    case 3:
      return " (SIGQUIT)";
    case 4:
      return " (SIGILL)";
    case 5:
      return " (SIGTRAP)";
    case 6:
      return " (SIGABRT)";
    case 8:
      return " (SIGFPE)";
    case 9:
      return " (SIGKILL)";
    case 11:
      return " (SIGSEGV)";
    case 13:
      return " (SIGPIPE)";
    case 14:
      return " (SIGALRM)";
    case 15:
      return " (SIGTERM)";
    default:
      return "";
  }
}

// Windows reports a crash as a code with the top bit set, known in hex.
constexpr int64_t kFirstCrashCode = 0x80000000;

}  // namespace

int64_t ExitStatus::exit_code() const {
  CHECK(exited()) << "no exit code: " << *this;
  return value_;
}

int ExitStatus::term_signal() const {
  CHECK(signaled()) << "no signal: " << *this;
  return static_cast<int>(value_);
}

int64_t ExitStatus::returncode() const {
  CHECK(!unknown()) << "no return code: " << *this;
  return signaled() ? -value_ : value_;
}

std::string ExitStatus::ToString() const {
  switch (kind_) {
    case Kind::kExited:
      return value_ < kFirstCrashCode
                 ? absl::StrCat("exit code ", value_)
                 : absl::StrFormat("exit code 0x%08X", value_);
    case Kind::kSignaled:
      return absl::StrCat("killed by signal ", value_, SignalName(value_),
                          core_dumped_ ? ", core dumped" : "");
    case Kind::kUnknown:
      break;
  }
  return "exit status unknown";
}

}  // namespace process
