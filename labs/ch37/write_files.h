// SPDX-License-Identifier: Apache-2.0
//
// The chapter's output: some files of many short lines. The same bytes are
// written in two shapes, because under a global interpreter lock the shape
// decides whether threads help:
//
//   line by line   a loop that formats and appends a line at a time; nearly
//                  all of it is computing, and little of it is waiting
//   in one go      the text is built first and handed to the system in one
//                  call, which a blocked thread can leave to others
//
//   absl::Status status =
//       ch37::WriteLines(path, 1'000'000, ch37::Shape::kInOneGo);
//
// Thread safety: any thread; two calls must not write to the same file.
// Errors: UNAVAILABLE when the file cannot be made or written in full (folder
// missing, disk full); the message names the file.

#ifndef LABS_CH37_WRITE_FILES_H_
#define LABS_CH37_WRITE_FILES_H_

#include <filesystem>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"

namespace ch37 {

enum class Shape { kLineByLine, kInOneGo };

// Writes the numbers 0 to `lines` - 1 to the file, each on a line that ends in
// a single '\n' on every system. Replaces what was there.
absl::Status WriteLines(const std::filesystem::path& file, int lines,
                        Shape shape);

// Writes `files` (0 or more) such files into `folder`, one after another.
absl::Status WriteFiles(const std::filesystem::path& folder, int files,
                        int lines, Shape shape);

// The same with a thread for each file, and one more that calls `meanwhile`,
// which must not throw. Returns when all of them are done.
absl::Status WriteFilesOnThreads(const std::filesystem::path& folder, int files,
                                 int lines, Shape shape,
                                 absl::FunctionRef<void()> meanwhile);

}  // namespace ch37

#endif  // LABS_CH37_WRITE_FILES_H_
