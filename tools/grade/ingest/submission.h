// SPDX-License-Identifier: Apache-2.0
//
// From a folder of what students handed in to the files of each exercise, with
// everything odd named and nothing hostile taken over.
//
//   for (const grade::HandIn& hand_in : *grade::FindHandIns("downloads")) {
//     absl::StatusOr<grade::Submission> submission =
//         grade::Collect(hand_in, assignment);
//     if (submission->rejected) std::cout << *submission->rejected;
//   }
//
// Taken over are regular files that the assignment lists, as plain text. What
// else is in a submission is left out and counted; but links, devices, names
// that lead elsewhere, and programs reject it as a whole.
//
// Thread safety: pure functions but for the files they read; see ReadArchive().

#ifndef TOOLS_GRADE_INGEST_SUBMISSION_H_
#define TOOLS_GRADE_INGEST_SUBMISSION_H_

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "tools/grade/ingest/archive.h"
#include "tools/grade/ingest/assignment.h"

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
// them; Canvas's bulk download (NAME[_LATE]_USER_SUBMISSION_FILE); Gradescope's
// (submission_N/ and submission_metadata.yml). In the order of their names.
//
//   NotFound         no such folder
//   InvalidArgument  it is empty, or two of them are one student's: both named
absl::StatusOr<std::vector<HandIn>> FindHandIns(
    const std::filesystem::path& folder);

// What was handed in for one exercise.
struct Answer {
  std::map<std::string, std::string> files = {};  // name -> plain text
  // For each file that is not there: what it is called, and what there is that
  // may have been meant.
  std::vector<std::string> missing = {};
  std::vector<std::string> notes = {};  // "counter.h was UTF-16"
};

struct Submission {
  HandIn hand_in = {};
  // Why nothing of it is graded; for the student.
  std::optional<std::string> rejected = std::nullopt;
  std::map<std::string, Answer> answers = {};  // by the exercise's id
  std::vector<std::string> notes = {};         // what was left out
};

// Reads the hand-in. Whatever is wrong with it is in the result.
//
//   any error  of the machine: it cannot be read, or there is no jail
absl::StatusOr<Submission> Collect(const HandIn& hand_in,
                                   const Assignment& assignment);

// The same, of entries that have been read.
Submission Sort(const std::vector<Entry>& entries,
                const Assignment& assignment);

// Why no file may be called so: it is absolute, leads upwards, has a drive, a
// colon, a control character, is no UTF-8, or is too long. Nothing if it may.
std::optional<std::string> CheckName(absl::string_view name);

}  // namespace grade

#endif  // TOOLS_GRADE_INGEST_SUBMISSION_H_
