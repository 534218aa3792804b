// SPDX-License-Identifier: Apache-2.0
//
// The smallest program that tests can start, for tests that start very many,
// and for those that must see a program as the system starts it: no C library,
// no sanitizer, no file but its own.
//
//   tiny               exit with code 0
//   tiny exit CODE     exit with that code
//   tiny cat           write standard input to standard output
//   tiny hold          wait until killed
//   tiny raise SIGNAL  send that signal to itself
//
// Built by a rule of its own (see BUILD).

#include <asm/unistd.h>
#include <signal.h>

namespace {

#if defined(__x86_64__)

// What the kernel jumps to, with the number of arguments and then the arguments
// on the stack.
asm(".globl _start\n"
    "_start:\n"
    "  xor %ebp, %ebp\n"
    "  mov %rsp, %rdi\n"
    "  and $-16, %rsp\n"
    "  call Begin\n");

long Call(long number, long a = 0, long b = 0, long c = 0,  // NOLINT
          long d = 0) {                                     // NOLINT
  long result = number;                                     // NOLINT
  register long fourth asm("r10") = d;                      // NOLINT
  asm volatile("syscall"
               : "+a"(result)
               : "D"(a), "S"(b), "d"(c), "r"(fourth)
               : "rcx", "r11", "memory");
  return result;
}

#elif defined(__aarch64__)

asm(".globl _start\n"
    "_start:\n"
    "  mov x29, #0\n"
    "  mov x30, #0\n"
    "  mov x0, sp\n"
    "  bl Begin\n");

long Call(long number, long a = 0, long b = 0, long c = 0,  // NOLINT
          long d = 0) {                                     // NOLINT
  register long x8 asm("x8") = number;                      // NOLINT
  register long x0 asm("x0") = a;                           // NOLINT
  register long x1 asm("x1") = b;                           // NOLINT
  register long x2 asm("x2") = c;                           // NOLINT
  register long x3 asm("x3") = d;                           // NOLINT
  asm volatile("svc #0"
               : "+r"(x0)
               : "r"(x8), "r"(x1), "r"(x2), "r"(x3)
               : "memory");
  return x0;
}

#endif

[[noreturn]] void Exit(long code) {  // NOLINT
  while (true) Call(__NR_exit_group, code);
}

long Number(const char* text) {  // NOLINT
  long number = 0;               // NOLINT
  for (; *text != '\0'; ++text) number = number * 10 + (*text - '0');
  return number;
}

void Cat() {
  static char buffer[64 * 1024];
  while (true) {
    const long size =  // NOLINT
        Call(__NR_read, 0, reinterpret_cast<long>(buffer), sizeof(buffer));
    if (size <= 0) return;
    for (long done = 0; done < size;) {  // NOLINT
      const long now =                   // NOLINT
          Call(__NR_write, 1, reinterpret_cast<long>(buffer + done),
               size - done);
      if (now <= 0) return;
      done += now;
    }
  }
}

// The first letter tells the verbs apart.
void Do(const char* verb, const char* argument) {
  switch (verb[0]) {
    case 'e':
      Exit(Number(argument));
    case 'c':
      Cat();
      return;
    case 'h':
      while (true) Call(__NR_ppoll);
    case 'r':
      Call(__NR_kill, Call(__NR_getpid), Number(argument));
      return;
    default:
      Exit(2);
  }
}

}  // namespace

extern "C" [[noreturn, gnu::used]] void Begin(long* stack) {  // NOLINT
  const long argc = stack[0];                                 // NOLINT
  char** const argv = reinterpret_cast<char**>(stack + 1);
  if (argc > 1) Do(argv[1], argc > 2 ? argv[2] : "");
  Exit(0);
}
