// SPDX-License-Identifier: Apache-2.0
//
// Stands before the first line of every file of code under test
// (explorer_library and explorer_test include it by a compiler option): what
// copies memory or text for it is then seen, and what it has from malloc lies
// at the same address in each execution. The compilers report the accesses of
// assignments, also of whole structs, but not those of memcpy, strcpy and their
// like, and not those inside of std::string, which lie in the C++ library. And
// what waits for an atomic begins to wait at once: looking sixteen times before
// shows nothing that looking once does not.
//
// Only files compiled this way are touched; the libraries they use go on
// calling the real memcpy.

#ifndef COMMON_EXPLORER_INTERNAL_CALLS_COMPILER_INSTRUMENTED_H_
#define COMMON_EXPLORER_INTERNAL_CALLS_COMPILER_INSTRUMENTED_H_

#pragma GCC system_header

// Calls go to functions of other names, without a change of the source.
// Together with -fno-builtin-memcpy and so on, so that each call is one.
extern "C" {
void* memcpy(void*, const void*, decltype(sizeof 0)) noexcept
    __asm__("explorer_memcpy");
void* memmove(void*, const void*, decltype(sizeof 0)) noexcept
    __asm__("explorer_memmove");
void* memset(void*, int, decltype(sizeof 0)) noexcept
    __asm__("explorer_memset");
int memcmp(const void*, const void*, decltype(sizeof 0)) noexcept
    __asm__("explorer_memcmp");
decltype(sizeof 0) strlen(const char*) noexcept __asm__("explorer_strlen");
int strcmp(const char*, const char*) noexcept __asm__("explorer_strcmp");
int strncmp(const char*, const char*, decltype(sizeof 0)) noexcept
    __asm__("explorer_strncmp");
char* strcpy(char*, const char*) noexcept __asm__("explorer_strcpy");
char* strncpy(char*, const char*, decltype(sizeof 0)) noexcept
    __asm__("explorer_strncpy");
char* strcat(char*, const char*) noexcept __asm__("explorer_strcat");
// The heap: see instrumented_heap.cc.
void* malloc(decltype(sizeof 0)) noexcept __asm__("explorer_malloc");
void* calloc(decltype(sizeof 0), decltype(sizeof 0)) noexcept
    __asm__("explorer_calloc");
void* realloc(void*, decltype(sizeof 0)) noexcept __asm__("explorer_realloc");
void free(void*) noexcept __asm__("explorer_free");
char* strdup(const char*) noexcept __asm__("explorer_strdup");
}
#ifdef __ELF__
#include "common/explorer/internal/calls/compiler/instrumented_elf.h"
#else
#include "common/explorer/internal/calls/compiler/instrumented_pe.h"
#endif
#ifdef __clang__
// Its copies of structs are calls that no source shows.
__asm__(".set memcpy, explorer_memcpy");
__asm__(".set memmove, explorer_memmove");
__asm__(".set memset, explorer_memset");
#endif
// How the C++ library's headers call them.
#define __builtin_memcpy memcpy
#define __builtin_memmove memmove
#define __builtin_memset memset
#define __builtin_memcmp memcmp

#ifndef __ELF__
#include "common/explorer/internal/calls/compiler/instrumented_waits_pe.h"
#endif
#include "common/explorer/internal/calls/compiler/instrumented_waits.h"

// Has std::string compiled with the code that uses it. Not the streams: they
// are the library's, which sees to their threads by itself.
#include <bits/c++config.h>
#include <bits/ostream_insert.h>
#pragma push_macro("_GLIBCXX_EXTERN_TEMPLATE")
#undef _GLIBCXX_EXTERN_TEMPLATE
#define _GLIBCXX_EXTERN_TEMPLATE 0
#include <string>
#pragma pop_macro("_GLIBCXX_EXTERN_TEMPLATE")

// How the C++ library looks before std::atomic::wait() and the like begin to
// wait, and how std::counting_semaphore::try_acquire() does. Its own function
// is the same without the constraint, so that this one is chosen.
namespace std {
namespace __detail {

struct __explorer_try {};

template <typename _Pred, typename _Spin = __explorer_try>
requires true bool __atomic_spin(_Pred& __pred, _Spin = _Spin{}) noexcept {
  // A try is in vain, too, if another thread takes one of several: try again.
  const int __tries = is_same_v<_Spin, __explorer_try> ? 3 : 1;
  for (int __i = 0; __i < __tries; ++__i) {
    if (__pred()) return true;
  }
  return false;
}

}  // namespace __detail
}  // namespace std

// GCC 12's std::counting_semaphore::acquire() can wait although the count is
// above 0: if another thread acquires and releases while it looks. It hardly
// ever happens to those who look sixteen times (it is mended in GCC 13).
#if _GLIBCXX_RELEASE <= 12
#include <bits/atomic_wait.h>
#ifdef _GLIBCXX_HAVE_PLATFORM_WAIT
namespace std {

template <typename _Pred>
requires true void __atomic_wait_address_bare(
    const __detail::__platform_wait_t* __count, _Pred __acquire) noexcept {
  for (;;) {
    if (__acquire()) return;
    if (__atomic_load_n(__count, __ATOMIC_SEQ_CST) != 0) continue;
    __detail::__platform_wait(__count, 0);
  }
}

}  // namespace std
#endif
#endif

#endif  // COMMON_EXPLORER_INTERNAL_CALLS_COMPILER_INSTRUMENTED_H_
