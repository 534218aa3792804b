// SPDX-License-Identifier: Apache-2.0
//
// Windows, by MinGW: thread_local variables are found by a pthread key, so
// those are swapped with the values of keys. A library is linked in as it is on
// Windows, with no way to go before it; the linker is told instead to send all
// calls to __wrap_ functions (BUILD: --wrap).

#include <errno.h>
#include <pthread.h>
#include <windows.h>

#include <atomic>
#include <cstddef>

#include "common/explorer/internal/thread_local_storage.h"

namespace explorer::internal {
namespace {

// A thread_local variable would ask for a key's value, and so come here again:
// the system has slots of its own.
constinit std::atomic<DWORD> g_slot = TLS_OUT_OF_INDEXES;

}  // namespace

void UseThreadLocals(ThreadLocals* locals) {
  if (g_slot == TLS_OUT_OF_INDEXES) g_slot = TlsAlloc();
  TlsSetValue(g_slot, locals);
}

ThreadLocals* ThreadLocalsInUse() {
  const DWORD slot = g_slot;
  if (slot == TLS_OUT_OF_INDEXES) return nullptr;
  // The last error is the program's, and would be set.
  const DWORD error = GetLastError();
  auto* const locals = static_cast<ThreadLocals*>(TlsGetValue(slot));
  SetLastError(error);
  return locals;
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
  const int error = __real_pthread_key_create(key, destructor);
  if (error != 0 || KeyMade(*key, destructor)) return error;
  __real_pthread_key_delete(*key);
  return EAGAIN;
}

int __wrap_pthread_key_delete(pthread_key_t key) {
  KeyDeleted(key);
  return __real_pthread_key_delete(key);
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
