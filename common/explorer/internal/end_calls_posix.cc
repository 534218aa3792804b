// SPDX-License-Identifier: Apache-2.0
//
// What ends a program, or makes another process of it: an abort, a failed
// assertion and an uncaught exception are findings, the rest can't be explored.

#include <spawn.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>

#include "common/explorer/internal/active_here.h"
#include "common/explorer/internal/caller.h"
#include "common/explorer/internal/hooks.h"
#include "common/explorer/internal/real_posix.h"

namespace {

using explorer::internal::ActiveHere;
using explorer::internal::Fail;
using explorer::internal::NotActive;
using explorer::internal::Unsupported;

std::terminate_handler g_terminate_before = nullptr;

std::string CurrentException() {
  const NotActive own_code;
  const std::exception_ptr exception = std::current_exception();
  if (exception == nullptr) return "std::terminate() was called";
  try {
    std::rethrow_exception(exception);
  } catch (const std::exception& e) {
    return std::string("uncaught exception: ") + e.what();
  } catch (...) {
    return "uncaught exception that is no std::exception";
  }
}

void OnTerminate() {
  if (ActiveHere()) Fail(CurrentException().c_str(), CALLER);
  g_terminate_before();
  std::abort();
}

[[maybe_unused]] const bool g_installed = [] {
  g_terminate_before = std::set_terminate(OnTerminate);
  return true;
}();

}  // namespace

extern "C" {

void abort() noexcept {
  REAL(abort);
  if (ActiveHere()) Fail("abort() was called", CALLER);
  real();
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

int execve(const char* path, char* const* arguments,
           char* const* environment) noexcept {
  REAL(execve);
  if (ActiveHere()) Unsupported("execve", CALLER);
  return real(path, arguments, environment);
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
