// SPDX-License-Identifier: Apache-2.0
//
// Runs several jobs at once and gathers what came of them: all of their values,
// or the error that is to be reported.
//
//   absl::StatusOr<std::vector<int64_t>> sizes = ch37::Gather({
//       [] { return SizeOf("a.txt"); },
//       [] { return SizeOf("b.txt"); },
//   });
//   if (!sizes.ok()) return sizes.status();    // "job 1: no such file"
//
// Thread safety: any thread may call it. The jobs run side by side.

#ifndef LABS_CH37_EXERCISES_3_FIRST_ERROR_GATHER_H_
#define LABS_CH37_EXERCISES_3_FIRST_ERROR_GATHER_H_

#include <cstdint>
#include <functional>
#include <vector>

#include "absl/status/statusor.h"

namespace ch37 {

// Returns a value or an error, or throws an exception.
using Job = std::function<absl::StatusOr<int64_t>()>;

// Calls each of `jobs`, all at the same time and each on a thread of its own.
// Returns when all of them have ended, well or badly, and no thread is left.
//
// If all went well: their values, in the order of the jobs. Else the error of
// the first job, by its number and not by the clock, that failed:
//   a job returned an error   its code, and the message "job N: " and its own
//   it threw something that   Internal, and "job N: " and its what()
//     is a std::exception
//   it threw something else   Unknown, and "job N: unknown exception"
// N is 0 for the first of `jobs`. No exception leaves Gather().
absl::StatusOr<std::vector<int64_t>> Gather(const std::vector<Job>& jobs);

}  // namespace ch37

#endif  // LABS_CH37_EXERCISES_3_FIRST_ERROR_GATHER_H_
