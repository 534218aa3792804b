// SPDX-License-Identifier: Apache-2.0
//
// What students' code may not do because it would blind the tools that judge
// it: switch off sanitizers or warnings, speak to the assembler, take the place
// of the library's own functions.
//
//   std::vector<grade::Finding> findings = grade::ScanSource(text,
//   "counter.cc");
//
// Source text tells the directives; what the preprocessor makes of it tells the
// words, so that no macro hides one; the object's symbols tell the rest.
//
// Thread safety: pure functions.

#ifndef TOOLS_GRADE_COMPILE_POLICY_H_
#define TOOLS_GRADE_COMPILE_POLICY_H_

#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace grade {

struct Finding {
  std::string where = "";  // "counter.cc:12", or a symbol
  std::string what = "";   // "asm: no assembler in students' code"
};

// A student's file, as it was handed in.
std::vector<Finding> ScanSource(absl::string_view text, absl::string_view file);

// Macros of a student's header that are words in `ours`, a source of ours that
// includes it.
std::vector<Finding> ScanMacros(absl::string_view text, absl::string_view file,
                                absl::string_view ours);

// The preprocessor's output. Lines that come from files with `student` (as
// "external/submissions/") in their names are looked at.
std::vector<Finding> ScanPreprocessed(absl::string_view text,
                                      absl::string_view student);

// Symbols that an object defines, as `nm --defined-only --extern-only --format
// posix` lists them: "NAME TYPE VALUE SIZE" a line. `ours` are the symbols that
// the rest of the program defines, and the C++ library.
std::vector<Finding> ScanSymbols(absl::string_view listing,
                                 const std::set<std::string>& ours);

// Symbols that an object needs (`nm --undefined-only`), where threads are
// watched. What was seen of them is no answer that can be checked, so whoever
// reads the question and writes an answer past our code would be believed.
std::vector<Finding> ScanCalls(absl::string_view listing);

// The names in such a listing that are strong: only one object may define them.
std::set<std::string> StrongSymbols(absl::string_view listing);

}  // namespace grade

#endif  // TOOLS_GRADE_COMPILE_POLICY_H_
