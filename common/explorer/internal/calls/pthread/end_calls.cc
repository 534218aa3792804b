// SPDX-License-Identifier: Apache-2.0
//
// What ends a program: an abort and an uncaught exception are findings, the
// rest can't be explored.

#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <string>

#include "common/explorer/internal/calls/pthread/real.h"
#include "common/explorer/internal/hooks/active_here.h"
#include "common/explorer/internal/hooks/caller.h"
#include "common/explorer/internal/hooks/hooks.h"

namespace {

using explorer::internal::ActiveHere;
using explorer::internal::Fail;
using explorer::internal::NotActive;
using explorer::internal::Unsupported;

std::terminate_handler g_terminate_before = nullptr;

std::string WhatOfCurrentException() {
  const std::exception_ptr exception = std::current_exception();
  if (exception == nullptr) {
    return "std::terminate() was called, as it is where a std::thread is "
           "destroyed that was neither joined nor detached";
  }
  try {
    std::rethrow_exception(exception);
  } catch (const std::exception& e) {
    return std::string("uncaught exception: ") + e.what();
  } catch (...) {
    return "uncaught exception that is no std::exception";
  }
}

// What fails does not return: nothing of it is on the stack.
const char* DescribeCurrentException() {
  const NotActive own_code;
  static std::string& text = *new std::string;
  text = WhatOfCurrentException();
  return text.c_str();
}

void OnTerminate() {
  if (ActiveHere()) Fail(DescribeCurrentException(), CALLER);
  g_terminate_before();
  std::abort();
}

[[maybe_unused]] const bool g_installed = [] {
  g_terminate_before = std::set_terminate(OnTerminate);
  return true;
}();

}  // namespace

extern "C" {

void INTERPOSED(abort)() noexcept {
  REAL(abort);
  if (ActiveHere()) Fail("abort() was called", CALLER);
  real();
  __builtin_unreachable();
}

// `exception`: as the C library's headers declare it.
#define UNSUPPORTED_END(name, exception)          \
  void INTERPOSED(name)(int status) exception {   \
    REAL(name);                                   \
    if (ActiveHere()) Unsupported(#name, CALLER); \
    real(status);                                 \
    __builtin_unreachable();                      \
  }

UNSUPPORTED_END(exit, noexcept)
UNSUPPORTED_END(_exit, )
UNSUPPORTED_END(_Exit, noexcept)

}  // extern "C"
