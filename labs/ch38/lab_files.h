// SPDX-License-Identifier: Apache-2.0
//
// Where the files are that the demo needs: they are built with it and lie
// beside it, sources in the folder copies/.
//
//   int main(int argc, char** argv) {
//     const ch38::LabFiles files(argv[0]);
//     process::Run({python, files.File("lost_update.py")});
//     process::Run({files.Program("explore"), "lost-update"});
//
// Thread safety: a value. Errors: none; a path that leads nowhere shows when it
// is used.

#ifndef LABS_CH38_LAB_FILES_H_
#define LABS_CH38_LAB_FILES_H_

#include <filesystem>
#include <string>

#include "absl/strings/string_view.h"

namespace ch38 {

class LabFiles {
 public:
  // `argv0` is the path by which this program was started.
  explicit LabFiles(absl::string_view argv0);

  // The folder with the sources, and one of them.
  std::string Sources() const;
  std::string File(absl::string_view name) const;
  // Of a program; `name` without extension.
  std::string Program(absl::string_view name) const;

 private:
  std::filesystem::path folder_;
  std::filesystem::path extension_;  // ".exe" on Windows, elsewhere nothing
};

}  // namespace ch38

#endif  // LABS_CH38_LAB_FILES_H_
