// SPDX-License-Identifier: Apache-2.0
//
// What a `bazel test` of an exercise leaves behind: a test.xml as every tool
// reads it, with the whole result in it and which files it is the result of.
//
//   exercise::TestRecord record = {
//       .result = result,
//       .files = exercise::HashFiles(info.package, info.files)};
//   WriteFile(getenv("XML_OUTPUT_FILE"), exercise::ToTestXml(record));
//
// //tools:lab reads it to tell, without a build, what is done, and what was
// changed since it was tested.
//
// Thread safety: values and pure functions, but for the files that are read.
// Source: the Jenkins xunit plugin's junit-10.xsd.

#ifndef COMMON_EXERCISE_TEST_RECORD_H_
#define COMMON_EXERCISE_TEST_RECORD_H_

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/exercise/result.h"

namespace exercise {

// Names and the SHA-256 of what is in them, in hexadecimal.
using FileHashes = std::map<std::string, std::string>;

struct TestRecord {
  ExerciseResult result = {};
  // The student's files that were tested.
  FileHashes files = {};
  // Whether all of the visible checks were run, not one alone (--only).
  bool whole = true;
};

// Of those files in `folder` that can be read.
FileHashes HashFiles(const std::filesystem::path& folder,
                     const std::vector<std::string>& names);

std::string ToTestXml(const TestRecord& record);

//   NotFound         not from ToTestXml(): as when a test was killed, and Bazel
//                    wrote the file
//   InvalidArgument  it is, and was damaged; the message says where
absl::StatusOr<TestRecord> RecordFromTestXml(absl::string_view xml);

}  // namespace exercise

#endif  // COMMON_EXERCISE_TEST_RECORD_H_
