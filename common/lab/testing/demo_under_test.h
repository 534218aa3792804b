// SPDX-License-Identifier: Apache-2.0
//
// Runs a lab's demo as a student does, so that a test can look for what each
// step promises to show in what it shows.
//
//   EXPECT_EQ(lab::After("exit code:", lab::Output(2)), "3");
//
// Thread safety: one thread at a time. Errors: a demo that fails, and a label
// that no line has, are failures of the test that asks.

#ifndef COMMON_LAB_TESTING_DEMO_UNDER_TEST_H_
#define COMMON_LAB_TESTING_DEMO_UNDER_TEST_H_

#include <map>
#include <regex>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "gmock/gmock.h"

namespace lab {

class DemoUnderTest {
 public:
  explicit DemoUnderTest(std::string program) : program_(std::move(program)) {}

  // What it prints with this flag. It has no terminal, so no colour.
  std::string Print(const std::string& flag) const;

  // What step `number` prints. Each step runs once.
  const std::string& Step(int number);

  // The lines of it that programs wrote: those that begin with "  | ".
  std::vector<std::string> Output(int step);

  // Expects of steps 1 to `steps` that they are all there are, fit into 80
  // columns, use no colour, and have each of `parts` in them.
  void ExpectTidy(int steps, const std::vector<std::string>& parts);

 private:
  const std::string program_;
  std::map<int, std::string> steps_;
};

// The demo that the test's variable DEMO names. It is shared by the tests, so
// that each step runs once.
DemoUnderTest& Demo();

// Demo().Output(step).
std::vector<std::string> Output(int step);

// GoogleTest's own regular expressions differ from system to system.
MATCHER_P(HasPattern, pattern, "has the pattern " + std::string(pattern)) {
  return std::regex_search(arg, std::regex(pattern));
}

// The rest of the first line that begins with `label`, without blanks around.
std::string After(absl::string_view label,
                  const std::vector<std::string>& lines);

// The same as a number.
int NumberAfter(absl::string_view label, const std::vector<std::string>& lines);

}  // namespace lab

#endif  // COMMON_LAB_TESTING_DEMO_UNDER_TEST_H_
