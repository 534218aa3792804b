// SPDX-License-Identifier: Apache-2.0
//
// Where the lab's own child programs are. They are built with the demo and the
// bench and lie in the folder children/ beside them, wherever that is.
//
//   int main(int argc, char** argv) {
//     const ch36::ChildPrograms children(argv[0]);
//     process::Run({children.Path("echo"), "hello"});
//
// Thread safety: a value. Errors: none; a path that leads nowhere shows when it
// is run (NOT_FOUND).

#ifndef LABS_CH36_CHILD_PROGRAMS_H_
#define LABS_CH36_CHILD_PROGRAMS_H_

#include <filesystem>
#include <string>

#include "absl/strings/string_view.h"

namespace ch36 {

class ChildPrograms {
 public:
  // `argv0` is the path by which this program was started.
  explicit ChildPrograms(absl::string_view argv0);

  // The path of child program `name`, such as "echo" (no extension).
  std::string Path(absl::string_view name) const;

 private:
  std::filesystem::path folder_;
  std::filesystem::path extension_;  // ".exe" on Windows, elsewhere nothing
};

}  // namespace ch36

#endif  // LABS_CH36_CHILD_PROGRAMS_H_
