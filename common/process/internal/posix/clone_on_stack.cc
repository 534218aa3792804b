// SPDX-License-Identifier: Apache-2.0
//
// Compiled without sanitizers (see BUILD), like child_main.cc.

#include "common/process/internal/posix/clone_on_stack.h"

#include <cerrno>

namespace process::internal {

// clone3 has the same number on every processor.
constexpr long kClone3 = 435;  // NOLINT

#if defined(__x86_64__)

// The call changes rax, rcx and r11 alone. In the child rsp is the end of the
// new stack; everything else is as in the parent, so `function` and `argument`
// are still in their registers. A call instruction wants rsp to be a multiple
// of 16, which the end of the stack is.
long CloneOnStack(const CloneArguments& arguments, int (*function)(void*),
                  void* argument) {
  long result = kClone3;  // NOLINT
  register auto function_register asm("r8") = function;
  register auto argument_register asm("r9") = argument;
  asm volatile(
      "syscall\n\t"
      "test %%rax, %%rax\n\t"
      "jnz 1f\n\t"
      "xor %%ebp, %%ebp\n\t"  // the end of the stack, for who looks
      "mov %[argument], %%rdi\n\t"
      "call *%[function]\n\t"
      "ud2\n"
      "1:"
      : "+a"(result)
      : "D"(&arguments), "S"(sizeof(arguments)),
        [function] "r"(function_register), [argument] "r"(argument_register)
      : "rcx", "r11", "memory", "cc");
  return result;
}

#elif defined(__aarch64__)

// The same: in the child sp is the end of the new stack, and x0 is 0.
long CloneOnStack(const CloneArguments& arguments, int (*function)(void*),
                  void* argument) {
  register long number asm("x8") = kClone3;  // NOLINT
  register auto first asm("x0") = reinterpret_cast<uintptr_t>(&arguments);
  register auto second asm("x1") = sizeof(arguments);
  register auto function_register asm("x9") = function;
  register auto argument_register asm("x10") = argument;
  asm volatile(
      "svc #0\n\t"
      "cbnz x0, 1f\n\t"
      "mov x29, #0\n\t"
      "mov x30, #0\n\t"
      "mov x0, %[argument]\n\t"
      "blr %[function]\n\t"
      "brk #1\n"
      "1:"
      : "+r"(first)
      : "r"(second), "r"(number), [function] "r"(function_register),
        [argument] "r"(argument_register)
      : "memory", "cc");
  return static_cast<long>(first);  // NOLINT
}

#else

long CloneOnStack(const CloneArguments&, int (*)(void*), void*) {
  return -ENOSYS;
}

#endif

}  // namespace process::internal
