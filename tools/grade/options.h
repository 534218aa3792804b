// SPDX-License-Identifier: Apache-2.0
//
// What a grading is told: where things are, and what to grade.
//
// Thread safety: values.

#ifndef TOOLS_GRADE_OPTIONS_H_
#define TOOLS_GRADE_OPTIONS_H_

#include <filesystem>
#include <string>
#include <vector>

namespace grade {

struct GraderOptions {
  std::filesystem::path workspace = {};  // the checkout
  std::filesystem::path tools = {};      // where jail, student_cc are
  std::filesystem::path submissions = {};
  std::filesystem::path out = {};
  std::filesystem::path cache = {};      // Bazel's, between gradings
  std::string exercises = "//labs/...";  // a pattern of Bazel's
  std::string only = "";                 // one exercise's id; empty: all
  std::string salt = "";                 // of the questions; see docs
  int runs = 1;
  std::vector<std::string> bazel_flags = {};  // "--config=cache"
};

}  // namespace grade

#endif  // TOOLS_GRADE_OPTIONS_H_
