// SPDX-License-Identifier: Apache-2.0
//
// Takes over a function of the C library, or of one below it, and calls the
// real one:
//
//   int INTERPOSED(pthread_mutex_lock)(pthread_mutex_t* mutex) noexcept {
//     REAL(pthread_mutex_lock);
//     if (!ActiveHere()) return real(mutex);
//     ...
//
// How that is done depends on the linker's kind of object files. What takes
// part in no linking of ours (a call within a shared library) is not seen.
//
// Thread safety: yes. Errors: see the two files.

#ifndef COMMON_EXPLORER_INTERNAL_CALLS_PTHREAD_REAL_H_
#define COMMON_EXPLORER_INTERNAL_CALLS_PTHREAD_REAL_H_

#ifdef __ELF__
#include "common/explorer/internal/calls/pthread/real_elf.h"
#else
#include "common/explorer/internal/calls/pthread/real_pe.h"
#endif

#endif  // COMMON_EXPLORER_INTERNAL_CALLS_PTHREAD_REAL_H_
