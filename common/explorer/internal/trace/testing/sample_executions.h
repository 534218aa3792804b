// SPDX-License-Identifier: Apache-2.0
//
// Executions to show, with the source that they are of.
//
// Thread safety: pure functions.

#ifndef COMMON_EXPLORER_INTERNAL_TRACE_TESTING_SAMPLE_EXECUTIONS_H_
#define COMMON_EXPLORER_INTERNAL_TRACE_TESTING_SAMPLE_EXECUTIONS_H_

#include "common/explorer/internal/trace/places.h"
#include "common/explorer/internal/trace/step.h"

namespace explorer::internal {

struct Sample {
  Execution execution;
  Places places;
};

// Two threads read a counter before either writes it.
Sample LostUpdate();

// Two threads lock two mutexes, each in its own order.
Sample TwoLockDeadlock();

// A thread is told before it waits.
Sample MissedWakeup();

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_TRACE_TESTING_SAMPLE_EXECUTIONS_H_
