// SPDX-License-Identifier: Apache-2.0
//
// A thread's permission to run: given once, awaited once.
//
//   turn.Await();  // in the thread
//   turn.Give();   // elsewhere
//
// Made of what nobody interposes: a thread waits here while others run the
// explored program, and must not be taken for a part of that. (The standard
// library's semaphore won't do: it calls sched_yield() before it waits.)
//
// Thread safety: Give() by any thread, Await() by one. All before Give()
// happens before what follows Await(). Errors: none.
//
// Source: man 7 sem_overview.

#ifndef COMMON_EXPLORER_INTERNAL_ENGINE_TURN_H_
#define COMMON_EXPLORER_INTERNAL_ENGINE_TURN_H_

#include <memory>

namespace explorer::internal {

class Turn {
 public:
  Turn();
  ~Turn();

  void Give();
  void Await();

 private:
  struct Semaphore;
  const std::unique_ptr<Semaphore> semaphore_;
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_ENGINE_TURN_H_
