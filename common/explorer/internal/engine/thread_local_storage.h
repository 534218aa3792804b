// SPDX-License-Identifier: Apache-2.0
//
// What the thread of an explored program keeps in the thread of the system that
// runs it: the values of its pthread keys, and the destructors of its
// thread_local variables. (Where these variables are:
// thread_image_posix.h, thread_variables_windows.h.)
//
//   ThreadLocals locals;
//   UseThreadLocals(&locals);  // pthread_setspecific() now stores there
//   ...
//   locals.RunDestructors();   // as the end of a thread does
//   UseThreadLocals(nullptr);
//
// To that end a program with this library in it has pthread_getspecific() and
// its like from here. While no ThreadLocals are in use they are the system's.
//
// Thread safety: ThreadLocals belong to the thread that uses them.
// Errors: those of the pthread functions.
//
// Source: man 3 pthread_key_create; the Itanium C++ ABI for
// __cxa_thread_atexit.

#ifndef COMMON_EXPLORER_INTERNAL_ENGINE_THREAD_LOCAL_STORAGE_H_
#define COMMON_EXPLORER_INTERNAL_ENGINE_THREAD_LOCAL_STORAGE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace explorer::internal {

class ThreadLocals {
 public:
  // Keys of a process; POSIX lets a system set such a limit (PTHREAD_KEYS_MAX).
  static constexpr size_t kMaxKeys = 1024;

  // As of a new thread. What was there is forgotten, not destroyed.
  void Clear();

  // Those of thread_local variables, the last first, then those of keys, and
  // those that came up meanwhile.
  void RunDestructors();

  void* Get(size_t key) const;
  void Set(size_t key, void* value);
  void AtExit(void (*destructor)(void*), void* object);

 private:
  // Of a key; another key may have been given the number since (incarnation).
  struct Value {
    void* value = nullptr;
    uint32_t incarnation = 0;
  };
  struct Destructor {
    void (*function)(void*);
    void* object;
  };

  void RunVariableDestructors();
  bool RunKeyDestructors();

  Value values_[kMaxKeys];
  size_t used_ = 0;  // values_ from here on are null
  std::vector<Destructor> at_exit_;
};

// The calling thread of the system keeps its values there from now on.
// nullptr: where it does without this library.
void UseThreadLocals(ThreadLocals* locals);

// ---- For the functions that stand in for the system's.

// Those in use by the calling thread, or nullptr.
ThreadLocals* ThreadLocalsInUse();

// A key that the system made. Whether it can be: there is a limit.
bool KeyMade(size_t key, void (*destructor)(void*));
void KeyDeleted(size_t key);

// Values of the key stay with the threads of the system.
void KeyIsTheSystems(size_t key);

// Whether values of the key are kept in ThreadLocals. Not those of a sanitizer,
// which asks what thread of the system it is in.
bool KeyIsThePrograms(size_t key);

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_ENGINE_THREAD_LOCAL_STORAGE_H_
