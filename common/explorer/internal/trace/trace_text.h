// SPDX-License-Identifier: Apache-2.0
//
// An execution as text for a terminal: a table with a column for each thread,
// from top to bottom in the order in which it happened, then who is stuck, then
// what was found.
//
//   step   T1        T2
//      1   read v1: 0                  counter.h:21  count_ += offset;
//      2           > read v1: 0        counter.h:21  count_ += offset;
//      3 > write v1: 0 -> 1            counter.h:21  count_ += offset;
//      4           > write v1: 1 -> 1  counter.h:21  count_ += offset;
//
// Where the columns are too narrow for that, there is one, and the thread's
// name stands before the step.
//
// The same execution gives the same text. Nothing of it depends on where the
// system has put the program, or on a terminal: it has no colours.
//
// Thread safety: pure function. Errors: none.

#ifndef COMMON_EXPLORER_INTERNAL_TRACE_TRACE_TEXT_H_
#define COMMON_EXPLORER_INTERNAL_TRACE_TRACE_TEXT_H_

#include <string>

#include "common/explorer/internal/trace/places.h"
#include "common/explorer/internal/trace/step.h"

namespace explorer::internal {

struct TraceTextOptions {
  int columns = 80;  // of the terminal; at least 40
  // One line for all that T0 creates, or joins, in a row.
  bool fold_creates_and_joins = true;
};

std::string TraceText(const Execution& execution, const Places& places,
                      const TraceTextOptions& options = {});

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_TRACE_TRACE_TEXT_H_
