// SPDX-License-Identifier: Apache-2.0
//
// Whether a call belongs to an explored program. Active() tells of the moment;
// other threads of the process may run at that moment (a test's watchdog, a
// sanitizer's own), and what they do is real.
//
//   if (!ActiveHere()) return real(mutex);
//
// The threads of the program, and the one that explores, say so:
//
//   const ExploringThread exploring;  // for the time of the exploration
//
// Thread safety: yes, each thread has its own.

#ifndef COMMON_EXPLORER_INTERNAL_HOOKS_ACTIVE_HERE_H_
#define COMMON_EXPLORER_INTERNAL_HOOKS_ACTIVE_HERE_H_

#include "common/explorer/internal/hooks/hooks.h"

#ifdef __ELF__
#include "common/explorer/internal/hooks/outside_elf.h"
#else
#include "common/explorer/internal/hooks/outside_pe.h"
#endif

namespace explorer::internal {

inline bool ActiveHere() { return Active() && !IsOutside(); }

// In scope wherever a real thread explores, or runs a thread of the program.
class ExploringThread {
 public:
  ExploringThread() : before_(IsOutside()) { SetOutside(false); }
  ~ExploringThread() { SetOutside(before_); }
  ExploringThread(const ExploringThread&) = delete;
  ExploringThread& operator=(const ExploringThread&) = delete;

 private:
  const bool before_;
};

// In scope where a real thread of the program waits for its turn: others of
// the program run, and what it does meanwhile is no part of that.
class WaitingThread {
 public:
  WaitingThread() : before_(IsOutside()) { SetOutside(true); }
  ~WaitingThread() { SetOutside(before_); }
  WaitingThread(const WaitingThread&) = delete;
  WaitingThread& operator=(const WaitingThread&) = delete;

 private:
  const bool before_;
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_HOOKS_ACTIVE_HERE_H_
