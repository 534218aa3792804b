// SPDX-License-Identifier: Apache-2.0
//
// Linux: what the program defines goes before what its shared libraries define,
// so all calls but those within libc come here.

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>

#include <cstddef>

#include "absl/base/attributes.h"
#include "common/explorer/internal/engine/thread_local_storage.h"

// A sanitizer that begins makes a key before it can be told of anything.
#define NOT_INSTRUMENTED \
  ABSL_ATTRIBUTE_NO_SANITIZE_ADDRESS ABSL_ATTRIBUTE_NO_SANITIZE_THREAD

namespace explorer::internal {
namespace {

// Each thread's own; where an engine swaps thread_local variables this one is
// swapped with them, to what it was set to.
constinit thread_local ThreadLocals* t_in_use = nullptr;

// The function that would be called if it were not for ours. Looked up when
// first needed, which may be before any constructor. (std::atomic has functions
// that are instrumented, hence the compiler's own.)
template <typename Function>
class Next {
 public:
  explicit constexpr Next(const char* name) : name_(name) {}

  NOT_INSTRUMENTED Function* get() {
    Function* function = __atomic_load_n(&function_, __ATOMIC_RELAXED);
    if (function == nullptr) {
      function = reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name_));
      __atomic_store_n(&function_, function, __ATOMIC_RELAXED);
    }
    return function;
  }

 private:
  const char* const name_;
  Function* function_ = nullptr;
};

constinit Next<void*(pthread_key_t)> next_get("pthread_getspecific");
constinit Next<int(pthread_key_t, const void*)> next_set("pthread_setspecific");
constinit Next<int(pthread_key_t*, void (*)(void*))> next_create(
    "pthread_key_create");
constinit Next<int(pthread_key_t)> next_delete("pthread_key_delete");
constinit Next<int(void (*)(void*), void*, void*)> next_at_exit(
    "__cxa_thread_atexit_impl");

}  // namespace

void UseThreadLocals(ThreadLocals* locals) { t_in_use = locals; }

NOT_INSTRUMENTED ThreadLocals* ThreadLocalsInUse() { return t_in_use; }

extern "C" {

NOT_INSTRUMENTED void* pthread_getspecific(pthread_key_t key) noexcept {
  ThreadLocals* const locals = ThreadLocalsInUse();
  if (locals == nullptr || !KeyIsThePrograms(key)) return next_get.get()(key);
  return locals->Get(key);
}

NOT_INSTRUMENTED int pthread_setspecific(pthread_key_t key,
                                         const void* value) noexcept {
  ThreadLocals* const locals = ThreadLocalsInUse();
  if (locals == nullptr || !KeyIsThePrograms(key)) {
    return next_set.get()(key, value);
  }
  locals->Set(key, const_cast<void*>(value));
  return 0;
}

NOT_INSTRUMENTED int pthread_key_create(pthread_key_t* key,
                                        void (*destructor)(void*)) noexcept {
  const int error = next_create.get()(key, destructor);
  if (error != 0 || KeyMade(*key, destructor)) return error;
  next_delete.get()(*key);
  return EAGAIN;
}

NOT_INSTRUMENTED int pthread_key_delete(pthread_key_t key) noexcept {
  KeyDeleted(key);
  return next_delete.get()(key);
}

// Where the C++ library's __cxa_thread_atexit() goes.
NOT_INSTRUMENTED int __cxa_thread_atexit_impl(void (*destructor)(void*),
                                              void* object,
                                              void* library) noexcept {
  ThreadLocals* const locals = ThreadLocalsInUse();
  if (locals == nullptr) return next_at_exit.get()(destructor, object, library);
  locals->AtExit(destructor, object);
  return 0;
}

}  // extern "C"

}  // namespace explorer::internal
