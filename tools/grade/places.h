// SPDX-License-Identifier: Apache-2.0
//
// Folders of a grading, and what this machine keeps for all of them.
//
//   absl::Status apart = grade::CheckApart(submissions, out);
//   absl::StatusOr<std::string> salt = grade::OwnSalt(cache);
//
// Thread safety: pure functions but for the files.

#ifndef TOOLS_GRADE_PLACES_H_
#define TOOLS_GRADE_PLACES_H_

#include <filesystem>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace grade {

// InvalidArgument if one folder is the other, or in it, links followed: old
// files in --out are removed, and what is in --submissions is some student's.
absl::Status CheckApart(const std::filesystem::path& submissions,
                        const std::filesystem::path& out);

// What makes the questions of this machine's gradings others than a student can
// work out who reads the code. Made up once, then kept in `cache`, so that an
// unchanged submission is asked the same again.
absl::StatusOr<std::string> OwnSalt(const std::filesystem::path& cache);

}  // namespace grade

#endif  // TOOLS_GRADE_PLACES_H_
