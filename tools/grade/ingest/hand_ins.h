// SPDX-License-Identifier: Apache-2.0
//
// Who handed in what: a folder of submissions as staff get it from the learning
// platform, or have made it.
//
//   absl::StatusOr<std::vector<grade::HandIn>> found =
//       grade::FindHandIns("downloads");
//
// Thread safety: pure functions but for the files.

#ifndef TOOLS_GRADE_INGEST_HAND_INS_H_
#define TOOLS_GRADE_INGEST_HAND_INS_H_

#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace grade {

// One student's hand-in: a folder, an archive, or several files.
struct HandIn {
  // "alice", or what the learning platform calls the student: the numbers in
  // the names of Canvas's bulk download (then `canvas_id` has it, too), the sid
  // or e-mail address in Gradescope's submission_metadata.yml.
  std::string student = "";
  std::string canvas_id = "";
  std::string name = "";  // as the platform gives it; may be empty
  bool late = false;      // as the platform says
  std::vector<std::filesystem::path> paths = {};
};

// What is in `folder`: a folder or an archive for each student, named after
// them; Canvas's bulk download (canvas_name.h); Gradescope's (submission_N/ and
// submission_metadata.yml). In the order of the students. What a group has
// handed in is that of each of its members. A folder that Gradescope names and
// that is not there is a hand-in, too: of nothing.
//
//   NotFound         no such folder
//   InvalidArgument  it is empty; two of them are one student's (both are
//                    named); Gradescope's file tells nobody who handed in one
//   Unavailable      Gradescope's file cannot be read
absl::StatusOr<std::vector<HandIn>> FindHandIns(
    const std::filesystem::path& folder);

}  // namespace grade

#endif  // TOOLS_GRADE_INGEST_HAND_INS_H_
