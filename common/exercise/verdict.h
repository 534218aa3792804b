// SPDX-License-Identifier: Apache-2.0
//
// What can become of a submission, a check or an exercise, in one word.
//
//   exercise::Name(exercise::Verdict::kDataRace);       // "DATA_RACE"
//   exercise::Sentence(exercise::Verdict::kDataRace);   // for the student
//
// Names are what files, CSV columns and BUILD files say; they never change.
//
// Thread safety: pure functions. Errors: an unknown name is InvalidArgument.

#ifndef COMMON_EXERCISE_VERDICT_H_
#define COMMON_EXERCISE_VERDICT_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace exercise {

enum class Verdict {
  kPass,
  kWrong,          // an answer is not the right one
  kCompileError,   // CE: does not compile or link
  kSignature,      // a function or class that was asked for has another shape
  kMissingFile,    // a file that was asked for is not there
  kCpuLimit,       // computed for too long
  kWallLimit,      // took too long, by the clock
  kDeadlock,       // all wait, for what only they could bring about
  kMemLimit,       // too much memory
  kProcLimit,      // too many processes or threads
  kOutLimit,       // printed too much
  kDiskLimit,      // wrote too much to files
  kCrash,          // a signal, an exception, a failed CHECK
  kPrematureExit,  // ended before it had answered
  kDataRace,       // threads touch the same memory, and nothing orders them
  kLeak,           // left something behind: a handle, a child, a thread
  kFlaky,          // passed in some runs and failed in others
  kPolicy,         // uses what the assignment forbids
  kRejected,       // the archive was not accepted
  kSkipped,        // not run; counts neither for nor against
  kInfra,          // our fault: costs the student nothing
};

// "PASS", "CE", "DATA_RACE".
absl::string_view Name(Verdict verdict);

// InvalidArgument: no verdict has that name; the message lists those that are.
absl::StatusOr<Verdict> VerdictFromName(absl::string_view name);

// One sentence that tells a student what the verdict means.
absl::string_view Sentence(Verdict verdict);

// Each of them, in the order of the enumeration.
absl::Span<const Verdict> AllVerdicts();

}  // namespace exercise

#endif  // COMMON_EXERCISE_VERDICT_H_
