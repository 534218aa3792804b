// SPDX-License-Identifier: Apache-2.0
//
// What the watchdog needs of the operating system. Private to this package; the
// twins watchdog_posix.cc and watchdog_windows.cc implement it.

#ifndef COMMON_TESTING_WATCHDOG_PLATFORM_H_
#define COMMON_TESTING_WATCHDOG_PLATFORM_H_

#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"

namespace testing_util {

struct ThreadStack {
  // As the operating system's tools number it.
  int64_t id = 0;
  // Empty where the thread has none.
  std::string name;
  // Why `frames` is empty; empty itself where the stack was read.
  std::string problem;
  // Innermost first. A return address is given less one, so that it lies in
  // the call it belongs to.
  std::vector<void*> frames;
};

// No stack is followed further than this many frames.
inline constexpr int kMaxFrames = 64;

// Calls `report` for every thread of the process, the calling one included.
// Call it at most once, right before the process ends: it leaves its signal
// handler, and the memory that handler may still write to, behind.
void ForEachThreadStack(absl::FunctionRef<void(const ThreadStack&)> report);

// The file that `address` was loaded from and the place within, such as
// "foo_test+0x1a2b3"; addr2line takes the latter. Empty if there is no file.
std::string ModuleAndOffset(const void* address);

// From now on WriteToStderr() writes to where stderr leads at this moment.
// GoogleTest points stderr at a file of its own while a death test runs, and
// that file is lost when the process aborts. Only the first call counts.
void RememberStderr();

// Writes past the buffer and the lock of the C library's stderr: a thread that
// hangs may hold the lock.
void WriteToStderr(absl::string_view text);

// Has absl::InstallFailureSignalHandler() print complete stacks. Without it, a
// failed assert() on Linux shows nothing but the handler: Abseil follows frame
// pointers, and the C library, where abort() raised the signal, has none.
void UseCompleteStacksForCrashes();

// Starts a thread called `name` (at most 15 characters) that never takes a
// signal which is meant for the process, and so for the code under test.
std::thread StartHelperThread(const std::string& name,
                              absl::AnyInvocable<void()> body);

}  // namespace testing_util

#endif  // COMMON_TESTING_WATCHDOG_PLATFORM_H_
