// SPDX-License-Identifier: Apache-2.0
//
// CloneOnStack() is the clone3 system call, for a child that runs a function on
// a stack of its own in our memory.
//
// The C library has no such function, and could not be used if it had: the
// sanitizers replace those that make processes.
//
// Source: clone(2); "Linux system call conventions" in syscall(2).

#ifndef COMMON_PROCESS_INTERNAL_POSIX_CLONE_ON_STACK_H_
#define COMMON_PROCESS_INTERNAL_POSIX_CLONE_ON_STACK_H_

#include <cstdint>

namespace process::internal {

// struct clone_args of clone(2), as far as Linux 5.5 knows it.
struct CloneArguments {
  alignas(8) uint64_t flags;
  uint64_t pidfd;        // where the parent gets the child's pidfd
  uint64_t child_tid;    // unused
  uint64_t parent_tid;   // unused
  uint64_t exit_signal;  // what tells the parent of the child's end
  uint64_t stack;        // its lowest byte
  uint64_t stack_size;
  uint64_t tls;  // unused
};

// CLONE_CLEAR_SIGHAND: no handler of the parent's is set in the child; what is
// ignored stays ignored. Since Linux 5.5.
inline constexpr uint64_t kCloneClearHandlers = uint64_t{1} << 32;

// Returns the child's number, or minus the errno value. The child calls
// function(argument), which must not return. -ENOSYS on processors that this
// was not written for.
long CloneOnStack(const CloneArguments& arguments,  // NOLINT: the call's type
                  int (*function)(void*), void* argument);

}  // namespace process::internal

#endif  // COMMON_PROCESS_INTERNAL_POSIX_CLONE_ON_STACK_H_
