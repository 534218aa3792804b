// SPDX-License-Identifier: Apache-2.0
//
// UniqueHandle owns a file, a pipe's end or a process of the operating system:
// a descriptor on POSIX, a HANDLE on Windows.
//
// Use it to hand an open file of your own to a child (Stdio::Own()).
//
//   process::UniqueHandle log(open("log", O_WRONLY | O_CLOEXEC));
//   options.out = process::Stdio::Own(std::move(log));
//
// Thread safety: a value that is moved; one thread at a time.
//
// Source: close(2); CloseHandle in the Windows API.

#ifndef COMMON_PROCESS_HANDLE_H_
#define COMMON_PROCESS_HANDLE_H_

#include <cstdint>
#include <utility>

namespace process {

// A descriptor on POSIX. On Windows a HANDLE:
// reinterpret_cast<NativeHandle>(handle).
using NativeHandle = std::intptr_t;

// -1 is no descriptor, and INVALID_HANDLE_VALUE on Windows.
inline constexpr NativeHandle kNoHandle = -1;

// Closes what it owns when it goes.
class UniqueHandle {
 public:
  UniqueHandle() = default;
  // Takes over `handle`; kNoHandle for nothing.
  explicit UniqueHandle(NativeHandle handle) : handle_(handle) {}
  UniqueHandle(UniqueHandle&& other) noexcept : handle_(other.Release()) {}
  UniqueHandle& operator=(UniqueHandle&& other) noexcept {
    if (this != &other) {
      Close();
      handle_ = other.Release();
    }
    return *this;
  }
  ~UniqueHandle() { Close(); }

  // kNoHandle if it owns nothing.
  NativeHandle get() const { return handle_; }
  bool is_open() const { return handle_ != kNoHandle; }

  // Gives it away: closing is up to the caller from now on.
  NativeHandle Release() { return std::exchange(handle_, kNoHandle); }

  // Closes it now. Nothing happens if it owns nothing.
  void Close();

 private:
  NativeHandle handle_ = kNoHandle;
};

}  // namespace process

#endif  // COMMON_PROCESS_HANDLE_H_
