// SPDX-License-Identifier: Apache-2.0
//
// Part of instrumented.h: glibc's functions that print into memory, and what it
// has of the heap beyond C++.

#ifndef COMMON_EXPLORER_INTERNAL_CALLS_COMPILER_INSTRUMENTED_ELF_H_
#define COMMON_EXPLORER_INTERNAL_CALLS_COMPILER_INSTRUMENTED_ELF_H_

extern "C" {
int sprintf(char*, const char*, ...) noexcept __asm__("explorer_sprintf");
int snprintf(char*, decltype(sizeof 0), const char*, ...) noexcept
    __asm__("explorer_snprintf");
int vsnprintf(char*, decltype(sizeof 0), const char*,
              __builtin_va_list) noexcept __asm__("explorer_vsnprintf");
void* aligned_alloc(decltype(sizeof 0), decltype(sizeof 0)) noexcept
    __asm__("explorer_aligned_alloc");
int posix_memalign(void**, decltype(sizeof 0), decltype(sizeof 0)) noexcept
    __asm__("explorer_posix_memalign");
char* strndup(const char*, decltype(sizeof 0)) noexcept
    __asm__("explorer_strndup");
}

#endif  // COMMON_EXPLORER_INTERNAL_CALLS_COMPILER_INSTRUMENTED_ELF_H_
