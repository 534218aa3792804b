// SPDX-License-Identifier: Apache-2.0
//
// A farm for jobs: many children, some of them at a time, as in `make -j`.
//
//   std::vector<process::Subprocess> compilers;
//   compilers.reserve(files.size());
//   auto start = [&](size_t job) -> absl::StatusOr<process::Subprocess*> {
//     auto child = process::Subprocess::Start(
//         {"gcc", "-c", files[job]},
//         {.in = process::Stdio::Null(), .out = process::Stdio::Pipe()});
//     if (!child.ok()) return child.status();
//     return &compilers.emplace_back(*std::move(child));
//   };
//   auto idle = [] { absl::SleepFor(absl::Milliseconds(5)); };
//   Report(ch36::RunJobs(files.size(), /*places=*/8, start, idle));
//
// Thread safety: any thread may call it; it starts no threads.

#ifndef LABS_CH36_EXERCISES_5_FARM_RUN_JOBS_H_
#define LABS_CH36_EXERCISES_5_FARM_RUN_JOBS_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "common/process/exit_status.h"
#include "common/process/subprocess.h"

namespace ch36 {

// A job that ran: how its child ended, and all its standard output.
struct Done {
  process::ExitStatus status;
  std::string out = "";
};

// Has jobs 0 to count - 1 done. Element i is what became of job i, or the error
// of start(i).
//
// start(i) starts the child of job i, with its output as a pipe. It is called
// once for each job, in their order. The child stays the caller's, who keeps it
// until all is done.
//
// Each child that runs takes one of the places (1 or more). There are never
// more children than places. A place that is free is taken by the next job
// before idle() is called again, whichever child it was that left it.
//
// idle() is called, again and again, while there is nothing to do: all places
// are taken, or no jobs are left to start, and none of the children has ended.
// It may take a little time. Nothing else waits, and nothing else is waited
// for: the children's output is read as it comes.
std::vector<absl::StatusOr<Done>> RunJobs(
    size_t count, size_t places,
    absl::FunctionRef<absl::StatusOr<process::Subprocess*>(size_t job)> start,
    absl::FunctionRef<void()> idle);

}  // namespace ch36

#endif  // LABS_CH36_EXERCISES_5_FARM_RUN_JOBS_H_
