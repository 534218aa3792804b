// SPDX-License-Identifier: Apache-2.0
//
// Part of instrumented.h: MinGW's functions that print into memory are inline
// ones of <stdio.h>, over two that are not.

#ifndef COMMON_EXPLORER_INTERNAL_CALLS_COMPILER_INSTRUMENTED_PE_H_
#define COMMON_EXPLORER_INTERNAL_CALLS_COMPILER_INSTRUMENTED_PE_H_

extern "C" {
int __mingw_vsprintf(char*, const char*, __builtin_va_list) noexcept
    __asm__("explorer_vsprintf");
int __mingw_vsnprintf(char*, decltype(sizeof 0), const char*,
                      __builtin_va_list) noexcept __asm__("explorer_vsnprintf");
}

#endif  // COMMON_EXPLORER_INTERNAL_CALLS_COMPILER_INSTRUMENTED_PE_H_
