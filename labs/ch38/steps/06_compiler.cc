// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/lab/demo.h"
#include "labs/ch38/compilers.h"
#include "labs/ch38/lab_files.h"
#include "labs/ch38/steps/steps.h"

namespace ch38 {

absl::Status CompilerStep(lab::Narrator& tell, const LabFiles& files) {
  tell.Say(
      "The cheapest way to find the bug is to tell the compiler which lock "
      "guards what. Here somebody forgot the lock in Increment(); Clang reads "
      "the annotation:");
  tell.Code(
      "int64_t count_ ABSL_GUARDED_BY(mu_) = 0;\n"
      "\n"
      "clang++ -fsyntax-only -Wthread-safety -Werror forgotten_lock.cc");
  absl::StatusOr<std::string> errors =
      ThreadSafetyErrors(files.Sources(), "forgotten_lock.cc");
  if (absl::IsNotFound(errors.status())) {
    tell.Output("skipped: no clang++ in PATH");
  } else if (!errors.ok()) {
    return errors.status();
  } else if (errors->empty()) {
    return absl::InternalError("Clang let the forgotten lock pass");
  } else {
    tell.Output(ForATerminal(*errors));
  }
  tell.Notice(
      "It does not compile, so it can never run: no test, no luck, no "
      "schedule. "
      "Clang checks that each use of count_ holds mu_; not whether the lock is "
      "kept from the read to the write, nor in which order locks are taken. "
      "bazel test --config=clang builds all of this project so.");
  return absl::OkStatus();
}

}  // namespace ch38
