// SPDX-License-Identifier: Apache-2.0
//
// What lab_exercise() in the BUILD file says about an exercise, for the program
// that judges it.
//
//   absl::StatusOr<exercise::Info> info =
//       exercise::InfoFromJson(exercise::ThisExerciseJson());
//
// Thread safety: values.

#ifndef COMMON_EXERCISE_INFO_H_
#define COMMON_EXERCISE_INFO_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace exercise {

struct Info {
  std::string id = "";       // "ch38/1"
  std::string title = "";    // "The lost update"
  std::string package = "";  // "labs/ch38/exercises/1_lost_update"
  int minutes = 0;
  int points = 0;
  std::vector<std::string> files = {};  // the student's, e.g. "counter.cc"
  std::vector<std::string> hints = {};  // level 1 first
};

// The JSON that lab_exercise() has made; each judge is linked with one.
absl::string_view ThisExerciseJson();

// InvalidArgument: the message names the field. Other fields are ignored.
absl::StatusOr<Info> InfoFromJson(absl::string_view json);

}  // namespace exercise

#endif  // COMMON_EXERCISE_INFO_H_
