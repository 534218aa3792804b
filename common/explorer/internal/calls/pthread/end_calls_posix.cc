// SPDX-License-Identifier: Apache-2.0
//
// What ends a program, makes another process of it, or leaves its stack: a
// failed assertion is a finding, the rest can't be explored.

#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <ucontext.h>
#include <unistd.h>

#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "common/explorer/internal/calls/pthread/real.h"
#include "common/explorer/internal/hooks/active_here.h"
#include "common/explorer/internal/hooks/caller.h"
#include "common/explorer/internal/hooks/hooks.h"

namespace {

using explorer::internal::ActiveHere;
using explorer::internal::Fail;
using explorer::internal::Unsupported;

// Up to a nullptr, and with it.
std::vector<char*> ArgumentsOf(const char* first, va_list list) {
  std::vector<char*> arguments = {const_cast<char*>(first)};
  while (arguments.back() != nullptr) {
    arguments.push_back(va_arg(list, char*));
  }
  return arguments;
}

}  // namespace

extern "C" {

void quick_exit(int status) noexcept {
  REAL(quick_exit);
  if (ActiveHere()) Unsupported("quick_exit", CALLER);
  real(status);
  __builtin_unreachable();
}

// Of assert(); not in a header that C++ programs may include.
void __assert_fail(const char* expression, const char* file, unsigned line,
                   const char* function) noexcept {
  REAL(__assert_fail);
  if (ActiveHere()) {
    char text[512];
    snprintf(text, sizeof(text), "assertion failed: %s, in %s at %s:%u",
             expression, function, file, line);
    Fail(text, CALLER);
  }
  real(expression, file, line, function);
  __builtin_unreachable();
}

pid_t fork() noexcept {
  REAL(fork);
  if (ActiveHere()) Unsupported("fork", CALLER);
  return real();
}

// To its caller it is fork() with less of a promise; and only as that it can be
// called from here.
pid_t vfork() noexcept {
  if (ActiveHere()) Unsupported("vfork", CALLER);
  return fork();
}

FILE* popen(const char* command, const char* mode) {
  REAL(popen);
  if (ActiveHere()) Unsupported("popen", CALLER);
  return real(command, mode);
}

int system(const char* command) {
  REAL(system);
  if (ActiveHere()) Unsupported("system", CALLER);
  return real(command);
}

// A signal comes at any moment, which no schedule has.
int raise(int signal) noexcept {
  REAL(raise);
  if (ActiveHere()) Unsupported("raise", CALLER);
  return real(signal);
}

int kill(pid_t id, int signal) noexcept {
  REAL(kill);
  if (ActiveHere()) Unsupported("kill", CALLER);
  return real(id, signal);
}

// The way to the stack that is left is not kept, and it may be another
// thread's.
// (The header may give one function the name of another in object files, so all
// have names of their own here.)
#define UNSUPPORTED_JUMP(name)                                                 \
  void explorer_##name(__jmp_buf_tag*, int) __asm__(#name);                    \
  void explorer_##name(__jmp_buf_tag* target, int value) {                     \
    static constinit explorer::internal::Real<void(__jmp_buf_tag*, int)> real( \
        #name);                                                                \
    if (ActiveHere()) Unsupported("longjmp", CALLER);                          \
    real(target, value);                                                       \
    __builtin_unreachable();                                                   \
  }

UNSUPPORTED_JUMP(longjmp)
UNSUPPORTED_JUMP(_longjmp)
UNSUPPORTED_JUMP(siglongjmp)
UNSUPPORTED_JUMP(__longjmp_chk)

int setcontext(const ucontext_t* context) noexcept {
  REAL(setcontext);
  if (ActiveHere()) Unsupported("setcontext", CALLER);
  return real(context);
}

int swapcontext(ucontext_t* from, const ucontext_t* to) noexcept {
  REAL(swapcontext);
  if (ActiveHere()) Unsupported("swapcontext", CALLER);
  return real(from, to);
}

int execve(const char* path, char* const* arguments,
           char* const* environment) noexcept {
  REAL(execve);
  if (ActiveHere()) Unsupported("execve", CALLER);
  return real(path, arguments, environment);
}

// The C library does not come by execve() above from these.
int execv(const char* path, char* const* arguments) noexcept {
  REAL(execv);
  if (ActiveHere()) Unsupported("execv", CALLER);
  return real(path, arguments);
}

int execvp(const char* file, char* const* arguments) noexcept {
  REAL(execvp);
  if (ActiveHere()) Unsupported("execvp", CALLER);
  return real(file, arguments);
}

int execl(const char* path, const char* first, ...) noexcept {
  REAL(execv);
  if (ActiveHere()) Unsupported("execl", CALLER);
  va_list list;
  va_start(list, first);
  const std::vector<char*> arguments = ArgumentsOf(first, list);
  va_end(list);
  return real(path, arguments.data());
}

int execlp(const char* file, const char* first, ...) noexcept {
  REAL(execvp);
  if (ActiveHere()) Unsupported("execlp", CALLER);
  va_list list;
  va_start(list, first);
  const std::vector<char*> arguments = ArgumentsOf(first, list);
  va_end(list);
  return real(file, arguments.data());
}

int posix_spawn(pid_t* id, const char* path,
                const posix_spawn_file_actions_t* actions,
                const posix_spawnattr_t* attributes, char* const* arguments,
                char* const* environment) {
  REAL(posix_spawn);
  if (ActiveHere()) Unsupported("posix_spawn", CALLER);
  return real(id, path, actions, attributes, arguments, environment);
}

int posix_spawnp(pid_t* id, const char* file,
                 const posix_spawn_file_actions_t* actions,
                 const posix_spawnattr_t* attributes, char* const* arguments,
                 char* const* environment) {
  REAL(posix_spawnp);
  if (ActiveHere()) Unsupported("posix_spawnp", CALLER);
  return real(id, file, actions, attributes, arguments, environment);
}

}  // extern "C"
