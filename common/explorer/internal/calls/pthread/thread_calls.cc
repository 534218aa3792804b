// SPDX-License-Identifier: Apache-2.0
//
// Threads of pthread (std::thread, std::jthread, ...), as hooks.
//
// The program's threads have handles of their own, the same on every run:
// those that no real thread has (pthread_layout.h).

#include <pthread.h>

#include <cerrno>
#include <cstdint>

#include "common/explorer/internal/calls/pthread/pthread_layout.h"
#include "common/explorer/internal/calls/pthread/real.h"
#include "common/explorer/internal/hooks/active_here.h"
#include "common/explorer/internal/hooks/caller.h"
#include "common/explorer/internal/hooks/hooks.h"
#include "common/explorer/internal/program/operation.h"

namespace {

using explorer::internal::ActiveHere;
using explorer::internal::kFirstHandle;
using explorer::internal::kMaxThreads;
using explorer::internal::Unsupported;

pthread_t HandleOf(int thread) {
  return kFirstHandle + static_cast<pthread_t>(thread);
}

bool IsHandle(pthread_t handle) {
  return handle >= HandleOf(0) && handle < HandleOf(kMaxThreads);
}

int ThreadOf(pthread_t handle) {
  return static_cast<int>(handle - kFirstHandle);
}

bool IsDetached(const pthread_attr_t* attributes) {
  int state = PTHREAD_CREATE_JOINABLE;
  if (attributes != nullptr) pthread_attr_getdetachstate(attributes, &state);
  return state == PTHREAD_CREATE_DETACHED;
}

}  // namespace

extern "C" {

int INTERPOSED(pthread_create)(pthread_t* handle,
                               const pthread_attr_t* attributes,
                               void* (*body)(void*), void* argument) noexcept {
  REAL(pthread_create);
  if (!ActiveHere()) return real(handle, attributes, body, argument);
  const int thread = explorer::internal::CreateThread(body, argument, CALLER);
  if (thread < 0) return EAGAIN;
  *handle = HandleOf(thread);
  if (IsDetached(attributes)) explorer::internal::DetachThread(thread, CALLER);
  return 0;
}

int INTERPOSED(pthread_join)(pthread_t handle, void** result) {
  REAL(pthread_join);
  if (!ActiveHere()) return real(handle, result);
  if (!IsHandle(handle)) return ESRCH;
  void* const returned =
      explorer::internal::JoinThread(ThreadOf(handle), CALLER);
  if (result != nullptr) *result = returned;
  return 0;
}

int INTERPOSED(pthread_detach)(pthread_t handle) noexcept {
  REAL(pthread_detach);
  if (!ActiveHere()) return real(handle);
  if (!IsHandle(handle)) return ESRCH;
  explorer::internal::DetachThread(ThreadOf(handle), CALLER);
  return 0;
}

pthread_t INTERPOSED(pthread_self)() noexcept {
  REAL(pthread_self);
  if (!ActiveHere()) return real();
  return HandleOf(explorer::internal::CurrentThread());
}

void INTERPOSED(pthread_exit)(void* result) {
  REAL(pthread_exit);
  if (ActiveHere()) explorer::internal::ExitThread(result);
  real(result);
  __builtin_unreachable();
}

// A name is for debuggers.
int INTERPOSED(pthread_setname_np)(pthread_t handle,
                                   const char* name) noexcept {
  REAL(pthread_setname_np);
  return ActiveHere() ? 0 : real(handle, name);
}

int INTERPOSED(sched_yield)() noexcept {
  REAL(sched_yield);
  if (!ActiveHere()) return real();
  explorer::internal::Yield(CALLER);
  return 0;
}

// What takes a handle and says more of the real thread than there is here.
#define UNSUPPORTED(name, parameters, ...)       \
  int INTERPOSED(name) parameters {              \
    REAL(name);                                  \
    if (!ActiveHere()) return real(__VA_ARGS__); \
    Unsupported(#name, CALLER);                  \
  }

UNSUPPORTED(pthread_cancel, (pthread_t handle), handle)
UNSUPPORTED(pthread_kill, (pthread_t handle, int signal) noexcept, handle,
            signal)
UNSUPPORTED(pthread_getname_np,
            (pthread_t handle, char* name, size_t size) noexcept, handle, name,
            size)
UNSUPPORTED(pthread_getschedparam,
            (pthread_t handle, int* policy, sched_param* parameter) noexcept,
            handle, policy, parameter)
UNSUPPORTED(pthread_setschedparam,
            (pthread_t handle, int policy,
             const sched_param* parameter) noexcept,
            handle, policy, parameter)

}  // extern "C"
