// SPDX-License-Identifier: Apache-2.0
//
// Runs one function on several threads that all start at the same moment, so
// that they meet: without a start gate the first thread has often ended before
// the last one exists, and a race stays hidden.
//
// When to use it: in tests of code that several threads share.
//
//   Counter counter;
//   testing_util::RunOnThreads(4, [&](int) { counter.Increment(); });
//   EXPECT_EQ(counter.value(), 4);
//
// EXPECT_* may be used in the body; ASSERT_* ends only that one call of it.
//
// Threads: may be called from any thread, and within itself.

#ifndef COMMON_TESTING_RUN_ON_THREADS_H_
#define COMMON_TESTING_RUN_ON_THREADS_H_

#include <thread>

#include "absl/functional/any_invocable.h"
#include "absl/functional/function_ref.h"

namespace testing_util {

inline constexpr int kMaxThreads = 1024;

// Calls body(0) to body(n - 1), each on a thread of its own, with n from 1 to
// kMaxThreads. None is called before all threads have been started and have
// reached the start gate. Returns when all threads have ended.
//
// Errors, all thrown as exceptions:
//  - std::invalid_argument where n is out of bounds.
//  - std::system_error where the system cannot start that many threads; body
//    has not been called then.
//  - What body threw. If several calls did, that of the lowest index; the
//    others are named on stderr.
void RunOnThreads(int n, absl::FunctionRef<void(int index)> body);

namespace internal {

// The same, with the way to start a thread as a parameter, so that the tests
// can look at the threads that arrive and can have a start fail.
using StartThread =
    absl::FunctionRef<std::thread(absl::AnyInvocable<void()> thread_main)>;
void RunOnThreads(int n, absl::FunctionRef<void(int index)> body,
                  StartThread start_thread);

}  // namespace internal
}  // namespace testing_util

#endif  // COMMON_TESTING_RUN_ON_THREADS_H_
