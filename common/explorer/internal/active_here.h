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

#ifndef COMMON_EXPLORER_INTERNAL_ACTIVE_HERE_H_
#define COMMON_EXPLORER_INTERNAL_ACTIVE_HERE_H_

#include "common/explorer/internal/hooks.h"

namespace explorer::internal {

// True in every thread that does not say otherwise, from its first moment: what
// the C library or a sanitizer does for a new thread is no part of the program.
extern constinit thread_local bool t_is_outside;

inline bool ActiveHere() { return Active() && !t_is_outside; }

// In scope wherever a real thread explores, or runs a thread of the program.
class ExploringThread {
 public:
  ExploringThread() : before_(t_is_outside) { t_is_outside = false; }
  ~ExploringThread() { t_is_outside = before_; }
  ExploringThread(const ExploringThread&) = delete;
  ExploringThread& operator=(const ExploringThread&) = delete;

 private:
  const bool before_;
};

// In scope where a real thread of the program waits for its turn: others of
// the program run, and what it does meanwhile is no part of that.
class WaitingThread {
 public:
  WaitingThread() : before_(t_is_outside) { t_is_outside = true; }
  ~WaitingThread() { t_is_outside = before_; }
  WaitingThread(const WaitingThread&) = delete;
  WaitingThread& operator=(const WaitingThread&) = delete;

 private:
  const bool before_;
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_ACTIVE_HERE_H_
