// SPDX-License-Identifier: Apache-2.0
//
// What follows from how a runner ended (wire.h).
//
// A jail between the two (judge --jailed -- jail ... -- runner) passes the
// standard streams and the exit status through. At its end it writes one line
// into the file that the variable JAIL_REPORT of its own environment names, and
// hides variable and file from the runner:
//
//   ENDED                                   the runner ended by itself
//   VERDICT a sentence for people           such as: MEM_LIMIT more than 2 GiB
//
// the second if it ended the runner, could not start it, or found processes
// that the runner had left behind. LEAK says nothing against the answer, all
// others do. Only INFRA says that the student is not to blame. No line: the
// jail itself was killed, whose fault that ever is not the student's.
//
// Thread safety: values and pure functions. Errors: none.

#ifndef COMMON_EXERCISE_END_H_
#define COMMON_EXERCISE_END_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "common/exercise/verdict.h"
#include "common/process/exit_status.h"

namespace exercise {

// How a process ended that did not answer.
struct End {
  Verdict verdict = Verdict::kInfra;
  std::string text = "";  // "killed by signal 11 (SIGSEGV)"

  friend bool operator==(const End&, const End&) = default;
};

// From its exit status and what it wrote to standard error, where sanitizers
// report:
//   CRASH           a signal; on Windows abort() or an exception code; a report
//                   of a sanitizer
//   DATA_RACE       a report of ThreadSanitizer
//   LEAK            a report of LeakSanitizer
//   PREMATURE_EXIT  any other end
End EndOf(const process::ExitStatus& status, absl::string_view err);

// What a jail wrote into its file; nothing for ENDED. INFRA if that can't be
// understood, or it wrote nothing.
std::optional<End> EndFromJail(absl::string_view report);

}  // namespace exercise

#endif  // COMMON_EXERCISE_END_H_
