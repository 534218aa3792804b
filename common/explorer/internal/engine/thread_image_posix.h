// SPDX-License-Identifier: Apache-2.0
//
// Lets many fibers of one OS thread each have the variables of a thread: copies
// them away when a fiber is left and back when it is gone on with.
//
//   ThreadVariables variables;       // of the OS thread that calls
//   variables.Save(&a); variables.Load(b);
//
// These are the thread_local variables of the program itself, and of the
// libraries that it shares errno, the exceptions in flight, and what
// std::call_once() is to call. Other variables of shared libraries are not
// copied: link what is explored into the program (BUILD: linkstatic), and libc
// not. Where Clang links a sanitizer into the program, whose variables belong
// to the OS thread, no thread_local is copied.
//
// Thread safety: used by the OS thread whose variables they are.
// Errors: none.
//
// Source: U. Drepper, "ELF handling for thread-local storage"; man 3
// dl_iterate_phdr.

#ifndef COMMON_EXPLORER_INTERNAL_ENGINE_THREAD_IMAGE_POSIX_H_
#define COMMON_EXPLORER_INTERNAL_ENGINE_THREAD_IMAGE_POSIX_H_

#include <cstddef>
#include <cstdint>
#include <memory>

namespace explorer::internal {

// A copy of the program's thread_local variables.
struct ProgramImage {
  std::unique_ptr<char[]> bytes;
};

// A copy of the libraries' variables; as made, a new thread's.
struct LibraryImage {
  // __cxa_eh_globals of the Itanium C++ ABI.
  struct Exceptions {
    void* caught = nullptr;
    unsigned int uncaught = 0;
  } exceptions;
  void* once_callable = nullptr;
  void (*once_call)() = nullptr;
  int error = 0;
};

class ThreadVariables {
 public:
  ThreadVariables();

  // Whether the address is a thread_local variable's, the program's or a
  // library's.
  bool Contains(uintptr_t address) const {
    return address >= begin_ && address < end_;
  }

  // As a new thread finds them.
  void MakeNew(ProgramImage* image) const;

  void Save(ProgramImage* image) const;
  void Load(const ProgramImage& image) const;
  void Save(LibraryImage* image) const;
  void Load(const LibraryImage& image) const;

 private:
  void FindProgramVariables();
  void FindAllVariables();

  // Of the program: where they are, and the values that a new thread's begin
  // with; those after initial_size_ begin with zero.
  char* program_ = nullptr;
  size_t size_ = 0;
  const char* initial_ = nullptr;
  size_t initial_size_ = 0;

  // All thread_local variables that were there when the program began lie in
  // one block.
  uintptr_t begin_ = UINTPTR_MAX;
  uintptr_t end_ = 0;

  LibraryImage::Exceptions* exceptions_;
  int* error_;
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_ENGINE_THREAD_IMAGE_POSIX_H_
