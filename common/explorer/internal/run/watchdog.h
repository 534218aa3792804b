// SPDX-License-Identifier: Apache-2.0
//
// Notices a thread of the program that never comes back to the explorer: a loop
// that touches no memory, or a system call that waits for good. It interrupts
// the thread, which nothing else could.
//
//   Watchdog watchdog(/*limit_ns=*/10'000'000'000, Look, OnStuck);
//
// Where the program runs, Look() says how far it has come; a thread that stays
// there, while it uses the processor or waits in a system call for so long, is
// stuck: OnStuck() is called within it.
//
// Windows can't interrupt a system call: there only loops are noticed.
//
// Thread safety: one at a time in a process, made and destroyed by the thread
// that explores; Look() is called by any thread, OnStuck() by the one that is
// stuck, at any moment, on a stack for signals if it has one.
// Errors: none; a system without such timers notices nothing.
//
// Source: man 2 timer_create (SIGEV_THREAD_ID), man 7 signal on system calls;
// SuspendThread and SetThreadContext in the Windows documentation.

#ifndef COMMON_EXPLORER_INTERNAL_RUN_WATCHDOG_H_
#define COMMON_EXPLORER_INTERNAL_RUN_WATCHDOG_H_

#include <cstdint>
#include <memory>

namespace explorer::internal {

// How a thread is stuck.
struct StuckThread {
  bool runs = false;           // or it waits in a system call
  const void* code = nullptr;  // where, as the address after a call
};

class Watchdog {
 public:
  // Where the program is at this moment.
  struct Moment {
    int system_thread = 0;  // that runs (CurrentSystemThread()); 0: none does
    uint64_t progress = 0;  // other than before if the program came on
  };

  // `limit_ns`: above 0. `on_stuck` need not return.
  Watchdog(int64_t limit_ns, Moment (*look)(),
           void (*on_stuck)(const StuckThread&));
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  // The next one is noticed sooner: the program was stuck before, and is run
  // again to show it.
  void Hurry();

  struct State;  // the system's

 private:
  const std::unique_ptr<State> state_;
};

// For Moment::system_thread.
int CurrentSystemThread();

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_RUN_WATCHDOG_H_
