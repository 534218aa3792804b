// SPDX-License-Identifier: Apache-2.0
//
// Lets many fibers of one OS thread each have the thread_local variables of a
// thread.
//
//   ThreadVariables variables;
//   UseThreadVariables(&variables);  // the OS thread's thread_local variables
//   ...                              // are these now, and new
//   UseThreadVariables(nullptr);     // its own again
//
// MinGW's compiler has a function called for the address of such a variable
// (__emutls_get_address), which a program with this library in it has from
// here. A fiber's variables stay where they are for good, so that no other
// thread ever has that memory.
//
// Thread safety: ThreadVariables belong to the OS thread that uses them.
// Errors: the program ends where there is no memory.
//
// Source: emutls.c of GCC 12's libgcc.

#ifndef COMMON_EXPLORER_INTERNAL_ENGINE_THREAD_VARIABLES_WINDOWS_H_
#define COMMON_EXPLORER_INTERNAL_ENGINE_THREAD_VARIABLES_WINDOWS_H_

#include <cstddef>
#include <cstdint>

namespace explorer::internal {

// One thread_local variable of the program, as the compiler describes it.
struct ThreadVariable {
  size_t size;
  size_t alignment;
  uintptr_t number;     // from 1; 0 before it is used first
  const void* initial;  // nullptr: zeros
};

class ThreadVariables {
 public:
  ThreadVariables() = default;
  ~ThreadVariables();
  ThreadVariables(const ThreadVariables&) = delete;
  ThreadVariables& operator=(const ThreadVariables&) = delete;

  // As a new thread finds them. What was there is forgotten, not destroyed.
  void MakeNew();

  void* AddressOf(const ThreadVariable& variable);

 private:
  struct Place {
    void* memory;
    bool is_new;
  };

  void MakeRoomFor(size_t count);

  // By number. Not a std::vector: operator new asks a thread_local variable.
  Place* places_ = nullptr;
  size_t count_ = 0;
};

// nullptr: the OS thread's own.
void UseThreadVariables(ThreadVariables* variables);

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_ENGINE_THREAD_VARIABLES_WINDOWS_H_
