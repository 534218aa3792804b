// SPDX-License-Identifier: Apache-2.0
//
// Which thread goes next: a search runs a program again and again, each time
// on another schedule, until it has seen what it is after.
//
//   do {
//     search.Begin();
//     while (...) thread = search.Choose(moment);
//   } while (search.Next());
//
// Thread safety: none; one exploration has one.
// Errors: a program that does otherwise on the same schedule is not
// deterministic; kNotDeterministic says so.

#ifndef COMMON_EXPLORER_INTERNAL_SEARCH_SEARCH_H_
#define COMMON_EXPLORER_INTERNAL_SEARCH_SEARCH_H_

#include <optional>

#include "absl/types/span.h"
#include "common/explorer/internal/program/event_log.h"
#include "common/explorer/internal/program/operation.h"

namespace explorer::internal {

// What can happen next.
struct Moment {
  ThreadSet enabled = 0;  // not empty
  // What each thread is about to do; of those that have ended, anything.
  absl::Span<const Operation> next;
  int running = -1;  // the thread that performed the last operation
};

class Search {
 public:
  // Answers of Choose() that are no thread.
  static constexpr int kSeenBefore = -1;  // all that can follow is known
  static constexpr int kNotDeterministic = -2;

  virtual ~Search() = default;

  // An execution begins, from the start of the program.
  virtual void Begin() = 0;

  // The enabled thread that performs its next operation.
  virtual int Choose(const Moment& moment) = 0;

  // The execution is over, complete or not. Whether there is another one.
  virtual bool Next() = 0;

  // How much of the search is done, 0 to 1, if it can tell: an estimate.
  virtual std::optional<double> Progress() const { return std::nullopt; }

  // Where the search wants to be told what happens; nullptr: it need not know.
  virtual EventLog* log() { return nullptr; }
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_SEARCH_SEARCH_H_
