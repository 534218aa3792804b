// SPDX-License-Identifier: Apache-2.0
//
// Checks an exercise itself, before a student meets it: the starter fails, the
// solution passes, and each mutant (a submission that is wrong in a known way)
// gets the verdict that it declares; points add up, hints help, and nothing of
// the solution is handed out.
//
// self_check_main.cc makes a program of it, and lab_exercise() a test of that.
//
// Thread safety: pure functions but for the processes.
// Errors: what is wrong is a list of messages for the author.

#ifndef COMMON_EXERCISE_SELF_CHECK_H_
#define COMMON_EXERCISE_SELF_CHECK_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/exercise/verdict.h"

namespace exercise {

struct Mutant {
  std::string name = "";
  Verdict verdict = Verdict::kWrong;
  std::string runner = "";
};

struct TextFile {
  std::string name = "";
  std::string text = "";
};

// ---- What can be checked without running anything

// exercise.json (judge --describe): title, minutes, hints, checks and points.
std::vector<std::string> ProblemsOfDescription(absl::string_view json);

// task.md: it says what to do, in which files.
std::vector<std::string> ProblemsOfTask(absl::string_view task,
                                        const std::vector<std::string>& files);

// Lines of the solution that are in what is handed out. Lines with fewer than
// 20 characters are too common to mean anything.
std::vector<std::string> ProblemsOfSecrets(
    absl::string_view secret, const std::vector<TextFile>& handed_out);

// ---- What must be run

struct SelfCheckOptions {
  std::string judge = "";
  std::vector<std::string> judge_flags = {};             // --program=NAME=PATH
  std::map<std::string, std::string> race_runners = {};  // by their runners
  std::string starter = "";                              // runners
  std::string solution = "";
  std::vector<Mutant> mutants = {};
  std::string task = "";                     // path of task.md
  std::vector<std::string> secrets = {};     // paths
  std::vector<std::string> handed_out = {};  // paths
};

// InvalidArgument: the message is for people.
absl::StatusOr<SelfCheckOptions> ParseSelfCheckFlags(int argc, char** argv);

// All that is wrong with the exercise, a message each; empty: nothing.
std::vector<std::string> ProblemsOfExercise(const SelfCheckOptions& options);

}  // namespace exercise

#endif  // COMMON_EXERCISE_SELF_CHECK_H_
