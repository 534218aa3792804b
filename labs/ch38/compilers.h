// SPDX-License-Identifier: Apache-2.0
//
// What the compilers of this machine make of a file with a race in it: Clang's
// thread-safety analysis while it compiles, ThreadSanitizer while it runs.
//
//   absl::StatusOr<std::string> errors =
//       ch38::ThreadSafetyErrors(folder, "forgotten_lock.cc");
//   // forgotten_lock.cc:16:5: error: writing variable 'count_' requires ...
//
// Both look for headers in ../headers, seen from the file.
//
// Thread safety: any thread.
//
// Sources: "Thread Safety Analysis" and "ThreadSanitizer" in Clang's
// documentation.

#ifndef LABS_CH38_COMPILERS_H_
#define LABS_CH38_COMPILERS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/process/exit_status.h"

namespace ch38 {

// What clang++ -Wthread-safety -Werror says of `folder`/`file`; "" if it has
// nothing to say.
//   NotFound  there is no clang++ in PATH
//   any other code of process::Run()
absl::StatusOr<std::string> ThreadSafetyErrors(const std::string& folder,
                                               const std::string& file);

// A program that ran under ThreadSanitizer.
struct WatchedRun {
  process::ExitStatus status = {};  // code 66 if there was a report
  std::string report = "";          // "" if there was none
};

// Builds `folder`/`file`, a program, with -fsanitize=thread, and runs it.
//   NotFound       there is no g++, clang++ or c++ in PATH
//   Unimplemented  ThreadSanitizer does not work here: it can't be linked, or
//                  can't live with how this system lays out memory
//   any other code of process::Run() or lab::TempDirectory::Create()
absl::StatusOr<WatchedRun> RunUnderTsan(const std::string& folder,
                                        const std::string& file);

// Of a report of ThreadSanitizer the lines that matter, without addresses: what
// was found, the two accesses, and where each was.
std::string GistOfReport(absl::string_view report);

// Breaks lines of more than 76 columns, and leaves the others as they are.
std::string ForATerminal(absl::string_view text);

}  // namespace ch38

#endif  // LABS_CH38_COMPILERS_H_
