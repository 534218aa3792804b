// SPDX-License-Identifier: Apache-2.0
//
// From what a student handed in to the files of each exercise, with everything
// odd named and nothing hostile taken over.
//
//   absl::StatusOr<grade::Submission> submission =
//       grade::Collect(hand_in, assignment);
//   if (submission.ok() && submission->rejected) {
//     std::cout << *submission->rejected;
//   }
//
// Taken over are regular files that the assignment lists, as plain text. What
// else is in a submission is left out and counted; but links, devices, names
// that lead elsewhere, and programs reject it as a whole.
//
// Thread safety: pure functions but for the files they read; see ReadArchive().

#ifndef TOOLS_GRADE_INGEST_SUBMISSION_H_
#define TOOLS_GRADE_INGEST_SUBMISSION_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "tools/grade/ingest/archive.h"
#include "tools/grade/ingest/assignment.h"
#include "tools/grade/ingest/hand_ins.h"

namespace grade {

// What was handed in for one exercise.
struct Answer {
  std::map<std::string, std::string> files = {};  // name -> plain text
  // For each file that is not there: what it is called, and what there is that
  // may have been meant.
  std::vector<std::string> missing = {};
};

// sha256 of names and texts, as hexadecimal digits.
std::string ContentHash(const Answer& answer);

struct Submission {
  HandIn hand_in = {};
  // Why nothing of it is graded; for the student.
  std::optional<std::string> rejected = std::nullopt;
  std::map<std::string, Answer> answers = {};  // by the exercise's id
  // What was left out, and which archives were not opened.
  std::vector<std::string> notes = {};
};

// Reads the hand-in. Whatever is wrong with it is in the result.
//
//   any error  of the machine: it cannot be read, or there is no jail
absl::StatusOr<Submission> Collect(const HandIn& hand_in,
                                   const Assignment& assignment);

// The same, of entries that have been read.
Submission Sort(const std::vector<Entry>& entries,
                const Assignment& assignment);

}  // namespace grade

#endif  // TOOLS_GRADE_INGEST_SUBMISSION_H_
