// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/lab/demo.h"
#include "labs/ch38/compilers.h"
#include "labs/ch38/lab_files.h"
#include "labs/ch38/steps/steps.h"

namespace ch38 {

absl::Status TsanStep(lab::Narrator& tell, const LabFiles& files) {
  tell.Say(
      "ThreadSanitizer watches a program that really runs. It knows what locks "
      "and joins put in order, and reports two accesses that nothing does. The "
      "two threads of step 2, built and run right now:");
  tell.Code("g++ -std=c++20 -g -fsanitize=thread two_threads.cc && ./a.out");
  absl::StatusOr<WatchedRun> run =
      RunUnderTsan(files.Sources(), "two_threads.cc");
  if (absl::IsNotFound(run.status()) || absl::IsUnimplemented(run.status())) {
    tell.Output(
        "skipped: no compiler in PATH with a ThreadSanitizer that works");
  } else if (!run.ok()) {
    return run.status();
  } else if (run->report.empty()) {
    return absl::InternalError("ThreadSanitizer let the data race pass");
  } else {
    tell.Output(ForATerminal(GistOfReport(run->report)));
    tell.Output(absl::StrCat("the program: ", run->status.ToString()));
  }
  tell.Notice(
      "The race is reported though the total was most likely right. It has to "
      "happen in a run to be seen, and only data races are: step 1's counter, "
      "whose three steps are atomic each, passes and loses readings. bazel "
      "test "
      "--config=tsan runs all of this project's tests so.");
  return absl::OkStatus();
}

}  // namespace ch38
