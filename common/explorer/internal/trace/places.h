// SPDX-License-Identifier: Apache-2.0
//
// Where the steps of an execution are in the source, for those who show it.
//
//   SourceLines lines;
//   const Places places = FindPlaces(execution, lines);
//   std::cout << TraceText(execution, places);
//
// Thread safety: values; FindPlaces() as SourceLines.

#ifndef COMMON_EXPLORER_INTERNAL_TRACE_PLACES_H_
#define COMMON_EXPLORER_INTERNAL_TRACE_PLACES_H_

#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "common/explorer/internal/trace/source_lines.h"
#include "common/explorer/internal/trace/step.h"

namespace explorer::internal {

struct Places {
  std::vector<SourceLine> steps = {};  // as Execution::steps
  std::vector<SourceLine> stuck = {};  // as Execution::stuck
  // The lines of the files they are in, as far as these can be read.
  absl::btree_map<std::string, std::vector<std::string>> files = {};
  std::string note = "";  // where there are none: why, and what helps
};

Places FindPlaces(const Execution& execution, SourceLines& lines);

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_TRACE_PLACES_H_
