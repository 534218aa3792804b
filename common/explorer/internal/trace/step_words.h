// SPDX-License-Identifier: Apache-2.0
//
// The words for a step, in text and on a page.
//
// Thread safety: pure functions. Errors: none.

#ifndef COMMON_EXPLORER_INTERNAL_TRACE_STEP_WORDS_H_
#define COMMON_EXPLORER_INTERNAL_TRACE_STEP_WORDS_H_

#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "common/explorer/internal/trace/places.h"
#include "common/explorer/internal/trace/source_lines.h"
#include "common/explorer/internal/trace/step.h"

namespace explorer::internal {

// "T1"
std::string ThreadName(int thread);

// "read v1: 0"
std::string StepInWords(const Step& step);

// "T1 holds mutex m1 and waits to lock mutex m2, which T2 holds"
std::string StuckInWords(const Stuck& stuck);

// "mutex m1", "m1 and m2", "m1, m2 and m3"
std::string Listed(const std::vector<std::string>& names);

// Names files by their last part ("counter.h"), unless the places have two
// files of that name: then by all of it.
class FileNames {
 public:
  explicit FileNames(const Places& places);

  // "counter.h:21"; "Counter::Add" where only the function is known; or "".
  std::string Locate(const SourceLine& line) const;

 private:
  void Add(const SourceLine& line);

  // By last part; "" where that is the last of several.
  absl::btree_map<std::string, std::string> files_;
};

}  // namespace explorer::internal

#endif  // COMMON_EXPLORER_INTERNAL_TRACE_STEP_WORDS_H_
