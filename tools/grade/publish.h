// SPDX-License-Identifier: Apache-2.0
//
// Writes all that comes of a grading into its output folder:
//
//   audit.jsonl summary.html summary.csv nbgrader.csv canvas.csv
//   feedback/STUDENT.txt junit/STUDENT.xml gradescope/STUDENT.json
//   exercism/STUDENT/EXERCISE.json classroom50/STUDENT.json
//
// Each file is replaced as a whole: whoever reads it sees the old one or the
// new one. Files of students that are graded no more are removed, and so are a
// canvas.csv that could not be filled in anew, and a classroom50/ file of a
// mark that is open.
//
// Thread safety: one writer of a folder at a time.

#ifndef TOOLS_GRADE_PUBLISH_H_
#define TOOLS_GRADE_PUBLISH_H_

#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "tools/grade/record.h"

namespace grade {

struct PublishOptions {
  std::filesystem::path out = {};
  std::string title = "Grades";    // of summary.html, and the assignment's name
  std::string classroom = "";      // for Classroom 50
  std::string roster = "";         // Canvas's gradebook, its text; empty: none
  std::string canvas_column = "";  // the one to fill in
  std::string graded_at = "";      // RFC 3339
};

// Unavailable: a file cannot be written. Those of FillCanvas(), after all other
// files have been written.
absl::Status Publish(const PublishOptions& options,
                     const std::vector<Record>& records);

}  // namespace grade

#endif  // TOOLS_GRADE_PUBLISH_H_
