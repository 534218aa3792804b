// SPDX-License-Identifier: Apache-2.0
//
// An execution as a page to step through: a column for each thread, and beside
// the steps the source that each thread is in and the values so far. One file,
// which fetches nothing; without script, and on paper, the table of steps
// stands alone.
//
//   const std::string html = TracePage(execution, places,
//                                      {.title = "CounterTest.Lost"});
//
// Keys: left and right for the step before and the next, Home and End.
//
// Thread safety: pure function. Errors: none.

#ifndef COMMON_EXPLORER_INTERNAL_TRACE_TRACE_PAGE_H_
#define COMMON_EXPLORER_INTERNAL_TRACE_TRACE_PAGE_H_

#include <string>

#include "common/explorer/internal/trace/places.h"
#include "common/explorer/internal/trace/step.h"

namespace explorer::internal {

struct TracePageOptions {
  std::string title = "Trace";
  // A command that runs this schedule again; "" for none.
  std::string replay = "";
};

// In UTF-8.
std::string TracePage(const Execution& execution, const Places& places,
                      const TracePageOptions& options = {});

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_TRACE_TRACE_PAGE_H_
