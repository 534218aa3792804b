// SPDX-License-Identifier: Apache-2.0
//
// Says on stderr what a long-running program is busy with.
//
//   lab::Progress progress;
//   progress.Start("select/serial");
//   ...
//   progress.Finish();
//
// On a terminal one line is rewritten in place; in a log each name appears
// once. stdout stays free for results. Thread safety: one thread at a time.
// Errors: none.

#ifndef COMMON_LAB_PROGRESS_H_
#define COMMON_LAB_PROGRESS_H_

#include <ostream>
#include <set>
#include <string>

#include "absl/strings/string_view.h"

namespace lab {

class Progress {
 public:
  // Writes to stderr.
  Progress();

  // Writes to `out`, which must outlive the object; `in_place` rewrites one
  // line (for a terminal).
  Progress(std::ostream& out, bool in_place);

  // What runs from now on.
  void Start(absl::string_view name);

  // Nothing runs any more: clears the line on a terminal.
  void Finish();

 private:
  std::ostream& out_;
  const bool in_place_;
  int started_ = 0;
  size_t line_length_ = 0;
  std::set<std::string> seen_;
};

}  // namespace lab

#endif  // COMMON_LAB_PROGRESS_H_
