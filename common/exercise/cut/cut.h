// SPDX-License-Identifier: Apache-2.0
//
// Cuts the starter and the solution of an exercise out of the one source that
// holds both:
//
//   void Counter::Increment(int64_t offset) {
//     // BEGIN SOLUTION
//     absl::MutexLock lock(&mu_);
//     count_ += offset;
//     // STUB: // TODO: two threads lose updates here.
//     // STUB: count_ += offset;
//     // END SOLUTION
//   }
//
// The solution is that without the lines that start with // STUB: and without
// the marks; the starter has the text of the STUB lines in place of the region.
// What stands between // BEGIN HIDDEN and // END HIDDEN is in the solution
// alone. A mark is alone on its line; regions don't nest.
//
// A mutant is the solution with some text replaced.
//
// It is built for the machine that builds, in each build: the standard library
// alone keeps that quick.
//
// Thread safety: pure functions.
// Errors: CutText::error is for people; it names file and line.

#ifndef COMMON_EXERCISE_CUT_CUT_H_
#define COMMON_EXERCISE_CUT_CUT_H_

#include <string>
#include <vector>

namespace exercise {

enum class Part {
  kStarter,
  kSolution,
  kSecret,  // the lines that the starter must not have, to look for them
};

struct CutText {
  std::string text = "";
  std::string error = "";  // empty: none
};

// `file` is what the error calls the source.
CutText Cut(const std::string& file, const std::string& source, Part part);

struct Edit {
  std::string from = "";
  std::string to = "";
};

// Makes `edits` in `texts`, the files of a solution, one after the other. Each
// text to replace must be found once in all of them together. Returns the
// error; empty: none.
std::string Mutate(const std::string& mutant, const std::vector<Edit>& edits,
                   std::vector<std::string>& texts);

}  // namespace exercise

#endif  // COMMON_EXERCISE_CUT_CUT_H_
