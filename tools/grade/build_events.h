// SPDX-License-Identifier: Apache-2.0
//
// What Bazel tells about a run while it runs: its build event file, of which
// the parts that grading needs are kept.
//
//   grade::BuildEvents events;
//   events.Add(piece);   // as the file grows, in any pieces
//   for (const auto& [label, tests] : events.tests()) ...
//
// Thread safety: one thread at a time.
//
// Source: Bazel's build_event_stream.proto, as JSON, one event a line.

#ifndef TOOLS_GRADE_BUILD_EVENTS_H_
#define TOOLS_GRADE_BUILD_EVENTS_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "nlohmann/json.hpp"

namespace grade {

// The last attempt of one run of a test.
struct TestRun {
  bool passed = false;
  std::string status = "";  // "PASSED", "FAILED", "TIMEOUT", ...
  std::string log = "";     // path of its output
  int attempt = 0;
  bool cached = false;
};

class BuildEvents {
 public:
  // Whole lines are taken, the rest is kept until its line is complete. A line
  // that is no event is left out.
  void Add(absl::string_view piece);

  // By label, then by the number of the run, which begins at 1.
  const std::map<std::string, std::map<int, TestRun>>& tests() const {
    return tests_;
  }
  // Why targets could not be built, by label.
  const std::map<std::string, std::string>& failures() const {
    return failures_;
  }
  // Bazel's own exit code; nothing while it runs, or if it was killed.
  std::optional<int> exit_code() const { return exit_code_; }

 private:
  void AddEvent(const nlohmann::json& event);
  void AddTest(const nlohmann::json& id, const nlohmann::json& result);

  std::string rest_;
  std::map<std::string, std::map<int, TestRun>> tests_;
  std::map<std::string, std::string> failures_;
  std::optional<int> exit_code_;
};

}  // namespace grade

#endif  // TOOLS_GRADE_BUILD_EVENTS_H_
