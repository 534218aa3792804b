// SPDX-License-Identifier: Apache-2.0
//
// Where the lab's own child programs are. They are built with the demo and the
// bench and lie in the folder children/ beside them, wherever that is.
//
//   int main(int argc, char** argv) {
//     process::Run({ch36::ChildProgram(argv[0], "echo"), "hello"});
//
// Thread safety: pure function. Errors: none; a path that leads nowhere shows
// when it is run (NOT_FOUND).

#ifndef LABS_CH36_CHILD_PROGRAM_H_
#define LABS_CH36_CHILD_PROGRAM_H_

#include <string>

#include "absl/strings/string_view.h"

namespace ch36 {

// The path of child program `name` (no extension), given the path by which the
// running program was started (argv[0]).
std::string ChildProgram(absl::string_view argv0, absl::string_view name);

}  // namespace ch36

#endif  // LABS_CH36_CHILD_PROGRAM_H_
