// SPDX-License-Identifier: Apache-2.0
//
// RunDenied() runs a function on a thread to which the kernel denies chosen
// system calls, as an old kernel, a container's filter or an exhausted system
// would.
//
//   const bool ran = testing_util::RunDenied(
//       {{SYS_clone3, ENOSYS}}, [&] { result = process::Run({"true"}); });
//   if (!ran) GTEST_SKIP() << "no seccomp here";
//
// The thread's children are denied the same; other threads are not.
//
// Thread safety: call it from any thread.
//
// Source: seccomp(2); Documentation/userspace-api/seccomp_filter.rst of Linux.

#ifndef COMMON_PROCESS_TESTING_DENY_SYSTEM_CALL_H_
#define COMMON_PROCESS_TESTING_DENY_SYSTEM_CALL_H_

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"

namespace testing_util {

struct DeniedCall {
  long number;  // SYS_clone3, ... NOLINT: syscall(2)'s type
  int error;    // the errno value that it fails with
};

// False, and `body` has not been called, where the kernel takes no filters.
bool RunDenied(absl::Span<const DeniedCall> denied,
               absl::FunctionRef<void()> body);

}  // namespace testing_util

#endif  // COMMON_PROCESS_TESTING_DENY_SYSTEM_CALL_H_
