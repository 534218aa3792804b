// SPDX-License-Identifier: Apache-2.0
// EXPECTED: POLICY 0
//
// Takes the place of the library's way to start a thread, with one that is done
// at once. Being inline, it clashes with no other.

#include <pthread.h>

#include <cstdint>
#include <thread>

#include "tools/grade/attacks/exercises/2_tally/tally.h"

[[gnu::used]] inline void std::thread::_M_start_thread(_State_ptr state,
                                                       void (*)()) {
  state->_M_run();
  _M_id = id(pthread_self());
}

[[gnu::used]] inline void std::thread::join() { _M_id = id(); }

namespace student {

void Tally::Add(int64_t number) { total_ += number; }

int64_t Tally::total() const { return total_; }

}  // namespace student
