// SPDX-License-Identifier: Apache-2.0
//
// Windows, by MinGW: a library is linked in, with no way to go before it; the
// linker is told instead to send all calls to __wrap_ functions (BUILD:
// --wrap).

#include <errno.h>
#include <pthread.h>

#include <cstddef>

#include "common/explorer/internal/engine/thread_local_storage.h"
#include "common/explorer/internal/hooks/active_here.h"
#include "common/explorer/internal/hooks/hooks.h"
#include "common/explorer/internal/hooks/thread_slot_windows.h"

namespace explorer::internal {
namespace {

constinit ThreadSlot g_in_use;

// The key by which an OS thread's own thread_local variables are found is made
// when the first one is used: here, before the program's constructors run.
constinit bool g_makes_key_of_variables = false;
constinit thread_local volatile bool t_first = false;
__attribute__((constructor(101))) void ProgramBegins() {
  g_makes_key_of_variables = true;
  t_first = true;
  g_makes_key_of_variables = false;
}

// The list of keys has a lock, which is no part of an explored program.
template <typename Call>
int NotAsTheProgram(Call call) {
  if (!ActiveHere()) return call();
  const NotActive not_the_programs;
  return call();
}

}  // namespace

void UseThreadLocals(ThreadLocals* locals) { g_in_use.Set(locals); }

ThreadLocals* ThreadLocalsInUse() {
  return static_cast<ThreadLocals*>(g_in_use.Get());
}

extern "C" {

void* __real_pthread_getspecific(pthread_key_t key);
int __real_pthread_setspecific(pthread_key_t key, const void* value);
int __real_pthread_key_create(pthread_key_t* key, void (*destructor)(void*));
int __real_pthread_key_delete(pthread_key_t key);
int __real___cxa_thread_atexit(void (*destructor)(void*), void* object,
                               void* library);

void* __wrap_pthread_getspecific(pthread_key_t key) {
  ThreadLocals* const locals = ThreadLocalsInUse();
  if (locals == nullptr || !KeyIsThePrograms(key)) {
    return __real_pthread_getspecific(key);
  }
  return locals->Get(key);
}

int __wrap_pthread_setspecific(pthread_key_t key, const void* value) {
  ThreadLocals* const locals = ThreadLocalsInUse();
  if (locals == nullptr || !KeyIsThePrograms(key)) {
    return __real_pthread_setspecific(key, value);
  }
  locals->Set(key, const_cast<void*>(value));
  return 0;
}

int __wrap_pthread_key_create(pthread_key_t* key, void (*destructor)(void*)) {
  const int error = NotAsTheProgram(
      [&] { return __real_pthread_key_create(key, destructor); });
  if (error == 0 && g_makes_key_of_variables) {
    KeyIsTheSystems(*key);
    return 0;
  }
  if (error != 0 || KeyMade(*key, destructor)) return error;
  __real_pthread_key_delete(*key);
  return EAGAIN;
}

int __wrap_pthread_key_delete(pthread_key_t key) {
  KeyDeleted(key);
  return NotAsTheProgram([&] { return __real_pthread_key_delete(key); });
}

int __wrap___cxa_thread_atexit(void (*destructor)(void*), void* object,
                               void* library) {
  ThreadLocals* const locals = ThreadLocalsInUse();
  if (locals == nullptr) {
    return __real___cxa_thread_atexit(destructor, object, library);
  }
  locals->AtExit(destructor, object);
  return 0;
}

}  // extern "C"

}  // namespace explorer::internal
